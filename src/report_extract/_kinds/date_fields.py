"""What a shape prints, as plain numbers: the named groups of a match to the fields that the reading uses.

In: the name of a shape and its groups. Out: fields (`year`, `month`, `day`, `hour`, `years`, `months`, `lunar` …) as
strings of digits; None where the characters only look like that shape.
"""

from __future__ import annotations

from collections.abc import Callable

from report_extract._kinds.date_values import small_int, weekday_of, year_of


def fields_of(name: str, raw: dict[str, str]) -> dict[str, str] | None:
    """Printed strings to plain numbers under the names that the reading uses; None where it is no such shape."""
    maker = _MAKERS.get(name)
    if maker is not None:
        return maker(raw)
    out: dict[str, str] = {}
    for key, value in raw.items():
        number = year_of(value) if key == "year" else small_int(value)
        if number is None:
            if key in _NUMBERS:
                return None
            out[key] = value
        else:
            out[key] = str(number)
    return None if int(out.get("month", "1")) > 19 or int(out.get("day", "1")) > 39 else out


_NUMBERS = {"year", "month", "day", "hour", "minute", "second", "nth", "to_year"}


def _year(raw: dict[str, str]) -> dict[str, str] | None:
    if "early" in raw:
        return {"year": raw["early"]}
    year = year_of(raw["year"])
    return None if year is None or not 1000 <= year <= 2199 else {"year": str(year)}


def _fiscal(raw: dict[str, str]) -> dict[str, str] | None:
    return {"year": raw["year"], "season_of": "1"}  # 2024赛季 says nothing of the year of the days beside it


def _roc(raw: dict[str, str]) -> dict[str, str] | None:
    text = raw.pop("roc", None) or raw.pop("bare")
    year = small_int(text)
    if year is None or not 1 <= year <= 188:
        return None
    return {"year": str(year + 1911)} | {k: str(int(v)) for k, v in raw.items()}


def _campaign(raw: dict[str, str]) -> dict[str, str] | None:
    year, last = int(raw["year"]), int(raw["to_year"])
    last = last if last > 99 else year - year % 100 + last
    return {"year": str(year), "years": f"{year}/{last}"} if year < last <= year + 2 else None


def _years_held(raw: dict[str, str]) -> dict[str, str] | None:
    year, last = int(raw["year"]), int(raw["to_year"])
    return {"year": str(year), "years": f"{year}/{last}"} if year < last else None


def _bc(raw: dict[str, str]) -> dict[str, str] | None:
    number = small_int(raw["bc"])
    if number is None or number < 1 or (number > 30 and "unit" in raw):
        return None
    return {"bc_century" if "unit" in raw else "bc": str(number)}


def _decade(raw: dict[str, str]) -> dict[str, str] | None:
    part = {"rough": raw["stage"]} if "stage" in raw else {}
    if "decade" in raw:
        first = small_int(raw["decade"]) or 0
        return part | {"years": f"{first:04d}/{first + 9:04d}"}
    if "lone" in raw:
        base, tens = 1900, raw["lone"]
    else:
        century = small_int(raw["century"]) if "century" in raw else 20 if raw["which"] == "上" else 21
        if century is None or not 1 <= century <= 22:
            return None
        if "tens" not in raw:
            return part | {"years": f"{century * 100 - 99:04d}/{century * 100:04d}"}
        base, tens = century * 100 - 100, raw["tens"]
    last = base + (small_int(tens) or 0)
    before = raw.get("from_tens", raw.get("from_lone", tens)).removesuffix("年代")
    first = base + (small_int(before) or 0) * (1 if before[-1] in "0十" else 10)
    return part | {"years": f"{first:04d}/{last + 9:04d}"} if first <= last else None


def _plan(raw: dict[str, str]) -> dict[str, str] | None:
    number = small_int(raw.get("plan") or raw["bare"]) or 1
    first = 1966 + 5 * (number - 3) if number >= 3 else 1948 + 5 * number
    edge = raw.get("edge") or raw.get("bare_edge")
    if edge is None:
        return {"years": f"{first}/{first + 4}", "plan": str(number)}
    year = first if "初" in edge else first + 4
    return {"years": f"{year}/{year}", "plan": str(number), "rough": edge}


def _day_month_year(raw: dict[str, str]) -> dict[str, str] | None:
    first, then = int(raw["first"]), int(raw["then"])
    if first > 12 >= then:
        return {"year": raw["year"], "month": str(then), "day": str(first)}
    if then > 12 >= first or first == then <= 12:
        return {"year": raw["year"], "month": str(first), "day": str(then)}
    return {"ambiguous": "day_or_month", "year_only": raw["year"]} if first <= 12 and then <= 12 else None


def _lunar(raw: dict[str, str]) -> dict[str, str] | None:
    if "new_year" in raw:
        return {"lunar": f"01-{small_int(raw['new_year'].removeprefix('初')) or 0:02d}"}
    month_text = raw.get("month") or raw.get("month_") or raw.get("plain") or raw["named"]
    month = {"正": 1, "冬": 11, "腊": 12}.get(month_text) or small_int(month_text)
    day_text = raw.get("day") or raw.get("first_ten") or raw.get("other")
    day = small_int(day_text.removeprefix("初")) if day_text else None
    if month is None or not 1 <= month <= 12 or (day is not None and not 1 <= day <= 30):
        return None
    leap = {"leap": "1"} if "leap" in raw or "leap_" in raw else {}
    return leap | {"lunar": f"{month:02d}" + (f"-{day:02d}" if day else "")}


def _first_months(raw: dict[str, str]) -> dict[str, str] | None:
    number = small_int(raw["months"])
    return {"months": f"01/{number:02d}"} if number is not None and 2 <= number <= 12 else None


def _weekday(raw: dict[str, str]) -> dict[str, str] | None:
    return {"weekday": "weekend" if raw["weekday"] == "末" else str(weekday_of(raw["weekday"]))}


def _nth_weekday(raw: dict[str, str]) -> dict[str, str] | None:
    return {"nth": str(small_int(raw["nth"]) or 0), "nth_weekday": str(weekday_of(raw["nth_weekday"]))}


def _clock(raw: dict[str, str]) -> dict[str, str] | None:
    hour = small_int(raw["hour"])
    if hour is None or hour > 29:
        return None
    out = {"hour": str(hour)} | {k: raw[k] for k in ("about", "word") if k in raw}
    minute = raw.get("minute", raw.get("digits"))
    half = raw.get("half", "")
    if minute is not None:
        number = small_int(minute.removeprefix("零") if minute.startswith("零") and len(minute) > 1 else minute)
        if number is None:
            return None
        out["minute"] = str(number)
    elif half and half not in "整钟":
        out["minute"] = {"半": "30", "一": "15", "1": "15", "三": "45", "3": "45"}[half[0]]
    elif half == "整":
        out["minute"] = "0"
    if "second" in raw:
        out["second"] = str(small_int(raw["second"]) or 0)
    if half or minute is not None:
        out["exact"] = "1"
    return out


def _month_pair(raw: dict[str, str]) -> dict[str, str] | None:
    first = small_int(raw["pair"][0]) or 0
    return {"months": f"{first:02d}/{first + 1:02d}"}


_MAKERS: dict[str, Callable[[dict[str, str]], dict[str, str] | None]] = {
    "fiscal": _fiscal,
    "year": _year, "cn_year": _year, "roc_year": _roc, "roc_compact": _roc, "roc_term": _roc,
    "month_pair": _month_pair, "campaign": _campaign, "years_held": _years_held, "decade": _decade,
    "bc": _bc, "plan": _plan, "day_month_year": _day_month_year, "lunar": _lunar, "first_months": _first_months,
    "weekday": _weekday, "nth_weekday": _nth_weekday, "clock": _clock, "colon": _clock, "left_hour": _clock,
}  # fmt: skip
