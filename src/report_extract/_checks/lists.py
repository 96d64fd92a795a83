"""Lists against the number that stands beside them: names, places, points, numbered items."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from report_extract._checks.arithmetic import show
from report_extract._checks.check import Outcome, printed
from report_extract._checks.claims import Claim, Claims
from report_extract._checks.reading import FIGURE, NON_FIGURE
from report_extract._checks.words import pattern, says
from report_extract._kinds.numeral import read_number

_ITEM = r"[^、，,。；;：:！？!?（）()“”\n\ue000\ue001]{1,20}"
_STOP = re.compile(r"[，,。；;：:！？!?（）()“”\n\ue000\ue001]")
_ROSTER = re.compile(
    rf"\A(?:[\u3400-\u9fff]{{0,6}})(?:组成|分别是|分别为|名单如下|名单为)[：:，,]?"
    rf"(?P<list>{_ITEM}(?:、{_ITEM}){{0,40}})(?P<open>等)?(?=[。；;\n]|\Z)"
)
_NAME = re.compile(r"[\u3400-\u9fff·]{2,4}")
_POINT = re.compile(
    rf"(?:有|以下|下列|坚持|突出|抓好|做好|从|包括|分为|采取)(?P<n>[\u3400-\u9fff{NON_FIGURE}{FIGURE}])"
    r"(?:个|大|点|项|条)?(?:方面|点|项|条|举措|措施|原因|重点|任务|要求|建议)?[：:，,。]"
)
_MARK = re.compile(r"(?:^|[：:，,。；;\n“])(?P<n>[一二三四五六七八九十])(?:是|要)")
_MORE = re.compile(r"此外|另外|还有|最后|同时")
_SERIES = re.compile(r"第(?P<n>[一二三四五六七八九十]{1,2}|[0-9]{1,2})(?P<word>批|期|轮|项|条|阶段|步|场|章)")
_LINE = re.compile(r"^[ 　]{0,4}(?P<n>[0-9]{1,2})[.．、](?![0-9])", re.MULTILINE)
_FIRST = re.compile(r"\n[ 　]{0,4}1[.．、]")
_VERB = re.compile(r"^.{0,18}(?:了|过|在|到|对|为|给|向|访|问|察|查)")
_HAN = "一二三四五六七八九十"
_MOST = 1000
_MOST_ITEMS = 40
_GOES_ON = frozenset("在的了为有是到从向把被由与和及对给")  # a list that ends so is not what is counted
_LONGEST = 20  # characters of an item
_LISTED = frozenset({"item", "person", "place", "organisation", "household", "community"})


def roster_count(claims: Claims) -> Iterator[Outcome]:
    """The number of people is not the number of names in the list that follows.

    needs: a plain number of people, then 组成, 分别是 or 名单如下 and a closed list of names of two to four characters
    formula: distinct names = n
    traps: two titles of one person; 等 and 领衔, which leave the list open; names cut by the page
    example: 评审组由4人组成：孟繁、丁岚、曹宇。
    silent: 评审组由3人组成：孟繁、丁岚、曹宇。
    """
    for claim in claims:
        if claim.kind != "person" or not (claim.exact and claim.is_count):
            continue
        match = _ROSTER.match(claims.after(claim, 400))
        if match is None or match["open"]:
            continue
        names = match["list"].split("、")
        if not all(_NAME.fullmatch(name) for name in names):
            continue
        distinct = list(dict.fromkeys(names))
        formula, value = f"{'、'.join(distinct)}：{len(distinct)}", int(claim.value or 0)
        if len(distinct) == value:
            yield Outcome("consistent", f"“{printed(claim)}”与名单人数相符。", formula, (claim,))
        else:
            message = f"称“{printed(claim)}”，列出{len(distinct)}人：{'、'.join(distinct)}。"
            yield Outcome("inconsistent", message, f"{formula} ≠ {show(claim.value)}", (claim,))


def closed_list_count(claims: Claims) -> Iterator[Outcome]:
    """A closed list of places is followed by another number of them.

    needs: at least two items joined by 、 right before a plain count of 小区, 社区, 村 …, without 等
    formula: items = n
    traps: names that hold 和 or 及; a noun that only the last item shares; places of one level and a count of another
    example: 走访了柳园、竹园、梅园5个小区。
    silent: 走访了柳园、竹园、梅园3个小区。
    """
    for claim, items, open_ in _lists(claims):
        if open_ or not _of_places(claim) or len(items) < 3:
            continue
        value = int(claim.value or 0)
        formula = f"{'、'.join(items)}：{len(items)}"
        if len(items) == value:
            yield Outcome("consistent", f"“{printed(claim)}”与所列相符。", formula, (claim,))
        elif _mixed(items, claim):
            yield Outcome("untestable", f"所列各项未必都是“{printed(claim)}”。", formula, (claim,))
        elif abs(len(items) - value) <= max(2, len(items)):
            message = f"称“{printed(claim)}”，实际列出{len(items)}个。"
            yield Outcome("inconsistent", message, f"{formula} ≠ {show(claim.value)}", (claim,))


def open_list_exceeds(claims: Claims) -> Iterator[Outcome]:
    """More items are listed before 等n个 than there are.

    needs: items joined by 、, then 等 and a plain count
    formula: items ≤ n; equality is fine, 等 may close a list
    traps: one item under two names; a count of something other than the items
    example: 覆盖柳园、竹园、梅园、兰园、菊园等3个小区。
    silent: 覆盖柳园、竹园、梅园等5个小区。
    """
    for claim, items, open_ in _lists(claims):
        if not open_:
            continue
        value = int(claim.value or 0)
        formula = f"{'、'.join(items)}：{len(items)}"
        if len(items) <= value:
            yield Outcome(
                "consistent",
                f"所列{len(items)}项不超过“{printed(claim)}”。",
                f"{len(items)} ≤ {show(claim.value)}",
                (claim,),
            )
        elif _of_places(claim) and not _mixed(items, claim):
            message = f"只有“{printed(claim)}”，却列出{len(items)}个。"
            yield Outcome("inconsistent", message, f"{formula} > {show(claim.value)}", (claim,))
        else:
            yield Outcome("untestable", f"所列各项未必都是“{printed(claim)}”。", formula, (claim,))


def duplicate_in_list(claims: Claims) -> Iterator[Outcome]:
    """One item stands twice in a list that is counted.

    needs: items joined by 、 right before a count
    formula: no two items are equal
    traps: two people of one name; 一期 and 二期
    example: 慰问了柳园、竹园、柳园3个小区。
    silent: 慰问了柳园、竹园、梅园3个小区。
    """
    for claim, items, _ in _lists(claims):
        double = _double(items)
        if double is not None:
            yield Outcome("doubtful", f"“{double}”在同一名单中重复。", "、".join(items), (claim,))
            continue
        yield Outcome("consistent", "名单中没有重复。", "、".join(items), (claim,))


def _double(items: tuple[str, ...]) -> str | None:
    """The item that stands twice; the first may hold the verb before it (慰问了柳园), not part of a name (东南亚)."""
    first = _VERB.sub("", items[0])
    for at, item in enumerate(items):
        if len(item) > 1 and (item in items[1:at] or (at and item in {items[0], first})):
            return item
    return None


def _lists(claims: Claims) -> list[tuple[Claim, tuple[str, ...], bool]]:
    """Counts with the list right before them: the items, and whether 等 leaves it open."""
    return claims.once(_counted_lists)


def _counted_lists(claims: Claims) -> list[tuple[Claim, tuple[str, ...], bool]]:
    found = []
    for claim in claims:
        if claim.figure.unit.dimension not in _LISTED or "、" not in claims.before(claim, 40):
            continue
        if not (claim.is_count and claim.exact) or claim.value is None or not 0 < claim.value <= _MOST:
            continue
        masked = claims.before(claim, 160)
        items = _items_before(masked, claims.reading.text[claim.start - len(masked) : claim.start])
        if len(items) > 1 and items[-1][-1] not in _GOES_ON:
            last = items[-1].removesuffix("等等").removesuffix("等")
            found.append((claim, (*items[:-1], last), last != items[-1]))
    return found


def _items_before(masked: str, text: str) -> list[str]:
    """The items of a list at the end of the words, each of 1 to 20 characters; marks only say where it ends.

    >>> _items_before("今天，柳园、竹园", "今天，柳园、竹园"), _items_before("柳园、", "柳园、")
    (['柳园', '竹园'], [])
    """
    items: list[str] = []
    end = len(text)
    for item in reversed(_STOP.split(masked)[-1].split("、")):
        if not item or len(items) > _MOST_ITEMS:
            break
        items.append(text[max(end - len(item), end - _LONGEST) : end])
        end -= len(item) + 1
        if len(item) > _LONGEST:
            break
    return items[::-1]


def _of_places(claim: Claim) -> bool:
    noun = claim.figure.counted.text if claim.figure.counted is not None else ""
    return pattern("counted places").fullmatch(noun) is not None or (
        not noun and says(claim.figure.unit.surface, "counted places")
    )


def _mixed(items: tuple[str, ...], claim: Claim) -> bool:
    """True where an item is itself of another level (某市, 某县 before 3个社区) or holds 和, 及, 的."""
    noun = claim.figure.counted.text if claim.figure.counted is not None else claim.figure.unit.surface
    levels = "省市县区旗州盟镇乡街道村社区路"
    ends = {item[-1] for item in items if item[-1] in levels} - {noun[-1]}
    return bool(ends) or any(re.search("[和及与的]", item) for item in items[1:])


def enumerators(claims: Claims) -> Iterator[Outcome]:
    """n points are announced, and 一是 … 二是 … has another number or a gap.

    needs: 有三, 以下三个方面 … and behind it, in one paragraph, 一是, 二是 …
    formula: the marks run from 1 to n without a gap
    traps: the last point told as 此外; a paragraph that is cut
    example: 办法有四：一是清淤，二是加固，三是巡查。
    silent: 办法有三：一是清淤，二是加固，三是巡查。
    """
    text = claims.reading.text
    for part in claims.reading.parts:
        body = text[part.start : part.end]
        marks = [(_HAN.index(match["n"]) + 1, match) for match in _MARK.finditer(body)]
        if len(marks) < 2 or [n for n, _ in marks].count(1) != 1:
            continue
        lead = list(_POINT.finditer(body, 0, marks[0][1].start() + 1))
        told = read_number(lead[-1]["n"]) if lead else None
        n = int(told) if told is not None else None
        numbers = [number for number, _ in marks]
        quotes = tuple(claims.reading.quote(part.start + m.start("n"), part.start + m.end()) for _, m in marks)
        formula = "、".join(f"{_HAN[number - 1]}是" for number in numbers)
        if n is None:
            continue
        if numbers == list(range(1, n + 1)):
            yield Outcome("consistent", f"共{n}项，次序完整。", formula, evidence=quotes)
        elif _MORE.search(body, marks[-1][1].end()) or part.repaired or n < len(numbers):
            yield Outcome("untestable", "末项可能另有说法，或文字不全。", formula, evidence=quotes)
        else:
            yield Outcome("doubtful", f"称{n}个方面，只列出{len(numbers)}个。", f"{formula} ≠ {n}", evidence=quotes)


def numbering_gap(claims: Claims) -> Iterator[Outcome]:
    """A numbered series leaves a number out: perhaps text is lost.

    needs: 第一批、第二批 … joined by 、, or lines that begin with 1. 2. …, at least three
    formula: each number is one more than the one before
    traps: an excerpt; a number that is really not there
    example: 第一期、第二期、第四期工程已完工。
    silent: 第一期、第二期、第三期工程已完工。
    """
    text = claims.reading.text
    if "第" in text:
        rows: list[re.Match[str]] = []
        for match in _SERIES.finditer(text):
            if rows and (text[rows[-1].end() : match.start()] != "、" or rows[-1]["word"] != match["word"]):
                yield from _series(claims, rows)
                rows = []
            rows.append(match)
        yield from _series(claims, rows)
    if _FIRST.search(text) is None and not _LINE.match(text):
        return
    parts = [part for part in claims.reading.parts if part.kind == "paragraph"]
    lines = [match for part in parts for match in _LINE.finditer(text, part.start, part.end)]
    if len(lines) >= 3 and lines[0]["n"] == "1":
        yield from _series(claims, lines)


def _series(claims: Claims, rows: list[re.Match[str]]) -> Iterator[Outcome]:
    numbers = [int(read_number(match["n"]) or 0) for match in rows]
    if len(numbers) < 3 or numbers[0] != 1 or sorted(set(numbers)) != numbers:
        return
    quotes = tuple(claims.reading.quote(*match.span("n")) for match in rows)
    jump = next(((a, b) for a, b in pairwise(numbers) if b != a + 1), None)
    formula = "、".join(map(str, numbers))
    if jump is None:
        yield Outcome("consistent", "编号连续。", formula, evidence=quotes)
    elif numbers[-1] == len(numbers) + 1:
        yield Outcome("doubtful", f"编号由{jump[0]}跳到{jump[1]}，可能缺一项。", formula, evidence=quotes)
