"""Those who are counted, without what the noun behind a figure says besides: 14家|媒体|一致好评, 21个|行业|产能利用率.

In: the noun phrase that stands behind a figure. Out: its beginning, as far as it names what the figure counts.
"""

from __future__ import annotations

import re

from report_extract._stages._relate_clauses import Layout
from report_extract._stages._relate_nouns import RATED
from report_extract._stages._relate_tags import HEADS, agent, words_from

_CARRIED_OUT = re.compile("(?:实施|执行|落实|推进|建设|运行|使用|办理|审理)过程$|征收[\u3400-\u9fff]{0,6}$")
_PLANT = re.compile(
    "(?<=[\u3400-\u9fff]{2})(?:养殖|种植|生产|加工|制造|繁育|屠宰|回收|储备|冷藏|育肥)(?:基地|场|项目|工程|生产线|线|车间|小区|厂|园)$"
)
"""What is built for so many animals or goods."""
_STOCK = frozenset(["只", "头", "羽", "尾", "吨", "万吨", "亩", "台", "套", "辆", "枚", "箱", "株"])
_SAID_OF = re.compile(
    "(?<=市场)(?:粮油|水果|蔬菜|猪肉|鸡蛋)[\u3400-\u9fff]{0,6}$"
    "|(?<=楼|房|筑)震感$"
    "|(?<=[室房楼店馆场厅库校院屋])[内里外]$"
    "|(?<=孩子|子女)政策$"
    "|(?:捐赠|赠送|捐助|慰问|资助)(?:给)?[\u3400-\u9fff]{2,8}(?:者|人员|群众|居民|学生|职工|医院|部队)$"
    "|(?:同场|同台)(?:竞技|献艺|演出|比赛|角逐)$"
    "|(?:一致|高度|广泛|大力|积极)(?:好评|认可|支持|关注|参与|青睐|响应|欢迎|肯定|赞誉|赞扬)$"
)
_RIGHTS = re.compile("(?<=员工|职工|用户|居民|村民|学生|患者|股民|农民)(?:合法|正当)[\u3400-\u9fff]{0,6}$")
_CASES = frozenset(["起", "宗", "件", "例"])
_OF_A_CASE = re.compile("(?<=案件|事件|事故|病例)(?:信息|情况|通报|消息)$")
_RULED = re.compile("(?<=公报|协议|条约|合同|办法|条例|决议|规则|法律)(?:规定|要求)$")
_MOVES = re.compile("[同环]比|(?:继续)?保持|再?创|(?:均|都)?(?:实现)?(?:回升|增长|下降|上升|提升|上涨|下跌|提高|回落)")
_HAVING = frozenset(["行业", "地区", "省份", "领域", "产业", "区县", "品种", "产品"])
_HOLDERS = frozenset("种类款个家座所名位户省市县区镇乡村国")


def counted_of(layout: Layout, at: int, noun: str, limit: int, *, unit: str) -> str:
    """What is counted of a noun that begins at `at` or later, by the unit that counts it."""
    plant = _PLANT.search(noun) if unit in _STOCK else None
    if plant is not None:
        noun = noun[: plant.start()]  # 5000只|奶山羊|养殖基地
    for said in (_CARRIED_OUT, _OF_A_CASE if unit in _CASES else _RULED, _SAID_OF, _RIGHTS):
        more = said.search(noun)
        if more is not None and more.start() > 1:
            noun = noun[: more.start()]  # 二十条|优化措施|实施过程中, 三个|联合公报|规定, 14家|媒体|一致好评
    if unit[-1:] not in _HOLDERS:
        return noun
    noun = _holding_a_rate(layout, at, noun)
    return _without_deeds(layout, at, _without_degree(layout, at, noun), limit)


def _holding_a_rate(layout: Layout, at: int, noun: str) -> str:
    """21个|行业|产能利用率环比回升: those whose rate moves."""
    start = layout.document.text.find(noun, at)
    words = list(words_from(layout, start, start + len(noun)))
    moves = _MOVES.match(layout.document.text, start + len(noun)) is not None
    if words and words[-1].text in {"同比", "环比"}:
        words.pop()
    elif not moves:
        return noun
    rated = len(words) > 1 and (words[-1].text[-1] in RATED or words[-1].text[-2:] in layout.measuring.amount)
    return words[0].text if rated and (agent(layout, words[0].text) or words[0].text in _HAVING) else noun


def _without_degree(layout: Layout, at: int, noun: str) -> str:
    """四个|自贸区|改革力度: nobody counts a degree, but those that have it."""
    start = layout.document.text.find(noun, at)
    words = list(words_from(layout, start, start + len(noun)))
    if len(words) < 2 or words[-1].text not in layout.measuring.degree:
        return noun
    words.pop()
    while len(words) > 1 and words[-1].tag in {"vn", "v"}:
        words.pop()
    held = layout.document.text[start : words[-1].end]
    return held if len(held) > 1 and words[-1].tag in HEADS else noun


def _without_deeds(layout: Layout, at: int, noun: str, limit: int) -> str:
    """3个|科学装置|立项筹备: two verbs at the end of a clause are no part of the noun."""
    start = layout.document.text.find(noun, at)
    if start + len(noun) < limit or not layout.document.in_context:
        return noun
    words = list(words_from(layout, start, start + len(noun)))
    kept = len(words)
    while kept and words[kept - 1].tag in {"vn", "v", "b"}:
        kept -= 1
    parted = len(words) - kept > 1 and kept and words[kept - 1].tag in HEADS
    return layout.document.text[start : words[kept - 1].end] if parted else noun
