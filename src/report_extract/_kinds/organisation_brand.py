"""Companies called by the brand in their name: 远航智能 beside 远航智能装备股份有限公司.

A firm's name is place, brand, trade and form. Its first four characters behind the place are a mention of it where they
stand alone elsewhere in the article, as whole words. `organisation.brand`; `data["antecedent"]` is the full name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from report_extract._facts import Mention
from report_extract._kinds.naming import Field, is_place
from report_extract._kinds.organisation_nominal import offsets_of

_FORM = re.compile(r"(?:集团|控股|股份|有限|责任|公司){2,6}$")
_BRAND = 4
_MAX_FIRMS, _MAX_PLACES = 60, 300
_COINED = frozenset(["x", "nz", "nr", "nrt"])


def brands(field: Field, outer: Sequence[Mention]) -> Iterator[Mention]:
    """Brands that stand for the one firm whose name begins with them."""
    text = field.document.text
    owners: dict[str, str | None] = {}
    for mention in [mention for mention in outer if mention.data["type"] == "company"][:_MAX_FIRMS]:
        name = text[mention.start : mention.end]
        form = _FORM.search(name)
        brand = _brand(field, mention.start, mention.start + form.start()) if form is not None else None
        if brand is not None:
            owners[brand] = name if owners.get(brand, name) == name else None
    if not owners:
        return
    covered = offsets_of(list(outer))
    for brand, owner in owners.items():
        at, count = text.find(brand), 0
        while at >= 0 and owner is not None and count < _MAX_PLACES:
            end = at + len(brand)
            alone = at not in covered and end - 1 not in covered
            if alone and field.document.is_boundary(at) and field.document.is_boundary(end):
                data = {"type": "company", "antecedent": owner}
                yield Mention("organisation", at, end, "organisation.brand", data=data)
            at, count = text.find(brand, end), count + 1


def _brand(field: Field, start: int, end: int) -> str | None:
    """The brand in [start, end), a firm's name without its form; None where no trade follows it or it is no name."""
    document = field.document
    surface, tag, _, right = field.word(document.word_index(start))
    placed = is_place(field.words, surface, tag)
    if placed:
        start = right
    if end - start <= _BRAND or not document.is_boundary(start + _BRAND):
        return None
    brand = document.text[start : start + _BRAND]
    coined = document.tags[document.word_index(start)] in _COINED
    return brand if re.fullmatch("[\u3400-\u9fff]{4}", brand) and (coined or not placed) else None
