"""What is measured by an amount: money, shares, lengths, areas (贷款余额|86亿元, 62%的|领导干部, 距县城|86公里).

In: the layout, a figure and the stretch text[low:limit] around it. Out: a few characters of the text, or None.
"""

from __future__ import annotations

import re

from report_extract._facts import FigureFact
from report_extract._stages._relate_behind import behind
from report_extract._stages._relate_clauses import Clause, Layout
from report_extract._stages._relate_groups import MEASURED, TIMES_OF
from report_extract._stages._relate_nouns import adjacent, ahead, run
from report_extract._stages._relate_right import CLOSES, OF, is_noun
from report_extract._stages._relate_tags import VERBS, agent

REACHES = frozenset(["length", "road_length"])
_STUFF = frozenset(["area", "mass", "volume", "length", "road_length", "energy"])
_DISTANCE = re.compile(
    r"(?P<what>相距|(?<![差间飞])距离?+(?![今可约超近])[\u3400-\u9fff、“”]{1,12}?)"
    r"(?:只有|大?约|仅|近|不到|不足|超过?|达|为|有){0,3}$"
)
_AS_FAR_AS = re.compile(
    r"(?:行驶|行)?(?:至到|至|到)(?P<what>[\u3400-\u9fffA-Z0-9]{2,12}?(?:收费站|路口|服务区|出口|入口|桥|隧道|村|镇))$"
)
"""行至某收费站|两公里处."""
_SIZE = re.compile(
    r"([长宽高深厚])(?<![增延伸加提升拉最大][长宽高深厚])(?:达到?|约|近|超过?|为|逾|不过|不到|不足|仅|只有){0,2}$"
)
_QUOTED_AT = re.compile("报收|收盘|开盘|收市|开市|成交")
_PAID = re.compile(
    "(?:[款金费贷债薪酬券]|补贴|补助|奖励|资金|利息|订单|融资|赔偿|援助|投资|合同|票据|债券|国债|股票|保单|资产|"
    "物资|设备|药品|器材|用品)$"
)
_WEIGHS = re.compile(r"((?:(?<![\u3400-\u9fff])|(?<=分别)|(?<=[各”》]))重|[净毛总体自单]重)(?:达|约|近|超过?){0,2}$")
_ONE_SELLS = re.compile(
    "一[张件斤个盒袋本只瓶杯份套条支台辆头碗株幅](?:可以?|能|就|要|只|约|最多|最高){0,3}(?:卖|售|售价|价格)(?:到|出|价|为)?(?:了|近|约)?$"
)
"""明信片|一张可以卖到12元."""
_CAME = re.compile("(入场|进场|参观|观展|到场|到访|浏览|观看|打卡)(?:人次|人数)?(?:达到?|超过?|近|约|逾|突破){0,2}$")
"""累计入场|近28万人次的服贸会."""
_EXCHANGED = re.compile(
    r"((?:[在离]岸)?[\u3400-\u9fff]{2,4}[兑对][\u3400-\u9fff]{1,4}元?(?:即期|现汇)?(?:汇率)?(?:中间价|收盘价|开盘价)?)"
    r"(?:一度|再度|已|盘中|昨日|今日)?(?:[跌升涨突失]破|逼近|触及|触|[升跌涨降贬]至|[报收在达至为约]){1,3}$"
)
_SPEED = re.compile("时速|车速|风速|航速|流速")
_SPEED_OF = re.compile("(?:左右|以上)?的(时速|速度|航速|车速)")
_SHARE_CORE = re.compile(
    r"占(?!比)(?:到|了|据)?(?P<of>[\u3400-\u9fffA-Za-z]{0,12}?)(?:的(?:比例|比重|份额)?)?"
    r"(?:为|达到?|超过?|约|近|不足|将近|接近|已超|了){0,2}$"
)
_PROPORTION = re.compile("(?<=比重|比例|份额|比率)[^的]{1,8}$")
_TAKING = re.compile(r"占比(?:分别)?[高达到为约超过近仅至在了]{0,3}$")
_GROWTH = re.compile("(?:增长|下降|提升|上涨|上升|回落)$")
_EQUALS = re.compile(r"(?:是|为|不足|不到|超过|可?达到?|相当于|恢复[至到])[^，,。；是为]{1,14}的$")
_EACH = re.compile(r"每[\u3400-\u9fff]{1,5}?(?:提高|降低|上涨|上调|下调|下降|增加|减少)?$")
_AMONG = re.compile("[中里](?:有(?:超过|约|近|超|逾|至少)?)?$")
_IN_WHICH = re.compile("在([\u3400-\u9fff]{2,10}中占比)")
_EVENT = re.compile("(?:半?决赛|预赛|自由泳|蛙泳|仰泳|蝶泳|混合泳|赛跑|接力|短跑|长跑|障碍赛|比赛|项目)")
_LAND = re.compile("[地田林](?![\u3400-\u9fff])")
_REACHED = re.compile("(?:涉及|覆盖|涵盖|针对|波及)(?:约|近|价值|超过?){0,2}$")
_TRADE = re.compile("(?:美国|中国|自华|对华|输华)?(?:出口|进口|商品|产品|贸易|货物)")
"""涉及500亿美元|出口."""
_TRAIT = re.compile("(?:学历|年龄|职业|月收入|身份|户籍|建议|表示|认为)$")
_BORE = re.compile("(?:口径|跨度|直径|跨径|净空|纵深|射程|航程|续航|落差|水深|高差)(?![\u3400-\u9fff]?[0-9])")
_HELD = re.compile("(持股|参股|控股)[^，,。；：]{0,12}$")
_WITH = ("以", "用", "花", "花了", "花费", "砸下")
_BODY = re.compile(r"(?:局|厅|署|部门|公司|集团|法院|委员会)$")
_CHANCES = ("可能性", "概率", "几率", "机会", "风险")
_JOINS = frozenset(["了", "着", "过", "约", "近", "超", "超过", "共", "增加", "减少", "的", "到"])


def reach_of(layout: Layout, low: int, start: int) -> str | None:
    """How far, long, deep or high: 距县城|约86公里, 裂缝长|50米, 全长|8公里."""
    document = layout.document
    far = _DISTANCE.search(document.text, max(low, start - 24), start)
    if far is not None:
        return far["what"]
    place = _AS_FAR_AS.search(document.text, max(low, start - 20), start)
    if place is not None:
        return place["what"]
    size = _SIZE.search(document.text, max(low, start - 6), start)
    if size is None:
        return None
    index = document.word_index(size.start(1))
    first = document.words[index]
    if document.surfaces[index] == "高达":
        return None
    first = first if low <= first < size.start(1) else size.start(1)
    held = run(layout, low, first) if first > low else None
    return (held or "") + document.text[first : size.end(1)]


def stated_so(layout: Layout, figure: FigureFact, low: int) -> str | None:
    """在岸人民币兑美元|跌破6.5: the two monies of a rate of exchange; 净重|500克: what a mass is said to be."""
    if figure.unit.dimension == "mass":
        if layout.document.text.startswith("的", figure.mention.end):
            return None  # 重达1300吨的|装备
        weighs = _WEIGHS.search(layout.document.text, max(low, figure.mention.start - 6), figure.mention.start)
        return weighs[1] if weighs is not None else None
    if figure.unit.dimension == "attendance" and layout.document.text.startswith("的", figure.mention.end):
        came = _CAME.search(layout.document.text, max(low, figure.mention.start - 10), figure.mention.start)
        return came[1] if came is not None else None
    if figure.unit.dimension not in {"", "count", "number", "money", "points", "ratio"}:
        return None
    sold = _ONE_SELLS.search(layout.document.text, max(low, figure.mention.start - 14), figure.mention.start)
    if sold is not None and sold.start() > low:
        return run(layout, low, sold.start())
    found = _EXCHANGED.search(layout.document.text, max(low, figure.mention.start - 28), figure.mention.start)
    return found[1] if found is not None else None


def amount_of(layout: Layout, figure: FigureFact, low: int, start: int, limit: int) -> str | None:
    """A measured amount: 62%的|领导干部, 提供15亿欧元的|援助, 贷款余额|86亿元, 交易量是新车的1/4."""
    if figure.unit.dimension in TIMES_OF:
        equals = _EQUALS.search(layout.document.text, max(low, start - 20), start)
        if equals is not None:
            return ahead(layout, low, equals.start()) or adjacent(layout, low, start)
        shared = _share(layout, figure, low)
        if shared is not None:
            return shared
    if figure.unit.dimension == "money" and layout.document.text.endswith(_WITH, low, start):
        given = _of_this(layout, figure, None, limit)
        of = OF.match(layout.document.text, figure.mention.end, limit)
        given = given or (behind(layout, of.end(), limit, verbs=True) if of is not None else None)
        if given is not None:
            return given
    told = _right_behind(layout, figure, limit) or _told(layout, figure, low, start, limit)
    if told is not None:
        return told
    each = _EACH.search(layout.document.text, max(low, start - 12), start)
    named = each is not None and amount_name(layout, each.group())  # 每日额度
    start = each.start() if each is not None and not named else start
    right = _right(layout, figure, low, start, limit)
    if right is not None:
        return _of_this(layout, figure, right, limit) or right
    if figure.unit.dimension in TIMES_OF and layout.document.text.endswith("比", low, start):
        over = run(layout, low, start - 1) if start - 1 > low else None
        return f"{over}比" if over is not None else ahead(layout, low, start - 1)
    among = _AMONG.search(layout.document.text, max(low, start - 8), start)
    if among is not None and among.start() > low:
        return run(layout, low, among.start())
    return _around(layout, figure, low, start, limit)


def _right_behind(layout: Layout, figure: FigureFact, limit: int) -> str | None:
    """2000亩|地, 500米|口径, 1500米|决赛: what stands right behind an amount and says itself what it is of."""
    text, end = layout.document.text, figure.mention.end
    if figure.unit.dimension == "area" and _LAND.match(text, end, limit + 1):
        return text[end]
    if figure.unit.dimension not in REACHES:
        return None
    speed = _SPEED_OF.match(text, end, limit)
    if speed is not None:
        return speed[1]
    found = _BORE.match(text, end, limit) or _EVENT.match(text, end, limit)
    return found.group() if found is not None else None


def _told(layout: Layout, figure: FigureFact, low: int, start: int, limit: int) -> str | None:
    """What says so itself: 斥资|86亿元, 将|86吨|物资, 海拔|86米以上的, 86%的|网民."""
    text, end, dimension = layout.document.text, figure.mention.end, figure.unit.dimension
    spent = layout.measuring.spent.search(text, max(low, start - 8), start) if dimension == "money" else None
    if spent is not None:
        return spent[1]
    moved = behind(layout, end, limit, verbs=False) if text.endswith(("将", "把"), low, start) else None
    if moved is not None:
        return moved
    reached = _REACHED.search(text, max(low, start - 8), start) if dimension == "money" else None
    trade = _TRADE.match(text, end, limit) if reached is not None else None
    if trade is not None:
        return trade.group()
    named = adjacent(layout, low, start)
    of = OF.match(text, end, limit)
    given = named is not None and amount_name(layout, named) and text[start - 1] in "为达是"  # 利率为|3.2%的优惠券
    whole = of is not None and (named is None or (dimension in TIMES_OF and not given) or named.endswith("价值"))
    if named is not None and not whole and amount_name(layout, named):
        return named
    at = of.end() if of is not None else end
    parted = of is not None or text.startswith("的", start - 1)
    noun = behind(layout, at, limit, verbs=of is not None) if parted else None
    if noun is not None and noun.endswith(_CHANCES):
        return None  # 增长达到1.36%的|可能性
    theirs = _TRAIT.search(noun) if noun is not None else None
    if noun is not None and theirs is not None and agent(layout, noun[: theirs.start()]):
        return noun[: theirs.start()]  # 7.7%的|受访者|学历为高中
    return noun if noun is not None and _GROWTH.search(noun) is None else None


def _right(layout: Layout, figure: FigureFact, low: int, start: int, limit: int) -> str | None:
    """The noun right before an amount; what is behind it where the one before is what is done (输注|200毫升|血浆)."""
    right = adjacent(layout, low, start)
    if right is None or _BODY.search(right) is not None:
        return None
    if figure.unit.dimension not in _STUFF or not _verbal(layout, low, start):
        return right
    given = behind(layout, figure.mention.end, limit, verbs=False)
    return given if given is not None and layout.document.text.startswith(given, figure.mention.end) else right


def _around(layout: Layout, figure: FigureFact, low: int, start: int, limit: int) -> str | None:
    """The noun farther before an amount, or the one behind it."""
    text, end = layout.document.text, figure.mention.end
    speed = _SPEED.match(text, end, limit)
    if speed is not None:
        return speed.group()
    governed = _governed(layout, low, start)
    left = None if governed else ahead(layout, low, start)
    left = None if left is not None and _BODY.search(left) else left
    if left is not None or figure.unit.dimension in TIMES_OF:
        left = _of_this(layout, figure, left, limit) or left or ahead(layout, low, start) or is_noun(layout, end, limit)
        if left is not None:
            return left
    noun = behind(layout, end, limit, verbs=False)
    if noun is None:
        quoted = _QUOTED_AT.match(text, end, limit)
        priced = quoted.group() if quoted is not None else None
        return ahead(layout, low, start) or is_noun(layout, end, limit) or priced
    behind_it = text.find(noun, end) + len(noun)
    closed = governed or figure.unit.dimension in _STUFF or CLOSES.match(text, behind_it, limit + 1)
    return noun if closed or layout.measuring.heading.search(noun) else None


def _verbal(layout: Layout, low: int, start: int) -> bool:
    """True where the word before a figure is what is done: 输注|200毫升|血浆."""
    index = layout.document.word_index(start - 1)
    return start > low and layout.document.tags[index] in VERBS | {"vn"}


def amount_name(layout: Layout, noun: str) -> bool:
    """True for the name of an amount (海拔, 规模, 人口), which the figure right behind it gives whatever follows."""
    known = any(noun[-size:] in layout.measuring.amount for size in (2, 3, 4) if size <= len(noun))
    return known or (noun[-1] in "额率" and len(noun) > 2)


def _of_this(layout: Layout, figure: FigureFact, left: str | None, limit: int) -> str | None:
    """25%至30%|零部件, 6亿美元|罚款: the noun right behind, where the one before is no name of an amount."""
    end = figure.mention.end
    if figure.unit.dimension not in {"share", "money"} or (left is not None and MEASURED.search(left)):
        return None
    noun = behind(layout, end, limit, verbs=False)
    direct = noun is not None and layout.document.text.startswith(noun, end)
    money = figure.unit.dimension == "money"
    return noun if direct and noun is not None and (not money or _PAID.search(noun)) else None


def shared(layout: Layout, figure: FigureFact, clause: Clause) -> str | None:
    """持股万科|23.5%: the verb that has a share as its object."""
    if figure.unit.dimension != "share" or figure.direction is not None:
        return None
    held = _HELD.search(layout.document.text, max(clause.start, figure.mention.start - 16), figure.mention.start)
    return held[1] if held is not None else None


def _governed(layout: Layout, low: int, start: int) -> bool:
    """True where a verb stands right before the figure: what stands behind it is its object."""
    document = layout.document
    at = document.word_index(start - 1) if start > low else -1
    while at >= 0 and document.word_span(at)[0] >= low:
        word, tag = document.surfaces[at], document.tags[at]
        if word in layout.words.act or (tag in VERBS and word not in layout.words.link):
            return True
        if word not in _JOINS:
            return False
        if word in {"增加", "减少"}:
            return True
        at -= 1
    return False


def _share(layout: Layout, figure: FigureFact, low: int) -> str | None:
    """占营收 before a share."""
    if figure.unit.dimension not in {"share", "ratio"}:
        return None
    start = figure.mention.start
    taking = _TAKING.search(layout.document.text, max(low, start - 8), start)
    inner = _IN_WHICH.search(layout.document.text, max(low, start - 20), start) if taking is not None else None
    if inner is not None:
        return inner[1]
    if taking is not None:
        return (run(layout, low, taking.start()) or "" if taking.start() > low else "") + "占比"
    found = _SHARE_CORE.search(layout.document.text, max(low, figure.mention.start - 24), figure.mention.start)
    if found is None:
        return None
    of = _PROPORTION.sub("", found["of"])
    if layout.words.scope.fullmatch(of):  # 煤炭储量约|占全国四分之一
        at = layout.document.text.rfind("占", low, start)
        noun = ahead(layout, low, at) if at > low else None
        if noun is not None and MEASURED.search(noun):
            return noun
    return f"占{of}" if len(of) > 1 else None
