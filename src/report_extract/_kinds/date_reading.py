"""The value of time mentions, one fact each, in document order.

Values are read with what stands before them: the date read last (当天, 24日), the year of the same sentence (上年),
the publication date (昨天, 3月5日), the article's calendar. What none of these settles stays open: the value keeps
its `X`, or is None with a note that says why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from report_extract._facts import Calendar, Comparator, Mention, Relation, TimeFact, YearBasis
from report_extract._kinds.date_anchors import Anchors
from report_extract._kinds.date_counted import last_few, shifted, time_ago
from report_extract._kinds.date_duration import comparators_of, read_duration
from report_extract._kinds.date_resolve import resolve, right_of
from report_extract._kinds.date_shaped import Reading
from report_extract._kinds.date_values import Moment, fold
from report_extract._kinds.date_words import holidays_of
from report_extract._lexicon import Lexicon, default_lexicon
from report_extract._text import Document

_RELATIONS: Mapping[str, Relation] = {
    "during": "during", "since": "since", "until": "until", "before": "before", "strictly_before": "before",
    "after": "after",
}  # fmt: skip


def read(
    mentions: Sequence[Mention],
    document: Document,
    calendar: Calendar,
    *,
    published: date | None,
    lexicon: Lexicon | None = None,
) -> tuple[TimeFact, ...]:
    """Facts of the time mentions, in document order, one a mention."""
    words = lexicon or default_lexicon()
    anchors = Anchors(document, calendar, published, holidays_of(words))
    comparators = comparators_of(words)
    facts = []
    for mention in sorted((m for m in mentions if m.kind == "time"), key=lambda m: m.start):
        anchors.enter(mention.start)
        facts.append(_fact(mention, anchors, comparators))
    return tuple(facts)


def _fact(mention: Mention, anchors: Anchors, comparators: Mapping[str, Comparator]) -> TimeFact:
    data = mention.data
    if "set" in data:
        return _plain(mention, "set", data["set"], data["set"])
    if "vague" in data:
        return _plain(mention, "duration" if data["vague_kind"] == "duration" else "date", None, data["vague"])
    if "duration" in data:
        return _duration(mention, anchors, comparators)
    return _dated(mention, anchors)


def _plain(mention: Mention, kind: str, printed: str | None, value: str) -> TimeFact:
    if kind == "set":
        return TimeFact(mention, "set", printed, value, None, None, "at")
    return TimeFact(mention, "duration" if kind == "duration" else "date", printed, value, None, None, "at")


def _duration(mention: Mention, anchors: Anchors, comparators: Mapping[str, Comparator]) -> TimeFact:
    quote = fold(mention.data["duration"])
    core = quote
    for opening in ("过去的", "过去", "最近的", "最近", "未来的", "未来", "今后", "接下来的", "接下来", "此后", "随后"):
        core = core.removeprefix(opening)
    value, comparator, note = read_duration(core.removeprefix("上"), comparators)
    if mention.rule in ("relative.ago", "relative.last_few"):
        if mention.rule == "relative.ago":
            reading = time_ago(value, anchors.published)
        else:
            reading = last_few(value, anchors.published, quarter="季" in quote)
        return _finished(mention, reading, "at", comparator)
    relation = _RELATIONS.get(mention.data.get("relation", ""), "at")
    return TimeFact(mention, "duration", value, value, None, None, relation, comparator, "unknown", note)


def _dated(mention: Mention, anchors: Anchors) -> TimeFact:
    data = left = mention.data
    right = {key.removeprefix("to."): value for key, value in data.items() if key.startswith("to.")}
    if right:
        left = {key: value for key, value in data.items() if not key.startswith("to.")}
        reading = _interval(left, right, anchors, listed=data.get("listed", "").split(","))
    else:
        reading = resolve(left, anchors)
        if "shift" in data:
            reading = shifted(reading, data["shift"])
        if mention.rule == "interval.until_now":
            reading = _until_now(reading, anchors)
    relation = _RELATIONS.get(data.get("relation", ""), "during" if reading.kind == "interval" else "at")
    comparator: Comparator = "approx" if "about" in data or reading.approximate else "eq"
    anchors.remember(
        data,
        moment=reading.moment,
        value=reading.value,
        basis=reading.basis,
        first=reading.first,
        last=reading.last,
        end=mention.end,
    )
    return _finished(mention, reading, relation, comparator)


def _interval(left: Mapping[str, str], right: Mapping[str, str], anchors: Anchors, *, listed: list[str]) -> Reading:
    """Both ends, each lending the other what it leaves out; `listed` are the numbers of 8、9、10月."""
    if "ambiguous" in left:
        return resolve(left, anchors)
    if "year" in right and not any(key.startswith("year") for key in left) and "month" in left:
        first = resolve({**left, "year": right["year"]}, anchors)
        last = resolve(right, anchors)
        if first.first is not None and last.first is not None and first.first > last.first:
            first = resolve({**left, "year": str(int(right["year"]) - 1)}, anchors)
        first = replace(first, printed=first.printed and "XXXX" + first.printed[4:])
    else:
        first = resolve(_left_of(left, right), anchors, ahead=_month_ahead(left, right))
        last = right_of(first, right, anchors)
    readings = [first, last]
    if len(listed) > 1:
        slot = "month" if "day" not in right else "day"
        readings = [first, *(right_of(first, {slot: number}, anchors) for number in listed[1:-1]), last]
    printed = _joined([reading.printed for reading in readings], listed=len(listed) > 1)
    value = _joined([reading.value for reading in readings], listed=len(listed) > 1)
    note = first.note or last.note
    if value is not None and first.first is not None and last.last is not None and first.first > last.last:
        note = "reversed_interval"
    return Reading(
        "interval", printed, value, first.first, last.last, first.basis, note,
        moment=_common_day(first, last), approximate=first.approximate or last.approximate,
    )  # fmt: skip


def _joined(ends: list[str | None], *, listed: bool) -> str | None:
    """EDTF of an interval, from the beginning of its first end to the end of its last, or of a set of days."""
    known = [end for end in ends if end is not None]
    if len(known) < len(ends):
        return None
    if listed:
        return "{" + ",".join(known) + "}"
    return f"{known[0].split('/')[0]}/{known[-1].split('/')[-1]}"


def _common_day(first: Reading, last: Reading) -> Moment | None:
    """The day of 4月3日0时至24时; of a longer stretch only its last month, for a bare day that follows."""
    if last.moment is None:
        return None
    if first.moment is not None and first.moment.same_day(last.moment):
        return last.moment
    return Moment(last.moment.year, last.moment.month)


def _month_ahead(left: Mapping[str, str], right: Mapping[str, str]) -> int:
    """Months from the first end to the second: 1—12月 in a report of January belongs to the year that is over."""
    if "day" in left or "month" not in left or "month" not in right:
        return 0
    return max(0, int(right["month"]) - int(left["month"]))


def _left_of(left: Mapping[str, str], right: Mapping[str, str]) -> Mapping[str, str]:
    """晚上7点至8点, 5至6日下午: the left end as printed; a bare left hour takes 下午 only from its own side."""
    if "hour" in left and "hour" not in right and "part" not in left and "part" in right:
        return {**left, "part": right["part"]}
    return left


def _until_now(reading: Reading, anchors: Anchors) -> Reading:
    start = reading.value.split("/")[0] if reading.value else None
    printed = reading.printed.split("/")[0] if reading.printed else None
    end = anchors.published.isoformat() if anchors.published is not None else ".."
    printed = f"{printed}/.." if printed else None
    value = f"{start}/{end}" if start else None
    return replace(reading, kind="interval", printed=printed, value=value, last=anchors.published, moment=None)


def _finished(mention: Mention, reading: Reading, relation: Relation, comparator: Comparator) -> TimeFact:
    """The fact, its ends opened on the side that the relation leaves open."""
    start, end = reading.first, reading.last
    if relation in ("until", "before"):
        start = None
        if mention.data.get("relation") == "strictly_before" and reading.first is not None:
            end = reading.first - timedelta(days=1)  # 2008年以前 ends with 2007; 3月5日前 may include the day
    elif relation in ("since", "after"):
        end = None
    basis: YearBasis = reading.basis if reading.value is not None else "unknown"
    return TimeFact(
        mention, reading.kind, reading.printed, reading.value,
        start.isoformat() if start is not None else None, end.isoformat() if end is not None else None,
        relation, comparator, basis, reading.note,
    )  # fmt: skip
