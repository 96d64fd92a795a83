"""A record made by hand, for tests of what happens after extraction; no stage of the pipeline is needed."""

from __future__ import annotations

from hashlib import sha256

from report_extract.records import (
    ArticleRecord,
    BlockRecord,
    Entity,
    Extraction,
    Figure,
    Finding,
    MentionRecord,
    Provenance,
    Quote,
    Statement,
    Time,
    UnitRecord,
)

TEXT = (
    "银溪区工会送温暖\n\n"
    "2月10日至24日，区税务\n\n局党支部赴春晖里、=云栖苑等小区参与志愿服务4万余人次。“辛苦了！”居民说。温度降了-3度。\n"
)


def quote(*pieces: str, after: int = 0) -> Quote:
    """The quote whose pieces stand in TEXT, each after the one before."""
    spans = []
    for piece in pieces:
        start = TEXT.index(piece, after)
        after = start + len(piece)
        spans.append((start, after))
    return Quote(text="".join(pieces), spans=tuple(spans))


def made_extraction(*, source: str | None = "sample.txt") -> Extraction:
    """Two figures, one of them stated by an actor at places in a period; the name is broken by a blank line."""
    return Extraction(
        article=_article(source),
        entities=(
            _entity("e1", "organisation", "party_branch", quote("区税务", "局党支部")),
            _entity("e2", "compound", "estate", quote("春晖里")),
            _entity("e3", "compound", "estate", quote("=云栖苑")),
            _entity("e4", "organisation", "bureau", quote("区税务", "局"), nested=True),
        ),
        times=(
            Time(
                id="t1", quote=quote("2月10日至24日"), kind="interval", printed="XXXX-02-10/XXXX-02-24",
                value="2020-02-10/2020-02-24", start="2020-02-10", end="2020-02-24", relation="during",
                comparator="eq", year_basis="inferred", rule="date.interval",
            ),
        ),
        figures=(
            _figure("f1", "4万余人次", "40000", "人次", "attendance", "ge"),
            _figure("f2", "-3度", "-3", "度", "temperature"),
        ),
        non_figures=(),
        statements=(_statement(),),
        findings=(
            Finding(
                id="a1", code="part-exceeds-whole", severity="S2", verdict="inconsistent", message="数字不一致。",
                computation="4 > 3", policy=None, figures=("f1",), times=(), entities=(),
                evidence=(quote("4万余人次"),),
            ),
        ),
        provenance=Provenance(
            package="0.1.0", lexicon="0" * 16, engines={"rjieba": "0.2.2"}, profile="rules", status="ok", notes=()
        ),
    ).with_text(TEXT)  # fmt: skip


def _article(source: str | None) -> ArticleRecord:
    digest = sha256(TEXT.encode()).hexdigest()
    body = quote("2月10日至24日，区税务", TEXT[TEXT.index("局党支部") : -1])
    return ArticleRecord(
        id=digest[:16], source=source, sha256=digest, encoding="utf-8", length=len(TEXT),
        headline="银溪区工会送温暖", kicker=None, bylines=(), published="2020-03-05", published_basis="given",
        year=2020, year_basis="published", year_evidence=(),
        blocks=(
            BlockRecord(kind="headline", quote=quote("银溪区工会送温暖"), repaired=False),
            BlockRecord(kind="paragraph", quote=body, repaired=True),
        ),
    )  # fmt: skip


def _entity(id_: str, kind: str, type_: str, where: Quote, *, nested: bool = False) -> Entity:
    mention = MentionRecord(quote=where, rule="test", nested=nested)
    return Entity.model_validate(
        {
            "id": id_, "kind": kind, "type": type_, "name": where.text, "qualified_name": f"银溪{where.text}",
            "parent": None, "aliases": (), "titles": (), "mentions": (mention,), "open_list": False,
            "parent_basis": None, "code": None, "code_basis": None,
        }
    )  # fmt: skip


def _figure(id_: str, surface: str, value: str, unit: str, dimension: str, comparator: str = "eq") -> Figure:
    return Figure.model_validate(
        {
            "id": id_, "quote": quote(surface), "phrase": quote(surface), "value": value, "low": value,
            "high": None if comparator == "ge" else value, "low_closed": True, "high_closed": comparator == "eq",
            "comparator": comparator, "unit": UnitRecord(surface=unit, symbol=unit, dimension=dimension),
            "counted": None, "role": "level", "per": None, "frequency": None, "change": None, "subset_of": None,
            "restates": None, "modality": "reported", "rule": "figure.unit",
        }
    )  # fmt: skip


def _statement() -> Statement:
    return Statement(
        id="s1", rule="statement.clause", actor="e1", actor_basis="stated", action=quote("参与志愿服务"),
        measure="志愿服务", recipients=(), places=("e2", "e3"), places_open=True, persons=(), time="t1",
        time_basis="stated", figures=("f1",), evidence=(quote("4万余人次"),), modality="reported",
        confidence="high", same_effort_as=None,
    )  # fmt: skip
