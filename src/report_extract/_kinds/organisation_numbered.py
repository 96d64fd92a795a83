"""Bodies that are called by a number: 301医院, 8610部队, 中电科38所, 航天五院502所. `organisation.numbered`.

A number right before 医院 or 部队 counts nothing (that would be 301家医院), nor does one between a body and 所 or 厂.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from report_extract._facts import Mention
from report_extract._kinds.nonfigure_codes import NUMBERED
from report_extract._kinds.organisation_nominal import offsets_of
from report_extract._text import Document

_ALONE = re.compile(r"(?<![0-9.第约近])(?<![0-9],)(?:(?P<hospital>[0-9]{3}医院)|(?P<troop>[0-9]{4,5}部队))")
_FORCES = re.compile("(?:(?:中国人民)?解放军|武警|陆军|海军|空军|火箭军|战略支援部队)(?:总医院)?第?$")
_LONGEST = 24
_OF_COURTS = re.compile("[一二三四五六]中$")


def numbered(document: Document, bodies: Sequence[Mention]) -> Iterator[Mention]:
    """The bodies, each with the number that follows it, and those that a number alone names."""
    text = document.text
    stops = {body.end: body for body in bodies}
    longer: dict[int, Mention] = {}
    alone: list[Mention] = []
    for found in NUMBERED.finditer(text):
        digits = found.end() - 1
        while text[digits - 1].isdigit() or text[digits - 1] == "第":
            digits -= 1
        data = {"type": "institute" if text[found.end() - 1] == "所" else "company"}
        body = stops.get(digits)
        if body is not None:
            longer[body.end] = replace(body, end=found.end(), rule="organisation.numbered", data={**body.data, **data})
        else:
            start = document.word_span(document.word_index(found.start()))[0]
            alone.append(Mention("organisation", start, found.end(), "organisation.numbered", data=data))
    for found in _ALONE.finditer(text):
        force = _FORCES.search(text, max(found.start() - _LONGEST, 0), found.start())
        start = force.start() if force is not None else found.start()
        data = {"type": found.lastgroup or "hospital"}
        alone.append(Mention("organisation", start, found.end(), "organisation.numbered", data=data))
    for body in bodies:
        court = text.startswith("院", body.end) and _OF_COURTS.search(text, body.start, body.end) is not None
        if court:  # 清江三中|院
            yield replace(body, end=body.end + 1, data={**body.data, "type": "court"})
            continue
        yield longer.get(body.end, body)
    covered = offsets_of(bodies) if alone else frozenset()
    yield from (mention for mention in alone if covered.isdisjoint(range(mention.start, mention.end)))
