"""Times: dates, times of day, intervals, durations and recurrences of Chinese news.

`find` yields the mentions: what is printed, with the signals beside it, and no value. `published_date` and
`infer_calendar` say when the article was written; `read` gives each mention its EDTF value and its ISO ends.
A year that is neither printed nor known from evidence stays `XXXX`; a date that no calendar has keeps its mention
and gets no value. Every step is linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from report_extract._facts import Mention
from report_extract._kinds.date_calendar import infer_calendar, printed_candidates, published_date
from report_extract._kinds.date_counted import distance_of
from report_extract._kinds.date_duration import Elapsed, elapsed, read_duration
from report_extract._kinds.date_points import Found, expressions, merged
from report_extract._kinds.date_reading import read
from report_extract._kinds.date_shapes import numeric_atoms, opened_atoms
from report_extract._kinds.date_values import fold
from report_extract._kinds.date_words import Signals, signals_of, word_atoms
from report_extract._kinds.kind import Evidence
from report_extract._lexicon import Lexicon
from report_extract._text import Document, Span

__all__ = ["find", "infer_calendar", "printed_candidates", "published_date", "read"]

_EXPLAINED = re.compile("[（(][0-9年月日号周星期一二三四五六天]{2,14}[)）]")
_FARMING = ("农历", "阴历", "旧历")
_ROUGHLY = re.compile(r"(?:(?<![节签预合制违公条相赴履邀特])约|大概|大致)[在于]?[ ]?\Z")
# Characters of the calendar and of news that only the traditional script writes.
_TRADITIONAL = frozenset(
    "時間國個後從萬來號點歲當慶節數這為連續過將經長達開終結勞動會現據與並區縣發電話說員學業產記報導臺預億較幣編額減總聯際務運團場氣陸"
)


def find(document: Document, lexicon: Lexicon, evidence: Sequence[Evidence]) -> Iterator[Mention]:
    """Time mentions of the document in order, not overlapping. A tagger's evidence is not needed."""
    del evidence
    text = fold(document.text)
    atoms = merged(word_atoms(text, lexicon), numeric_atoms(text), opened_atoms(text))
    doubtful = any(atom.needs == "traditional" for atom in atoms)
    points = list(expressions(text, atoms, traditional=doubtful and _is_traditional(document.article.text)))
    if "点半课堂" in text:  # what children do after school is called so
        points = [found for found in points if not text.startswith("课堂", found.end)]
    spans = [(found.start, found.end) for found in points]
    signals = signals_of(lexicon)
    stretches = list(elapsed(text, lexicon, spans))
    distances = _distances(text, stretches)
    shifts = _shifts(text, points, stretches)
    mentions = [_point_mention(text, found, signals, distances, shifts) for found in points]
    mentions += [_duration_mention(text, found) for found in stretches if found.start not in shifts]
    end = 0
    for mention in sorted(mentions, key=lambda mention: mention.start):
        if mention.start >= end:  # 0周前天: what two readings share belongs to the first
            yield mention
            end = mention.end


def _is_traditional(text: str) -> bool:
    """True where at least three different characters are written in the traditional way only."""
    return len(_TRADITIONAL.intersection(text[:4000])) >= 3


def _distances(text: str, stretches: Sequence[Elapsed]) -> dict[int, str]:
    """Offset at which a time may begin that is counted from a distance before it (三年后的|5月) to that distance."""
    out = {}
    for found in stretches:
        ago = found.rule == "relative.ago"
        signal = text[slice(*found.signal)].strip() if found.signal is not None else ""
        if not ago and signal not in ("后", "之后", "以后"):
            continue
        core = text[found.start : found.end - 1 if ago else found.end].removesuffix("以").removesuffix("之")
        distance = distance_of(read_duration(core, {})[0], ago=ago)
        end = found.end if found.signal is None else found.signal[1]
        if distance is not None:
            out[end + (text[end : end + 1] == "的")] = distance
    return out


def _shifts(text: str, points: Sequence[Found], stretches: Sequence[Elapsed]) -> dict[int, tuple[int, str]]:
    """End of a day that a distance follows at once (2月13号|31天前): where that ends, and the distance."""
    days = {found.end for found in points if found.right is None and "day" in found.left.fields}
    out = {}
    for found in stretches:
        if found.rule == "relative.ago" and found.start in days:
            core = text[found.start : found.end - 1].removesuffix("以").removesuffix("之")
            distance = distance_of(read_duration(core, {})[0], ago=True)
            if distance is not None and distance[-1] in "DW":
                out[found.start] = (found.end, distance)
    return out


def _point_mention(
    text: str, found: Found, signals: Signals, distances: Mapping[int, str], shifts: Mapping[int, tuple[int, str]]
) -> Mention:
    data = dict(found.left.fields)
    if found.start in distances and found.right is None:
        data["distance"] = distances[found.start]
    if found.right is not None:
        data |= {f"to.{key}": value for key, value in found.right.fields.items()}
    if found.extra:
        data["listed"] = found.extra
    if text[found.start - 1 : found.start] == "年" and "month" in data and not any(k.startswith("year") for k in data):
        data["ambiguous"] = "year"  # 贞元十八年二月: a year in front that is none of ours
    parts: dict[str, Span] = {}
    start, end, rule = found.start, found.end, found.shape
    if found.right is None and text.endswith(_FARMING, 0, start) and {"year", "month", "day"} <= data.keys():
        data, start, rule = _farming(data), start - 2, "lunar.date"  # 农历|2021年八月十五
    if _ROUGHLY.search(text, max(0, found.start - 3), found.start):
        data["about"] = "约"
    relation = _relation(text, found, signals, parts)
    if relation is not None and "set" not in data and "vague" not in data:
        data["relation"] = relation
    if _dateline(text, found):
        data["dateline"] = "1"
    if found.right is None and found.end in shifts:
        end, data["shift"] = shifts[found.end]  # 2月13号|31天前
    if "set" in data and rule.startswith("interval"):
        rule = "set.every"
    return Mention("time", start, end, rule, parts, data)


def _farming(data: Mapping[str, str]) -> dict[str, str]:
    lunar = f"{int(data['month']):02d}-{int(data['day']):02d}"
    return {key: value for key, value in data.items() if key not in ("month", "day", "word")} | {"lunar": lunar}


_ZONES = ("当地时间", "北京时间")
_STOPPED = re.compile("[，。；：！？,;]")
_SEEN_IN = re.compile("[一-龥]{2,16}中(?:发现|获悉|看到|了解|可见|得知|看出)")
"""从2月榜单中发现 names what was read, not a beginning."""
_SINCE_DONE = re.compile(r"[\u3400-\u9fffA-Za-z0-9“”《》]{2,18}?以来(?=[，,、]|[\u3400-\u9fff])")
"""3月10日启动“百日攻坚”以来: what was done then begins the stretch."""


def _relation(text: str, found: Found, signals: Signals, parts: dict[str, Span]) -> str | None:
    """How the words on either side bound the event; the nearer side wins where both speak."""
    begin = found.start - 4 if text.endswith(_ZONES, 0, found.start) else found.start  # 截至|当地时间|3月31日
    before = signals.before.search(text, max(0, begin - 4), begin)
    after = signals.after.match(text, found.end) or _after_bracket(text, found, signals)
    for name, hit in (("before", before), ("after", after)):
        if hit is None:
            continue
        surface = hit.group().strip()
        guards = signals.guards[name + surface]
        if guards.allow(text, hit.start(), hit.end() if name == "after" else hit.start()):
            parts[f"signal_{name}"] = hit.span()
    then = signals.relations["after" + text[slice(*parts["signal_after"])]] if "signal_after" in parts else None
    since = (
        signals.relations["before" + text[slice(*parts["signal_before"])].strip()] if "signal_before" in parts else None
    )
    if since == "until" or (since is None and _opens_with_to(text, begin)):
        return "until"
    if then is None and since is None and _SINCE_DONE.match(text, found.end):
        return "since"
    if since == "since" and then is None and text[found.end : found.end + 1] == "的":
        return None  # 从3月的12亿元降至 … names the day, not a beginning
    if since == "since" and then is None and _SEEN_IN.match(text, found.end):
        return None
    if then == "before" and "day" not in found.left.fields and text[slice(*parts["signal_after"])] != "前":
        return "strictly_before"
    if found.right is not None or found.shape == "interval.until_now":
        return "during"
    if then == "during" and since == "since":
        return "since"
    return then if then is not None and then != "after" else since or then


def _opens_with_to(text: str, begin: int) -> bool:
    """至|2月17日24时，…: 至 at the head of a sentence says up to when it counts."""
    return text[begin - 1 : begin] == "至" and (begin == 1 or text[begin - 2] in "。；\n\u3000 ")


def _after_bracket(text: str, found: Found, signals: Signals) -> re.Match[str] | None:
    """The signal behind a bracket that holds the time or explains it: 之日（5月23日）|起, 今天（5月23日）|起."""
    closing = text[found.end : found.end + 1]
    if closing in "）)" and closing and text[found.start - 1 : found.start] in ("（", "("):
        return signals.after.match(text, found.end + 1)
    if closing in "（(" and closing:
        explained = _EXPLAINED.match(text, found.end)
        return signals.after.match(text, explained.end()) if explained is not None else None
    return None


def _dateline(text: str, found: Found) -> bool:
    """新华社北京3月5日电, （本报3月5日讯）: a day between the agency and 电 or 讯."""
    if "day" not in found.left.fields or found.right is not None or "hour" in found.left.fields:
        return False
    after = text[found.end : found.end + 2]
    if after == "消息":  # IT之家4月20日消息, C114讯5月10日消息
        opened = text.rfind("\n", 0, found.start) + 1
        return found.start - opened <= 16 and _STOPPED.search(text, opened, found.start) is None
    if after == "专电":
        return True
    return after[:1] in ("电", "讯") and after not in (
        "电话",
        "电视",
        "电影",
        "电动",
        "电力",
        "电子",
        "电商",
        "讯问",
        "电费",
    )


def _duration_mention(text: str, found: Elapsed) -> Mention:
    data = {"duration": text[found.start : found.end]}
    parts: dict[str, Span] = {}
    if found.signal is not None:
        parts["signal_after"] = found.signal
        word = text[slice(*found.signal)].strip()
        data["relation"] = "after" if "后" in word else "since" if "来" in word else "during" if "内" in word else "at"
    return Mention("time", found.start, found.end, found.rule, parts, data)
