"""Sentences with names whose labels are known by construction, for the tagger: `python training/generate.py 1000`.

In: grammar.txt (how news sentences are built), the word files of the package (surnames, titles, suffixes, places) and
the dictionary of jieba (words by part of speech). Out: lines of JSON, `{"text": ..., "names": [[start, end, label]]}`.
All persons, companies and estates are put together by chance; nothing is taken from any newspaper.
"""

from __future__ import annotations

import json
import random
import re
import sys
import tomllib
from bisect import bisect
from collections.abc import Callable, Iterator
from functools import cache
from importlib.util import find_spec
from itertools import accumulate
from pathlib import Path

HERE = Path(__file__).parent
WORDS = HERE.parent / "src" / "report_extract" / "_lexicon"
Span = tuple[int, int, str]
LABELS = {"PER": "person", "FPER": "person", "ORG": "organisation", "LOC": "place"}

_HAN = re.compile(r"[\u4e00-\u9fff]+")
_SLOT = re.compile(r"\{(\w+)\}")


def entries(name: str, key: str) -> list[dict]:
    return tomllib.loads((WORDS / f"{name}.toml").read_text("utf-8"))[key]


class Bag:
    """Draws words, each as often as its weight says."""

    def __init__(self, weights: dict[str, float]) -> None:
        self.words = list(weights)
        self.sums = list(accumulate(weights.values()))

    def draw(self, rng: random.Random) -> str:
        return self.words[min(bisect(self.sums, rng.random() * self.sums[-1]), len(self.words) - 1)]


@cache
def dictionary() -> dict[str, dict[str, int]]:
    """Tag → word → weight, of jieba's dictionary (MIT)."""
    spec = find_spec("jieba")
    assert spec is not None and spec.submodule_search_locations is not None
    out: dict[str, dict[str, int]] = {}
    for line in (Path(spec.submodule_search_locations[0]) / "dict.txt").read_text("utf-8").splitlines():
        word, weight, tag = line.split(" ")
        if _HAN.fullmatch(word):
            out.setdefault(tag, {})[word] = int(weight)
    return out


def _bag(*tags: str, least: int = 20, lengths: tuple[int, int] = (2, 4), root: float = 0.6) -> Bag:
    low, high = lengths
    words = {w: f**root for t in tags for w, f in dictionary().get(t, {}).items() if f >= least and low <= len(w) <= high}
    return Bag(words)


INDUSTRIES = (
    "科技 信息 网络 电子 通讯 通信 软件 汽车 能源 电力 石油 石化 化工 医药 制药 生物 医疗 食品 乳业 饮料 服饰 纺织 家居 建材 水泥 "
    "钢铁 机械 重工 装备 船舶 航空 航天 铁路 物流 快递 地产 置业 建设 建工 文化 传媒 影业 教育 旅游 酒店 餐饮 农业 牧业 种业 "
    "环保 水务 燃气 银行 证券 保险 基金 信托 投资 资本 控股 实业 贸易 商贸 电器 电气 光电 光伏 半导体 新材料 新能源 智能 数据 精密"
).split()
COMPANY_ENDS = (
    "有限公司 股份有限公司 有限责任公司 集团 公司 集团有限公司 集团股份有限公司 分公司 厂 工厂 总公司 控股集团 研究院 研究所"
).split()
BRAND_CHARS = (
    "华天海东方中大远宏金银鑫盛泰恒信达安康瑞祥丰联创新科光明永利通顺兴隆源润德嘉美佳悦雅诚智星云飞腾龙凤鹏鸿博凯胜亿万百千正立"
    "国民世纪元亨和合同仁济益福禄寿喜春江河湖山川石松柏竹兰梅菊青蓝红紫白雪月阳晨曦朗迪奥思维优尚品尼康特斯力格比亚顿罗"
)
BUREAUS = (
    "公安局 财政局 教育局 民政局 司法局 统计局 审计局 商务局 交通局 水务局 水利局 农业农村局 文化和旅游局 卫生健康委员会 卫健委 发改委 "
    "应急管理局 市场监督管理局 市场监管局 生态环境局 自然资源局 住房和城乡建设局 城管局 税务局 气象局 气象台 海关 人民检察院 检察院 "
    "人民法院 中级人民法院 人民政府 市委 市委宣传部 县委 区委 省委 组织部 纪委监委 政协 人大常委会 消防救援支队 交警支队 疾控中心 "
    "血液中心 党委 党支部 机关党支部 团委 妇联 总工会 残联 红十字会 派出所 税务所 街道办事处 办事处 居委会 村委会 管委会 指挥部 "
    "住建委 国资委 经信委 文旅厅 教育厅 公安厅 财政厅 省政府 市政府 区政府 县政府 供电公司 图书馆 博物馆 少年宫 体育馆"
).split()
NATIONAL = (
    "教育部 外交部 财政部 国防部 商务部 交通运输部 工业和信息化部 农业农村部 国家统计局 国家发展改革委 国家卫生健康委 国务院 中央气象台 "
    "国家税务总局 中国气象局 国台办 最高人民法院 最高人民检察院 中国人民银行 中央军委 全国人大常委会 全国政协 中共中央 国务院办公厅 "
    "联合国 世界卫生组织 世卫组织 世界银行 世贸组织 欧盟委员会 北约 国际奥委会 国际足联 红十字国际委员会 上海合作组织 东盟 非盟 "
    "国际货币基金组织 白宫 五角大楼 国会 参议院 众议院 国防部 国务院 最高法院 央行 美联储 欧洲央行 执政党 自由党 工党 保守党 "
    "民主党 共和党 国民党 民进党 塔利班 哈马斯 真主党 中央宣讲团 特区政府投资推广署 国家大剧院 国家博物馆 中国消费者协会 国家地震台网 "
    "伊斯兰合作组织 阿盟 欧佩克 安理会 国际原子能机构 联合国开发计划署 国家铁路集团 中国国家铁路集团 国家电网 南方电网"
).split()
ABROAD = (
    "外交部 国防部 财政部 议会 政府 总统府 军方 央行 警方 气象厅 国家电视台 国防军 武装部队 军队 海军 内政部 卫生部 能源部 总理府 最高法院 "
    "中央银行 空军 参谋部 移民局 海岸警卫队 地震台网 船级社 奥委会 足协"
).split()
EVENT_ENDS = (
    "论坛 博览会 大会 峰会 展览会 艺术节 锦标赛 公开赛 大师赛 联赛 运动会 电影展 交易会 马拉松 文化周 洽谈会 研讨会 年会 发布会 大赛"
).split()
MEDIA = (
    "新华社 人民日报 中新社 中新网 央视 央视新闻 光明日报 经济日报 法新社 路透社 美联社 共同社 塔斯社 半岛电视台 央广网 人民网 新华网 "
    "澎湃新闻 中国新闻网 工人日报 科技日报 中国青年报 环球时报"
).split()
UNION_ENDS = "协会 学会 联合会 基金会 商会 研究会 委员会 理事会 组织 联盟 总会 论坛 中心 研究中心 实验室 重点实验室 创新中心 服务中心".split()
SCHOOL_ENDS = (
    "大学 学院 中学 小学 第一中学 第二小学 实验小学 实验学校 幼儿园 职业技术学院 师范大学 理工大学 医科大学 附属中学 外国语学校 党校"
).split()
HOSPITAL_ENDS = "医院 人民医院 第一人民医院 中医院 中心医院 妇幼保健院 附属医院 第三医院 卫生院 社区卫生服务中心 方舱医院 儿童医院".split()
TEAM_ENDS = "队 男篮 女排 男足 俱乐部 足球队 篮球俱乐部 女足 国家队 志愿服务队 突击队 医疗队".split()
SHOP_ENDS = "超市 商场 饭店 宾馆 酒店 餐厅 火锅店 便利店 书店 药房 农场 茶馆 影城 广场 大厦".split()
ESTATE_ENDS = "小区 花园 家园 花苑 新村 苑 公寓 佳园 名城 社区 居民区 里小区 新城 华庭 雅苑 府 湾 坊 弄 楼 广场 大厦".split()
ROADS = "路 大道 街 大街 东路 西路 南路 北路 中路 巷 高速 大桥 立交桥 公路 胡同".split()
NATURE = "山 江 河 湖 岛 水库 港 湾 公园 景区 风景区 机场 站 火车站 高铁站 码头 口岸 沙漠 盆地 草原 森林公园 自然保护区 开发区 高新区".split()
RELATIVE = "经济技术开发区 高新技术产业开发区 自由贸易试验区 新区 工业园 产业园 科技园 示范区".split()
TRANSLIT = (
    "阿巴贝布卡克查德迪多埃恩法菲弗戈格古哈汉赫胡伊基吉加金卡凯科库拉莱兰劳雷里利林卢鲁罗洛马曼梅米莫穆纳内尼诺帕佩皮普奇恰切萨桑"
    "塞沙舍施史斯斯斯索塔泰特特托图瓦万韦维沃西希夏谢辛休亚雅扬叶伊因尤扎泽兹朱佐尔尔尔顿森逊登伦蒂娜妮娅莎丝琳珍蕾"
)


class Names:
    """Makes names; each method gives a surface."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        d = dictionary()
        singles = [f for e in entries("surnames", "surname") if e["length"] == 1 for f in e["surfaces"]]
        self.double = [f for e in entries("surnames", "surname") if e["length"] == 2 for f in e["surfaces"]]
        known = {w: f for t in ("nr", "nrfg") for w, f in d[t].items() if len(w) == 3 and w[0] in set(singles)}
        self.known = Bag({word: weight**0.5 for word, weight in known.items()})
        first: dict[str, float] = {}
        second: dict[str, float] = {}
        for word in known:
            first[word[1]] = first.get(word[1], 0) + 1
            second[word[2]] = second.get(word[2], 0) + 1
        common = {c: 1 / (12 + rank) for rank, c in enumerate(singles)}
        self.surname = Bag(common)
        self.rare_surname = Bag(dict.fromkeys(singles, 1.0))
        self.first, self.second = Bag(first), Bag(second)
        # every character that names could hold
        chars = {c for w in known for c in w[1:]} | {c for w, f in d["n"].items() if f > 300 for c in w}
        self.any_char = Bag(dict.fromkeys(sorted(chars), 1.0))
        self.foreign_word = _bag("nrt", least=3, lengths=(2, 5), root=0.3)
        self.translit = Bag({c: float(TRANSLIT.count(c)) for c in dict.fromkeys(TRANSLIT)})
        self.ns = _bag("ns", least=3, lengths=(2, 6), root=0.5)
        self.nt = _bag("nt", least=3, lengths=(3, 12), root=0.4)
        self.stems = _bag("nz", "ns", "n", least=10, lengths=(2, 2), root=0.2)
        self.nouns = _bag("n", "vn", least=100, lengths=(2, 3), root=0.4)
        self.towns = [w for w in d["ns"] if re.fullmatch(r".{1,4}[市县区镇乡旗]", w)]
        self.provinces = [w for w in d["ns"] if re.fullmatch(r".{2,5}(?:省|自治区)", w)] + ["江苏", "四川", "广东", "河北"]
        places = {e["name"]: e["surfaces"] for e in entries("places", "place")}
        self.countries, self.cities = places["country"], places["prefecture"] + places["province"]
        self.regions = places["region"]
        self.titles = {r: [f for e in entries("titles", "title") if e["rank"] == r for f in e["surfaces"]] for r in ("office", "role")}
        self.suffixes = [
            f for e in entries("organisation_suffixes", "suffix") for f in e["surfaces"] if len(f) >= 2
        ]
        self.estate_ends = [f for e in entries("compound_suffixes", "suffix") for f in e["surfaces"]] + ESTATE_ENDS

    def of(self, *ways: tuple[float, Callable[[], str]]) -> str:
        return self.rng.choices([way for _, way in ways], [weight for weight, _ in ways])[0]()

    def pick(self, words: list[str]) -> str:
        return self.rng.choice(words)

    # persons
    def person(self) -> str:
        r = self.rng.random()
        if r > 0.88:
            return self.known.draw(self.rng)
        surname = self.pick(self.double) if r < 0.03 else (self.rare_surname if r < 0.3 else self.surname).draw(self.rng)
        wild = self.rng.random() < 0.12
        first = (self.any_char if wild else self.first).draw(self.rng)
        if self.rng.random() < 0.22:
            return surname + first
        if self.rng.random() < 0.05:
            return surname + first + first
        return surname + first + (self.any_char if wild and self.rng.random() < 0.5 else self.second).draw(self.rng)

    def somebody(self) -> str:
        return self.surname.draw(self.rng) + self.pick(["某", "某某", "某甲", "某某", "某"])

    def foreign(self) -> str:
        if self.rng.random() < 0.5:
            return self._transliterated()
        return "·".join(self._transliterated() for _ in range(self.pick([2, 2, 2, 3])))  # type: ignore[list-item]

    def _transliterated(self) -> str:
        if self.rng.random() < 0.4:
            return self.foreign_word.draw(self.rng)
        return "".join(self.translit.draw(self.rng) for _ in range(self.rng.choice([2, 2, 3, 3, 3, 4, 4, 5])))

    # places
    def place(self) -> str:
        return self.of(
            (5, lambda: self.ns.draw(self.rng)),
            (4, lambda: self.pick(self.cities)),
            (1, lambda: self.pick(self.regions)),
            (2, lambda: self._stem() + self.pick(NATURE)),
            (1, lambda: self.pick(self.cities) + self.pick(NATURE)),
        )

    def country(self) -> str:
        return self.pick(self.countries)

    def _stem(self) -> str:
        return self.of(
            (2, lambda: self.stems.draw(self.rng)),
            (3, lambda: self.any_char.draw(self.rng) + self.pick(list("山江河湖岭桥泉阳安平州川城塘沟湾林坪溪口坡家"))),
            (1, lambda: self.any_char.draw(self.rng) + self.any_char.draw(self.rng)),
        )

    def town(self) -> str:
        return self.pick(self.towns) if self.rng.random() < 0.6 else self._stem() + self.pick(list("市县区镇乡区县镇"))

    def division(self) -> str:
        return self.of(
            (4, self.town),
            (2, lambda: self.pick(self.provinces) + self.town()),
            (2, lambda: self.pick(self.cities) + "市" + self.town()),
            (1, lambda: self.pick(self.cities) + self.town()),
            (1, lambda: self.town() + self._stem() + self.pick(["街道", "镇", "乡"])),
            (1, lambda: self._stem() + "街道"),
            (1, lambda: self.pick(self.cities) + self.pick(RELATIVE)),
            (1, lambda: self.pick(self.provinces)),
        )

    def road(self) -> str:
        return self._stem() + self.pick(ROADS) + self.pick(["", "", f"{self.rng.randint(1, 999)}号"])

    def estate(self) -> str:
        return self.of(
            (3, lambda: self._stem() + self.pick(self.estate_ends)),
            (2, lambda: self.brand() + self.pick(self.estate_ends)),
            (1, lambda: self._stem() + self._stem() + self.pick(self.estate_ends)),
        )

    def village(self) -> str:
        return self.pick(["", "", self.town()]) + self._stem() + self.pick(["村", "村", "社区", "寨", "屯"])

    # bodies
    def brand(self) -> str:
        chars = self.rng.choice([2, 2, 2, 3, 4])
        return "".join(self.pick(list(BRAND_CHARS)) for _ in range(chars)) if self.rng.random() < 0.7 else self._stem()

    def _where(self) -> str:
        return self.of(
            (3, lambda: self.pick(self.cities)),
            (2, lambda: self.pick(self.cities) + "市"),
            (3, self.town),
            (2, lambda: self.pick(["市", "区", "县", "省", "市", "区"])),
            (2, lambda: self.pick(self.provinces)),
            (1, lambda: self.pick(self.cities) + "市" + self.town()),
            (1, lambda: self._stem() + self.pick(["街道", "镇", "社区", "村"])),
        )

    def body(self) -> str:
        return self.of(
            (5, lambda: self._where() + self.pick(BUREAUS)),
            (3, lambda: self._where() + self.pick(self.suffixes)),
            (2, lambda: self._where() + self.nouns.draw(self.rng) + self.pick(self.suffixes)),
            (2, lambda: self.pick(NATIONAL)),
            (1, lambda: self._where() + self.pick(BUREAUS) + "第" + self.pick(list("一二三四五六七八九")) + self.pick(["支队", "分局", "税务所", "党支部"])),
            (1, lambda: self.pick(self.countries) + self.pick(ABROAD)),
            (1, self._part_of_school),
        )

    def _part_of_school(self) -> str:
        """A faculty, hospital or laboratory of a university; institutes of academies."""
        of = self.pick([self._where() + self.pick(["大学", "师范大学", "医科大学", "理工大学", "科学院"]), "中国科学院", "中国社会科学院"])
        noun = self.nouns.draw(self.rng) + self.pick(["", self.nouns.draw(self.rng)])
        return of + self.pick(["", "", "附属"]) + noun + self.pick(["学院", "研究院", "研究所", "研究中心", "实验室", "医院"])

    # what is no name
    def event(self) -> str:
        first = self.pick(["", f"第{self.rng.randint(1, 150)}届", f"{self.rng.randint(2000, 2030)}", "首届"])
        head = self.pick(["中国", "国际", "全国", "世界", *self.rng.sample([*self.cities, *self.countries], 4)])
        return first + head + self.nouns.draw(self.rng) + self.pick(EVENT_ENDS)

    def work(self) -> str:
        """The title of a play, a book, a law: not labelled, whatever names it is made of."""
        return self.of(
            (2, self.foreign), (1, self.person), (2, lambda: self.nouns.draw(self.rng) + self.nouns.draw(self.rng)),
            (1, lambda: self.pick(self.cities) + self.nouns.draw(self.rng)), (1, lambda: "中国" + self.nouns.draw(self.rng) + "报告"),
            (1, lambda: self.pick(NATIONAL) + self.pick(["宪章", "公约", "章程", "条例"])),
        )  # fmt: skip

    def known_body(self) -> str:
        return self.pick(NATIONAL) if self.rng.random() < 0.5 else self.nt.draw(self.rng)

    def company(self) -> str:
        where = self.of((3, lambda: ""), (2, lambda: self.pick(self.cities)), (1, lambda: self.pick(self.cities) + "市"), (1, lambda: "中国"))
        middle = self.pick(INDUSTRIES) if self.rng.random() < 0.85 else self.nouns.draw(self.rng)
        tail = self.pick(["", "", "", "", self.pick(self.cities) + "分公司", self.nouns.draw(self.rng) + "部"])
        return where + self.brand() + middle + self.pick(COMPANY_ENDS) + tail

    def short_company(self) -> str:
        return self.of(
            (4, lambda: self.brand() + self.pick(INDUSTRIES)),
            (2, lambda: "中国" + self.pick(INDUSTRIES)),
            (2, lambda: self.brand() + self.pick(["集团", "公司", "股份", "控股"])),
            (2, lambda: self.pick(self.cities) + self.pick(INDUSTRIES)),
            (1, lambda: self._transliterated()[:4] + self.pick(["公司", "集团", "汽车", "航空", "银行"])),
            (1, lambda: "中" + self.pick(list("石海建铁交冶车航核国")) + self.pick(["集团", "股份", "油", "局", self.pick(list("一二三四五六七八九十")) + "局"])),
        )

    def school(self) -> str:
        return self._where() + self.pick(["", "", self.brand(), self.nouns.draw(self.rng)]) + self.pick(SCHOOL_ENDS)

    def hospital(self) -> str:
        return self._where() + self.pick(["", "", self.brand()]) + self.pick(HOSPITAL_ENDS)

    def bank(self) -> str:
        return self.pick([*self.cities, "中国", self.brand(), *self.cities]) + self.pick(["银行", "农商银行", "证券", "保险", "基金", "人寿"])

    def media(self) -> str:
        if self.rng.random() < 0.7:
            return self.pick(MEDIA)
        return self.pick(self.cities) + self.pick(["日报", "晚报", "电视台", "广播电台", "都市报", "晨报", "发布", "网"])

    def union(self) -> str:
        head = self.of((2, lambda: "中国"), (1, lambda: "国际"), (1, lambda: "全国"), (2, self._where), (1, lambda: self.country()), (1, lambda: "世界"))
        return head + self.nouns.draw(self.rng) + self.pick(["", "", self.nouns.draw(self.rng)]) + self.pick(UNION_ENDS)

    def team(self) -> str:
        if self.rng.random() < 0.5:
            return self.pick([*self.cities, *self.countries]) + self.pick(TEAM_ENDS)
        return self.pick(self.cities) + self.brand() + self.pick(["队", "俱乐部", "", "男篮"])

    def party(self) -> str:
        return self.pick([*self.countries, self._transliterated()]) + self.nouns.draw(self.rng) + self.pick(["党", "阵线", "运动", "联盟", "武装"])

    def shop(self) -> str:
        return self.brand() + self.pick(["", self.nouns.draw(self.rng)]) + self.pick(SHOP_ENDS)


class Grammar:
    """grammar.txt, from which sentences are drawn."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.names = Names(self.rng)
        self.rules: dict[str, tuple[list[str], list[float]]] = {}
        for line in (HERE / "grammar.txt").read_text("utf-8").splitlines():
            if line and not line.startswith("#"):
                head, _, body = line.partition(":")
                name, _, times = head.partition("*")
                bodies, weights = self.rules.setdefault(name, ([], []))
                bodies.append(body.strip())
                weights.append(float(times or 1))
        self.bags = {
            "n": _bag("n", lengths=(1, 4), root=0.8), "v": _bag("v", lengths=(1, 3), root=0.8), "vn": _bag("vn", root=0.8), "a": _bag("a", "ad", "an"),
            "d": _bag("d", lengths=(1, 3), root=0.8), "b": _bag("b"), "i": _bag("i", "l", least=3, lengths=(4, 4)),
            "s": _bag("s", "f"), "nz": _bag("nz", least=5, lengths=(2, 5), root=0.3),
        }
        self.morphemes = _bag("n", "vn", least=200, lengths=(2, 2), root=0.4)

    def draw(self) -> tuple[str, list[Span]]:
        parts: list[str] = []
        spans: list[Span] = []
        self._write("S", parts, spans, [0])
        return "".join(parts), spans

    def _write(self, name: str, parts: list[str], spans: list[Span], at: list[int]) -> None:
        start = at[0]
        if name in self.rules:
            bodies, weights = self.rules[name]
            body = self.rng.choices(bodies, weights)[0]
            for index, piece in enumerate(_SLOT.split(body)):
                if index % 2:
                    self._write(piece, parts, spans, at)
                elif piece:
                    self._put(piece, parts, at)
        else:
            self._put(self._terminal(name), parts, at)
        label = LABELS.get(name) or _OWN_LABELS.get(name)
        if label and at[0] > start and not (spans and spans[-1][0] >= start):
            spans.append((start, at[0], label))

    def _put(self, text: str, parts: list[str], at: list[int]) -> None:
        parts.append(text)
        at[0] += len(text)

    def _terminal(self, name: str) -> str:
        rng = self.rng
        if name in self.bags:
            return self.bags[name].draw(rng)
        if name in {"TITLE", "ROLE"}:
            return rng.choice(self.names.titles["office" if name == "TITLE" else "role"])
        if name == "odd":
            one, two = self.morphemes.draw(rng), self.morphemes.draw(rng)
            return rng.choice([one[0] + two[1], one[0] + two[1], one[0] + two, one + two[1], one[0] + two[0]])
        if name == "latin":
            case = rng.choice([str.lower, str.upper, str.capitalize])
            return case("".join(rng.choices("abcdefghijklmnopqrstuvwxyz", k=rng.randint(2, 9))))
        if name in _NUMBERS:
            low, high = _NUMBERS[name]
            number = rng.randint(low, high)
            return str(number) if name != "dec" else f"{number}.{rng.randint(1, 99)}"
        return str(getattr(self.names, name)())


_NUMBERS = {
    "int": (1, 3000), "dec": (0, 300), "year": (1990, 2030), "month": (1, 12), "day": (1, 31), "hour": (0, 23),
    "minute": (10, 59), "age": (3, 99),
}
_OWN_LABELS = {
    "person": "person", "somebody": "person", "foreign": "person",
    **dict.fromkeys(("place", "country", "division", "road", "estate", "village"), "place"),
    **dict.fromkeys(
        ("body", "company", "short_company", "school", "hospital", "bank", "media", "union", "team", "party", "shop", "known_body"),
        "organisation",
    ),
}


def sentences(seed: int, count: int) -> Iterator[tuple[str, list[Span]]]:
    """Distinct for each seed, always the same."""
    grammar = Grammar(seed)
    for _ in range(count):
        yield grammar.draw()


if __name__ == "__main__":
    for text, names in sentences(int(sys.argv[2]) if len(sys.argv) > 2 else 1, int(sys.argv[1])):
        print(json.dumps({"text": text, "names": names}, ensure_ascii=False))
