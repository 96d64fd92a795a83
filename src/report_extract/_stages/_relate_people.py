"""Counted people and things that are their own subject: they belong to no body that an earlier clause names.

Who is hurt, punished or caught, those who came, what has been finished: asked beside each figure by the walk.
"""

from __future__ import annotations

import re

from report_extract._facts import FigureFact
from report_extract._stages._relate_clauses import Clause, Layout, within
from report_extract._stages._relate_subjects import Holder, content_start

PEOPLE = frozenset(["person", "attendance"])
_PUNISHED = re.compile(
    r"被(?:依法|法院|当场|一审|终审|分别)?(?:处以|处|判处|判|罚款|罚没|罚|抓获|抓|刑拘|行拘|拘留|逮捕|责令|查处)(?!的)"
)
_ACCUSED = re.compile("(?:因)?涉嫌[^，,。；]{1,16}?(?:被|正)")
_SENTENCED = re.compile(
    r"(?:一审|终审|二审|依法|均|分别|应当?|故|又|决定|合并){0,3}(?:判处|处以|并处|单处|决定执行|数罪并罚|剥夺政治权利|罚款|没收|处罚金)"
)
_THOSE_WHO = re.compile(r"的(?:共|约|仅|已|就|总共){0,2}(?:达到?|有|为|是|多达)(?:近|约|超过?)?$")
_VICTIMS = re.compile(
    r"(?:不幸|当场)?(?:死亡|受伤|重伤|轻伤|受[重轻]伤|遇难|失踪|失联|被困|受灾|溺水|丧生|身亡|流离失所|无家可归|"
    r"被埋|感染|患病|发病)"
)
_BEFELL = re.compile(r"(?:相继|先后|陆续)?(?:出现|感到|发生|中毒|被送|确诊|受伤|死亡|遇难)")
_THERE = re.compile(r"(?:共|已|还|另|现)?有(?:超过?|近|约|逾|至少|多达)?")
_DONE = re.compile(
    r"(?:均|都)?(?:已|全部|陆续|正在)(?:经|全部|陆续)?"
    r"(?:竣工|完工|开工|建成|投用|投入使用|通车|开放|完成|交付|验收|落成)"
)
_FELL = re.compile(
    r"(?:死亡|遇难|受伤|重伤|轻伤|失踪|失联|住院(?:治疗)?|送医|送往?医院?(?:救治|治疗)|抢救无效)(?:人数|人员)?"
    r"(?:为|达|共|已|约|近|超过?|分别){0,2}$"
)
LEADER = re.compile(r"总经理|董事长|总裁|首席执行官|CEO|行长|负责人|厂长|经理|总监")
_TREATS = frozenset(["hospital", "center", "troop"])


def leads(layout: Layout, holder: Holder) -> bool:
    """True for 董事长林晓东: who leads a body that his title does not name."""
    if holder.expert or holder.person is None or holder.actor != holder.person:
        return False
    titles = layout.entities[holder.person].titles
    return any(title.organisation is None and LEADER.search(title.title) for title in titles)


def own_subject(layout: Layout, clause: Clause, figure: FigureFact) -> bool:
    """11260名观众沸腾: counted people who open the clause and act there are their own, unnamed holder."""
    text, start = layout.document.text, figure.mention.start
    if figure.unit.dimension in PEOPLE and text[start - 1 : start] in {"这", "那"}:
        return True  # 虽然年轻，这|两位航天员的经历 …: those named before
    if figure.counted is None or figure.counted[0] < figure.mention.end:
        return False
    at = content_start(layout, clause)
    scope = layout.words.scope.match(layout.document.text, at, clause.end)
    first = figure.phrase[0] in {at, scope.end() if scope is not None else at}
    return first and layout.words.other.fullmatch(layout.document.text, *figure.counted) is not None


def there_are(layout: Layout, clause: Clause, figure: FigureFact) -> bool:
    """有超过100名议员签署声明: people who are said to be there act for themselves."""
    if figure.subset_of is not None or layout.names_in(clause.start, figure.mention.start):
        return False
    text, at = layout.document.text, content_start(layout, clause)
    if _THERE.fullmatch(text, at, figure.mention.start) is None:
        return False
    return figure.unit.dimension in PEOPLE and layout.words.member.match(text, figure.mention.end) is None


def finished(layout: Layout, clause: Clause, figure: FigureFact) -> bool:
    """56个场馆、31个展厅已竣工: what is counted is the subject of its clause."""
    text, end = layout.document.text, figure.phrase[1]
    if layout.names_in(clause.start, clause.end):
        return False
    opens = within(layout.figures, content_start(layout, clause), clause.end)
    first = bool(opens) and opens[0][0] - content_start(layout, clause) <= 1
    return first and _DONE.match(text, end) is not None


def befell(layout: Layout, clause: Clause, figure: FigureFact) -> bool:
    """前来帮忙的58人出现呕吐: people to whom something happened, whoever the sentence names before."""
    text, (start, end) = layout.document.text, figure.phrase
    if figure.unit.dimension not in PEOPLE or text[start - 1] != "的" or layout.names_in(clause.start, start):
        return False
    return _BEFELL.match(text, end) is not None


def sentenced(layout: Layout, clause: Clause) -> bool:
    """并处罚金5万元, 判处有期徒刑两年: what the person of the clause before is sentenced to."""
    at = content_start(layout, clause)
    return _SENTENCED.match(layout.document.text, at, clause.end) is not None


def those_who(layout: Layout, clause: Clause, figure: FigureFact) -> bool:
    """报名的有52人: those who came are their own, unnamed holder where the clause names none."""
    if figure.unit.dimension not in PEOPLE:
        return False
    start = figure.mention.start
    found = _THOSE_WHO.search(layout.document.text, max(clause.start, start - 8), start)
    return found is not None and not layout.names_in(clause.start, start)


def hurt(layout: Layout, figure: FigureFact, holder: Holder) -> bool:
    """3人死亡, 住院治疗38人: people whom something befell belong to no body that an earlier clause names."""
    if figure.unit.dimension not in PEOPLE:
        return False
    text, start = layout.document.text, figure.phrase[0]
    if _VICTIMS.match(text, figure.phrase[1]) is not None:
        return True
    treats = holder.actor is not None and layout.entities[holder.actor].type in _TREATS
    return not treats and _FELL.search(text, max(start - 16, 0), start) is not None


def suffers(layout: Layout, clause: Clause, figure: FigureFact) -> bool:
    """被处以50元罚款, 6人被逮捕: who is punished or caught does not act."""
    text = layout.document.text
    if _PUNISHED.search(text, clause.start, figure.mention.start):
        return True
    if figure.unit.dimension not in PEOPLE:
        return False
    accused = _ACCUSED.match(text, figure.phrase[1], clause.end) is not None
    return accused or _PUNISHED.match(text, figure.phrase[1], clause.end) is not None
