"""The documents are tests: what README shows is what happens, and nothing public is undocumented."""

from __future__ import annotations

import doctest
import importlib
import json
import pkgutil
import re
from pathlib import Path

import pytest

import report_extract
from conftest import ROOT
from readme import CARD, PART, README, is_part, shown, with_measured
from report_extract import _cli, records
from report_extract._bench.report import as_markdown
from report_extract._ledger import COLUMNS
from report_extract._sinks import SINKS
from report_extract._sources import SOURCES

TEXT = README.read_text(encoding="utf-8")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


def test_console_blocks_show_what_is_printed():
    blocks = shown(TEXT)
    assert blocks
    for block in blocks:
        assert block.there == block.real, f"`{block.command}` prints something else now: run `make readme`"


def test_measured_tables_show_the_numbers_that_are_kept():
    assert "<!-- measured: bench -->" in TEXT
    assert "<!-- measured: beside -->" in TEXT
    assert with_measured(TEXT) == TEXT
    card = CARD.read_text(encoding="utf-8")
    assert "<!-- measured: beside -->" in card
    assert with_measured(card) == card
    kept = json.loads((ROOT / "docs" / "bench.json").read_text(encoding="utf-8"))
    assert (ROOT / "docs" / "bench.md").read_text(encoding="utf-8") == as_markdown(kept)


def test_json_blocks_are_parts_of_real_records():
    parts = list(PART.finditer(TEXT))
    assert parts
    for part in parts:
        record = report_extract.extract(part["text"], published="2020-03-05")
        assert is_part(json.loads(part["json"]), json.loads(record.model_dump_json())), part["json"]


def test_python_blocks_run():
    blocks = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    assert blocks
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    for index, block in enumerate(blocks):
        test = doctest.DocTestParser().get_doctest(block, {}, f"README block {index + 1}", "README.md", 0)
        assert test.examples
        assert runner.run(test).failed == 0


def modules() -> list[str]:
    found = pkgutil.walk_packages(report_extract.__path__, "report_extract.")
    return [module.name for module in found if not module.name.endswith("__main__")]


@pytest.mark.parametrize("name", modules())
def test_docstrings_say_and_show_the_truth(name: str):
    module = importlib.import_module(name)
    assert module.__doc__ or not module.__spec__ or module.__spec__.origin is None, f"{name} has no contract"
    assert doctest.testmod(module).failed == 0


def test_every_command_option_and_format_is_in_the_readme():
    for name, command in _cli.commands.commands.items():
        assert f"report-extract {name}" in TEXT
        for parameter in command.params:
            if getattr(parameter, "opts", [""])[0].startswith("-"):
                assert max(parameter.opts, key=len) in TEXT or parameter.opts[0] in TEXT, (name, parameter.opts)
    for name in SINKS:
        assert f"`{name}`" in TEXT
    for suffix in SOURCES:
        assert f" {suffix}" in TEXT or f"({suffix}" in TEXT


def test_every_field_of_the_record_and_of_the_ledger_is_documented():
    document = (ROOT / "docs" / "records.md").read_text(encoding="utf-8")
    sections = {part.partition("\n")[0]: part for part in document.split("\n## ")}
    homes = {
        "ArticleRecord": "Article", "BlockRecord": "Article", "Byline": "Article", "MentionRecord": "Entity",
        "TitleRecord": "Entity", "UnitRecord": "Figure", "RateRecord": "Figure", "ChangeRecord": "Figure",
        "Candidate": "Article", "Place": "Article",
    }  # fmt: skip
    for name, model in vars(records).items():
        if isinstance(model, type) and issubclass(model, records.Record) and model is not records.Record:
            section = sections[homes.get(name, name)]
            missing = [field for field in model.model_fields if f"`{field}`" not in section]
            assert not missing, (name, missing)
    assert [c for c in COLUMNS if f"`{c}`" not in sections["The ledger"]] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(path: Path):
    text = path.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if "://" in target:
            continue
        file, _, anchor = target.partition("#")
        found = path.parent / file if file else path
        assert found.exists(), target
        if anchor:
            heads = re.findall(r"^#+ (.+)$", found.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in {head.lower().replace(" ", "-") for head in heads}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_paths_that_documents_name_exist(path: Path):
    for name in re.findall(r"`((?:src|tests|docs|corpora|schemas)/[\w./-]*)`", path.read_text(encoding="utf-8")):
        assert (ROOT / name).exists(), name
