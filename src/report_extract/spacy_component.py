"""The spaCy component `report_extract`: `spacy.blank("zh").add_pipe("report_extract")`.

Each Doc gets its facts as `doc.ents` and `doc.spans["report_extract"]` and the whole record as `doc._.report`, the
same record as `extract(doc.text)` gives; a Doc without Chinese text gets none of them and `doc._.report` is None.
spaCy loads this module by entry point whenever a pipeline is made, so it imports the pipeline only when one is used.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Literal

from spacy.language import Language
from spacy.tokens import Doc

from report_extract.errors import InputError


@Language.factory(
    "report_extract",
    assigns=["doc.ents", "doc.spans", "doc._.report"],
    default_config={"profile": "full", "published": None},
)
def create_report_extract(
    nlp: Language,  # noqa: ARG001 - the factory's signature is spaCy's
    name: str,  # noqa: ARG001
    profile: Literal["rules", "full"] = "full",
    published: str | None = None,
) -> Callable[[Doc], Doc]:
    """The component; `published` (YYYY-MM-DD) is the day that relative dates are counted from.

    Raises InputError where it is not a date.
    """
    from report_extract._pipeline import publication_date
    from report_extract._spacy_doc import register

    register(Doc)
    return ReportExtract(profile=profile, published=publication_date(published))


class ReportExtract:
    """Extracts from `doc.text`; holds no state but its two options."""

    def __init__(self, *, profile: Literal["rules", "full"], published: date | None) -> None:
        self.profile = profile
        self.published = published

    def __call__(self, doc: Doc) -> Doc:
        """Put the facts on the Doc."""
        from report_extract._pipeline import extract
        from report_extract._spacy_doc import annotate

        try:
            extraction = extract(doc.text, published=self.published, profile=self.profile)
        except InputError:  # no Chinese text: the options were checked when the component was made
            return doc
        return annotate(doc, extraction)
