"""Departments whose names the walk does not pass, with their body: 农业农村部|种植业管理司, 临江大学|法治研究中心.

A tagger's name that begins in a body already read and ends in a noun of departments is one name with it; so is what
stands between a body and the title of who works there (司|司长, 科|科长, 研究中心|教授). `organisation.within`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from report_extract._facts import Mention
from report_extract._kinds.naming import Field

_PARENTS = frozenset(
    [
        *("bureau", "government", "office", "police", "fire", "court", "procuratorate", "university", "hospital"),
        *("institute", "center", "bank", "party_committee", "subdistrict", "neighbourhood_committee"),
    ]
)
_TYPES = {
    **dict.fromkeys(("学院", "研究生院"), "university"),
    **dict.fromkeys(("研究中心", "研究院", "研究所", "研究室", "实验室"), "institute"),
    **dict.fromkeys(("司", "科", "处", "室", "组", "办", "所"), "office"),
    "中心": "center",
}
_LONGEST, _SHORTEST = 16, 2
_NO_DEPARTMENT = (
    *("公司", "专科", "本科", "学科", "百科", "课题组", "调研组", "教室", "会议室", "小组", "好处", "主办", "承办"),
    *("创办", "举办", "开办", "协办", "联办", "筹办", "督办", "场所", "厕所"),
)
_JOINING = frozenset("和与")
_LETTERS = re.compile("[\u3400-\u9fff]+")
_OFFICER = re.compile("首席[\u3400-\u9fff]{1,4}官|发言人|[局厅院]长")
"""Who stands between a body and its department: 某会|首席风险官|某司."""
_TITLED = re.compile(
    "[\u3400-\u9fff]{2,14}?"
    "(?:(?<![公上官打母寿牧军有])司(?=原?副?司长|(?:有关|相关)?负责人|[一二]级巡视员|副?处长|统计师|发布|公布|表示|介绍"
    "|指出|印发|[、，。（(])|科(?=副?科长)|处(?=副?处长)|所(?=副?所长)"
    "|办(?=副?主任|负责人)|学院(?=(?:副|助理)?教授|副?院长|讲师)"
    "|(?:研究中心|研究院|研究所|实验室)(?=(?:特聘|助理|副)?研究员|副?(?:主任|院长|所长|教授)))"
)


def with_departments(field: Field, bodies: Sequence[Mention]) -> Iterator[Mention]:
    """The bodies, each with the department that follows it; what a longer name swallows is given all the same."""
    for index, mention in enumerate(bodies):
        free = bodies[index + 1].start if index + 1 < len(bodies) else len(field.document.text)
        end = None
        if mention.data["type"] in _PARENTS:
            end = _told_end(field, mention) or _titled_end(field, mention, free)
        if end is None:
            yield mention
        else:
            name = field.document.text[mention.end : end]
            kind = next(kind for noun, kind in _TYPES.items() if name.endswith(noun))
            yield Mention("organisation", mention.start, end, "organisation.within", data={"type": kind})


def _told_end(field: Field, mention: Mention) -> int | None:
    told = field.covered.get(mention.end - 1)
    if told is None or told.label != "organisation" or told.span[0] < mention.start:
        return None
    end = told.span[1]
    return end if _is_department(field, mention.end, end) else None


def _titled_end(field: Field, mention: Mention, free: int) -> int | None:
    match = _TITLED.match(field.document.text, mention.end)
    if match is None or match.end() > free:
        return None
    return match.end() if _is_department(field, mention.end, match.end()) else None


def _is_department(field: Field, start: int, end: int) -> bool:
    """True for words of a name, the first of them no conjunction, that end in a noun of departments."""
    document, text = field.document, field.document.text
    name = text[start:end]
    if not _SHORTEST <= len(name) <= _LONGEST or not name.endswith(tuple(_TYPES)) or name.endswith(_NO_DEPARTMENT):
        return False
    if text[start] in _JOINING or name in _TYPES or not _LETTERS.fullmatch(name) or _OFFICER.search(name):
        return False
    index = document.word_index(start)
    while index < len(document.words) and document.words[index] < end:
        surface = document.surfaces[index]
        if surface in field.words.stop and surface not in _JOINING:
            return False
        index += 1
    return True
