"""The committed schemas are what the models say, and what is written obeys them."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from conftest import ROOT
from report_extract import _schemas
from report_extract._sinks import json_line
from report_extract.errors import InputError
from report_extract.records import Unread
from sample import made_extraction


def test_committed_schemas_are_those_of_the_models():
    assert _schemas.drift(ROOT / "schemas") == [], "run `make schemas` and read the difference"


@pytest.mark.parametrize("name", _schemas.SCHEMAS)
def test_each_schema_is_valid_and_says_what_the_record_is(name: str):
    schema = _schemas.schema(name.lower())
    Draft202012Validator.check_schema(schema)
    assert schema["$id"].startswith("urn:report-extract:schema:1.0:")
    assert schema["additionalProperties"] is False
    assert set(schema["required"]) == set(schema["properties"]), "every field is always written"
    assert _schemas.summary(name).endswith(".")


def test_what_is_written_obeys_the_schema():
    record = json.loads(json_line(made_extraction()))
    validator = Draft202012Validator(_schemas.schema("Extraction"))
    validator.validate(record)
    record["figures"][0]["value"] = 40000.0
    assert not validator.is_valid(record)
    unread = Unread(source="a.txt", sha256=None, reason="missing", detail="a.txt: no such file")
    Draft202012Validator(_schemas.schema("Unread")).validate(json.loads(json_line(unread)))


def test_an_unknown_name_lists_the_known_ones():
    with pytest.raises(InputError, match=r"Ledger: no such record; there are Extraction, .*Unread"):
        _schemas.schema("Ledger")


def test_drift_names_missing_changed_and_left_over_files(tmp_path):
    _schemas._main([str(tmp_path)])
    assert _schemas._main([str(tmp_path), "--check"]) == 0
    (tmp_path / "figure.schema.json").write_text("{}", encoding="utf-8")
    (tmp_path / "time.schema.json").unlink()
    (tmp_path / "old.schema.json").touch()
    assert _schemas.drift(tmp_path) == ["figure.schema.json", "old.schema.json", "time.schema.json"]
    assert _schemas._main([str(tmp_path), "--check"]) == 1
