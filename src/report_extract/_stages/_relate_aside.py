"""Those whom a clause names without their acting in it: who orders, who is paid; and whom a paper obliges to act."""

from __future__ import annotations

import re

from report_extract._stages._relate_clauses import Clause, Layout, Name

_PAID_TO = re.compile(
    "(?:赔偿|支付|返还|退还|补偿|给付|赔付|归还)给?(?:原告|被害人|受害人|申请人|消费者|当事人)?(?:人)?$"
)
_WORDS_OF = re.compile("(?:总书记|主席|同志|总理)?(?:关于[^，。]{1,12}的?)?(?:系列)?重要(?:指示|讲话|论述|思想|批示)")
"""深入贯彻|某某总书记|重要指示: whose words are followed does not act."""
_BY_ORDER = re.compile("(?:按照?|根据|依照|遵照|依据|在)$")
_ITS_ORDER = re.compile(
    "[^，,。；]{0,12}?(?:部署|要求|安排|指示|规定|(?:指导|领导|支持|帮助|指挥|统筹|协调)下)(?=$|[，,])"
)
_OBLIGED = re.compile(
    "(?:协议|合同|条约|法案|规定|裁决|判决|判决书|禁令|拒绝令|和解书)(?:还|也|均|将)?(?:要求|规定|责令|判令|允许|准许)$"
)


def aside(layout: Layout, start: int, clause: Clause, name: Name) -> bool:
    """True for 赔偿原告|某人, who is paid, and for 按照|水利部|统一部署, who orders."""
    text = layout.document.text
    if _PAID_TO.search(text, max(start, name.start - 8), name.start) is not None:
        return True
    if name.kind == "person" and _WORDS_OF.match(text, name.end, clause.end + 1) is not None:
        return True
    ordered = _BY_ORDER.search(text, max(start, name.start - 4), name.start) is not None
    return ordered and _ITS_ORDER.match(text, name.end, clause.end + 1) is not None


def obliged(layout: Layout, start: int, name: Name) -> bool:
    """True for 和解协议要求|某公司|立即支付罚金: whom a paper obliges is who acts."""
    held = _OBLIGED.search(layout.document.text, max(start, name.start - 12), name.start)
    return name.kind == "organisation" and held is not None
