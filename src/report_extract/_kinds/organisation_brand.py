"""Companies called by the brand in their name: 远航智能 beside 远航智能装备股份有限公司.

A firm's name is place, brand, trade and form. Its first four characters behind the place are a mention of it where they
stand alone elsewhere in the article, as whole words; so is its first word, or its name without its legal form.
`organisation.brand`; `data["antecedent"]` is the full name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from report_extract._facts import Mention
from report_extract._gazetteer.divisions import divisions, is_division_stem
from report_extract._kinds.naming import Field, is_place
from report_extract._kinds.organisation_nominal import offsets_of, stem_context
from report_extract._text import Document

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


_BRAND_TAGS = frozenset(["nz", "nt", "nr", "nrt", "nrfg", "x", "eng", "ns"])


def stems_of_firms(field: Field, bodies: Sequence[Mention]) -> Iterator[Mention]:
    """The first word of a firm's or a university's name, used alone in the same article: 远航 for 远航智能.

    A word of its own that is no place, person or common noun, followed by what a subject or an owner is followed by.
    """
    document, words = field.document, field.words
    full: dict[str, str] = {}
    for mention in bodies:
        if mention.data["type"] not in _BRANDED and mention.rule != "organisation.tagged":
            continue
        left, right = document.word_span(document.word_index(mention.start))
        if right == mention.end and right - left == 4:  # one word of the dictionary
            right = left + 2
        stem = document.text[left:right]
        whole = _LEGAL_END.search(document.text, mention.start, mention.end)
        if whole is not None and whole.start() - mention.start >= 4:
            full.setdefault(document.text[mention.start : whole.start()], document.text[mention.start : mention.end])
        if left != mention.start or not 2 <= len(stem) <= 4 or mention.end - right < 2:
            continue
        common = any(stem in known for known in (words.places, words.generic, words.stop, words.person_stop))
        common = common or stem[0] in _NO_BRAND_FIRST
        coined = document.tags[document.word_index(mention.start)] in _COINED
        area = divisions().named(stem) or (is_division_stem(stem) and not coined)
        if not common and not area and stem.isalpha():
            full.setdefault(stem, document.text[mention.start : mention.end])
    if not full:
        return
    covered = offsets_of(bodies)
    for stem, name in islice(full.items(), _MAX_FIRMS):
        at, count = document.text.find(stem), 0
        while at >= 0 and count < _MAX_PLACES:
            start, end, count = at, at + len(stem), count + 1
            at = document.text.find(stem, end)
            item = field.starts.get(start)
            if start in covered or end - 1 in covered or (item is not None and item.label == "place"):
                continue
            if not _stands(document, start, end):
                continue
            data = {"type": "company", "antecedent": name}
            yield Mention("organisation", start, end, "organisation.brand", data=data)


_NO_BRAND_FIRST = frozenset("由因该本某各")
_BRANDED = frozenset(["company", "university", "bank"])


_LEGAL_END = re.compile("(?:集团)?(?:股份|控股)?(?:有限)?(?:责任)?(?:公司|集团)$")
_NO_BRAND_BEFORE = frozenset("路街村镇乡县市区山河湖岛桥杯奖牌号楼厦")


def _stands(document: Document, start: int, end: int) -> bool:
    """True where a brand is a word, or words, of its own: before a verb, a mark, 的, or a noun that is no place."""
    text = document.text
    if not (document.is_boundary(start) and document.is_boundary(end)):
        return False
    if text[end : end + 1] in ("》", "”", "」", "·") or text[start - 1 : start] == "·":
        return False
    index = document.word_index(start)
    if document.word_span(index) == (start, end) and document.tags[index] not in _BRAND_TAGS:
        return False
    if stem_context(document, end):
        return True
    left, right = document.word_span(document.word_index(end))
    common = document.tags[document.word_index(end)] in {"n", "vn", "b", "a", "f"}
    return left == end and common and right - left >= 2 and text[right - 1] not in _NO_BRAND_BEFORE
