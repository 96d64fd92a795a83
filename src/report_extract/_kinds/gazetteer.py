"""Names of the user's gazetteer, wherever they stand; the rules yield to them.

`gazetteer.name`, `gazetteer.alias`; `data["entry"]` is the name in the gazetteer. A name of two or three characters
must begin and end where words do; longer ones are found wherever they stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from report_extract._facts import Mention
from report_extract._gazetteer.names import GivenName
from report_extract._kinds.kind import Evidence
from report_extract._kinds.person import grammar_of
from report_extract._lexicon import Lexicon
from report_extract._text import Document, Span

_SHORT = 3
_LONGEST_TITLE = 8
Index = dict[str, list[tuple[str, GivenName]]]


def find(document: Document, lexicon: Lexicon, evidence: Sequence[Evidence]) -> Iterator[Mention]:  # noqa: ARG001
    """The longest given name at each place, left to right."""
    if not lexicon.names:
        return
    index, text = index_of(lexicon), document.text
    at, last = 0, len(text) - 1
    while at < last:
        for form, name in index.get(text[at : at + 2], ()):
            if text.startswith(form, at) and _stands(document, at, at + len(form)):
                yield _mention(document.text, at, form, name, lexicon)
                at += len(form) - 1
                break
        at += 1


def _stands(document: Document, start: int, end: int) -> bool:
    return end - start > _SHORT or (document.is_boundary(start) and document.is_boundary(end))


def _mention(text: str, start: int, form: str, name: GivenName, lexicon: Lexicon) -> Mention:
    rule = "gazetteer.name" if form == name.name else "gazetteer.alias"
    data = {"type": name.type, "entry": name.name}
    parts = _title_before(text, start, lexicon) if name.kind == "person" else {}
    return Mention(name.kind, start, start + len(form), rule, parts=parts, data=data)  # type: ignore[arg-type]


def _title_before(text: str, start: int, lexicon: Lexicon) -> dict[str, Span]:
    office = grammar_of(lexicon).office
    for size in range(min(_LONGEST_TITLE, start), 1, -1):
        if office.fullmatch(text, start - size, start):
            return {"title": (start - size, start)}
    return {}


@lru_cache(maxsize=8)
def index_of(lexicon: Lexicon) -> Index:
    """Forms by their first two characters, the longest first."""
    index: Index = {}
    for name in lexicon.names:
        for form in (name.name, *name.aliases):
            index.setdefault(form[:2], []).append((form, name))
    for forms in index.values():
        forms.sort(key=lambda row: -len(row[0]))
    return index
