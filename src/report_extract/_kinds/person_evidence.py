"""What stands around a tagger's person, for spans that may be none: words, terms, sides of talks, foreign names.

A tagger takes terms (蓝马甲), countries by one character (乌军) and words with a surname in front (米粮仓) for persons;
a foreign name may be a place or a product. What stands beside the span decides: a title, a verb of speaking, another
person of a list; quotation marks around it alone speak against it.
"""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass

from report_extract._kinds.naming import Words
from report_extract._kinds.person_foreign import by_sound
from report_extract._text import Document, Span

_SPEAKS = re.compile(
    r"(?:[0-9]{1,2}日|当天|同时|还|也|则|曾|随后|此前|在[^，。,]{1,8}[中上时]){0,2}"
    r"(?:补充)?(?:说|表示|介绍|告诉|称|坦言|指出|认为|回忆|透露|带领|率|主持|强调|感慨|笑|宣布|宣称|声称|警告|呼吁|承诺"
    r"|提议|坚称|批评|直言|坦承|补充)"
)
_TITLE = re.compile(
    r"(?:总统|主席|总理|首相|国王|先生|女士|博士|议员|教授|同志|将军|外长|部长|总书记|政府|会见|会谈|通话|当选)"
)
_VENUE = re.compile(
    "体育[场馆]|高铁|高速|铁路|城际|球场|大剧院|大桥|大道|大街|国际机场|机场|博物馆|纪念馆|图书馆|故居|广场|医院|大学|学院|中学|小学|[奖杯](?![励得给])"
)
_WITH = frozenset("与同和对见问向由被给")
_PLACED = frozenset("在于至赴抵从往驻州市省国都部县岛区首")
_THINGS = re.compile("(?:高铁|铁路|高速|城际|大桥|隧道|航母|级航母|号|杯|奖|指数|定律)(?!公司|局|集团)")
"""What is called by a word that a tagger takes for a person: 沈白|高铁, 文森|号."""
_SENTENCE = frozenset('。！？!?；;，,：:“"\n（( ')
_VERBAL = frozenset(["v", "d", "vd", "p"])
_ACTING = _VERBAL | {"t", "a", "ad"}
_NOUNS = frozenset(["n", "vn", "l", "v", "b", "j", "ns"])
_COMMON = frozenset(["t", "m", "v", "a", "ns", "d", "vn", "s", "f", "b", "i", "l", "q"])
_TIMES = frozenset(["t", "m", "q", "ns", "s", "f"])
_RELATIONS = frozenset(["建交", "友好", "关系", "友谊", "双边", "两国", "合作", "贸易", "经贸", "人民", "边境", "战略"])
_SIDES = frozenset("方军媒")
_MARKS, _LABELS = frozenset("、 和/"), frozenset("(（:：丨|")
_MET = frozenset(
    ["接替", "会见", "邀请", "致敬", "任命", "免去", "选举", "感谢", "授予", "致电", "会晤", "吊唁", "祝贺", "悼念",
     "接见", "拜会", "欢迎"]
)  # fmt: skip
_OPENING, _CLOSING = frozenset('“"‘「『《'), frozenset('”"’」』》')


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A document with its tagger's persons, asked about one span at a time."""

    document: Document
    people: Set[Span]
    office: re.Pattern[str]
    role: re.Pattern[str]

    def quoted(self, start: int, end: int) -> bool:
        """True for a term, nickname or work that stands in quotation marks by itself, or a venue called after one."""
        text = self.document.text
        if _VENUE.match(text, end) is not None:  # 莫罗佐夫|体育场
            return True
        return text[max(0, start - 1) : start] in _OPENING and text[end : end + 1] in _CLOSING

    def common(self, start: int, end: int, words: Words) -> bool:
        """True for what reads as words or as the side of a country, and beside which nothing speaks for a person."""
        text = self.document.text
        name = text[start:end]
        if (name[0] in words.sides and name[1:] in _SIDES) or _THINGS.match(text, end) is not None:
            return True
        if name[0] in words.sides and (name[1:] in _RELATIONS or name[1:] in words.sides):
            return not self._titled(start, end)
        if name[0] == "方" and text[max(0, start - 1) : start] in words.sides:
            return True
        if not self._reads_as_words(start, end):
            return False
        return not (self._titled(start, end) or self._listed(start, end))

    def foreign(self, start: int, end: int, words: Words) -> bool:
        """True for a name written by sound that acts as a person does."""
        text = self.document.text
        name = text[start:end]
        if not 2 <= end - start <= 8 or name in words.places or name in words.person_stop:
            return False
        if not by_sound(name):
            return end - start >= 4 and self._tag(start) not in _NOUNS and self._behind_shows(end)
        before = text[max(0, start - 1) : start]
        if before in _PLACED:
            return False
        opens = not before or before in _SENTENCE
        if self._behind_shows(end) or (opens and text[end : end + 1] in ("：", ":")):
            return True
        if text[end : end + 1] in _PLACED or end - start < 3:
            return False
        if text[max(0, start - 2) : start] in _MET or self.role.fullmatch(text, max(0, start - 2), start):
            return True
        if before in _WITH and text[end : end + 1] in ("就", "举", "进"):
            return True
        return self._tag(end) in _ACTING and (opens or before in _WITH)

    def _behind_shows(self, end: int) -> bool:
        text = self.document.text
        return _SPEAKS.match(text, end) is not None or _TITLE.match(text, end) is not None

    def _tag(self, offset: int) -> str:
        document = self.document
        return document.tags[document.word_index(offset)] if offset < len(document.text) else ""

    def _titled(self, start: int, end: int) -> bool:
        text = self.document.text
        if self._behind_shows(end) or self.office.match(text, end):
            return True
        return any(
            start >= size and pattern.fullmatch(text, start - size, start) is not None
            for size in (4, 3, 2)
            for pattern in (self.office, self.role)
        )

    def _listed(self, start: int, end: int) -> bool:
        """True where another person stands directly beside the span, or behind or before a mark of a list."""
        text = self.document.text
        before, after = text[max(0, start - 1) : start], text[end : end + 1]
        if before in _LABELS or text[max(0, start - 2) : start] in _MET:
            return True
        first = start - (before in _MARKS)
        last = end + (after in _MARKS)
        return any((last, last + size) in self.people or (first - size, first) in self.people for size in (2, 3, 4))

    def _reads_as_words(self, start: int, end: int) -> bool:
        """夏种: one common word; 米|粮仓, 周|主场: a common noun behind what may be a surname, and no verb after it."""
        document = self.document
        left, right = document.word_span(document.word_index(start))
        tag = self._tag(start)
        if left == start and right > end and right - left >= 4 and tag != "x":  # 顾全|大局 is one phrase
            return True
        if (left, right) == (start, end):
            before = document.text[max(0, start - 1) : start]
            acts = self._tag(end) in _VERBAL and (not before or before in _SENTENCE)
            return tag in _COMMON and not (acts and tag not in _TIMES)
        if left != start or right != start + 1 or end - start != 3:
            return False
        if document.word_span(document.word_index(right)) != (right, end) or self._tag(right) not in {"n", "vn", "v"}:
            return False
        return self._tag(end) not in _VERBAL
