"""Gazetteers and lexicon folders of a user: what they change, and what is said of a wrong one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from report_extract import LexiconError, extract, load_lexicon
from report_extract._cli import run
from report_extract._lexicon.catalogue import FILES
from report_extract._lexicon.loading import _PACKAGED
from report_extract.records import Entity, Extraction

ROWS = [
    {"name": "青禾数智", "kind": "organisation", "type": "company", "aliases": ["青禾", "QH-1"], "parent": "柳湾集团"},
    {"name": "柳湾集团", "kind": "organisation", "type": "company"},
    {"name": "望舒台", "kind": "compound", "type": "estate"},
    {"name": "向前进", "kind": "person"},
    {"name": "双岔口", "kind": "place", "type": "town"},
]
TEXT = "柳湾集团旗下青禾数智派出12人到望舒台值守，书记向前进带队。青禾数智党委有QH-1设备3台，青禾还支援双岔口5人。"


def csv_of(rows: list[dict[str, object]]) -> str:
    lines = ["name,kind,type,aliases,parent"]
    for row in rows:
        aliases = row.get("aliases", [])
        assert isinstance(aliases, list)
        cells = [row["name"], row["kind"], row.get("type", ""), ";".join(aliases), row.get("parent", "")]
        lines.append(",".join(map(str, cells)))
    return "\n".join(lines) + "\n"


def toml_of(rows: list[dict[str, object]]) -> str:
    return "\n".join(
        "[[name]]\n" + "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in row.items())
        for row in rows
    )


FORMS = {
    "names.csv": csv_of(ROWS),
    "names.jsonl": "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS),
    "names.toml": toml_of(ROWS),
}


def by_name(record: Extraction) -> dict[str, Entity]:
    return {entity.name: entity for entity in record.entities}


@pytest.fixture(params=sorted(FORMS))
def gazetteer(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / request.param
    path.write_text(FORMS[request.param], encoding="utf-8")
    return path


def test_every_form_gives_the_same_names(gazetteer: Path) -> None:
    found = by_name(extract(TEXT, profile="rules", lexicon=load_lexicon(gazetteer=gazetteer)))
    firm = found["青禾数智"]
    assert (firm.kind, firm.type, set(firm.aliases)) == ("organisation", "company", {"青禾", "QH-1"})
    assert (firm.parent, firm.parent_basis) == (found["柳湾集团"].id, "gazetteer")
    assert [mention.nested for mention in firm.mentions] == [False, True, False, False]
    assert found["青禾数智党委"].parent == firm.id
    assert (found["望舒台"].kind, found["望舒台"].type) == ("compound", "estate")
    assert [title.title for title in found["向前进"].titles] == ["书记"]
    assert found["双岔口"].kind == "place"


def test_rules_alone_do_not_know_them() -> None:
    assert not {"青禾数智", "望舒台", "双岔口"} & by_name(extract(TEXT, profile="rules")).keys()


def test_digits_in_a_given_name_are_no_figure(tmp_path: Path) -> None:
    path = tmp_path / "names.csv"
    path.write_text("name,kind\n7天酒店,organisation\n", encoding="utf-8")
    record = extract("7天酒店派出12人。", profile="rules", lexicon=load_lexicon(gazetteer=path))
    assert [figure.quote.text for figure in record.figures] == ["12人"]
    assert record.times == ()
    assert "7天酒店" in by_name(record)


def test_short_name_needs_the_borders_of_words(tmp_path: Path) -> None:
    path = tmp_path / "names.csv"
    path.write_text("name,kind\n人民,organisation\n", encoding="utf-8")
    record = extract("工人民主选举3名代表，人民派出2人。", profile="rules", lexicon=load_lexicon(gazetteer=path))
    assert [m.quote.spans for e in record.entities for m in e.mentions if e.name == "人民"] == [((11, 13),)]


def test_digest_of_the_lexicon_changes(gazetteer: Path) -> None:
    lexicon = load_lexicon(gazetteer=gazetteer)
    assert lexicon.digest not in {load_lexicon().digest}
    assert extract(TEXT, profile="rules", lexicon=lexicon).provenance.lexicon == lexicon.digest


PLAICE = '[[name]]\nname = "柳湾"\nkind = "place"\n\n[[name]]\nname = "柳溪"\nkind = "plaice"\n'
WRONG = [
    ("names.csv", "name,kind\n柳湾集团,organization\n", ":2: column kind: 'organization' is none; organisation?"),
    ("names.csv", "name,kind,typ\n柳湾集团,organisation,\n", ":1: column typ: there is no such column; type?"),
    ("names.csv", "柳湾集团,organisation\n", ":1: column 柳湾集团: there is no such column"),
    ("names.csv", "name,type\n柳湾集团,company\n", ":1: a head line with name and kind is needed"),
    ("names.csv", "name,kind\n柳湾集团,organisation,company\n", ":2: column 3: the head line has 2"),
    ("names.csv", 'name,kind\n"柳湾集团,organisation\n', ":2: not CSV"),
    ("names.csv", "name,kind\n,organisation\n", ":2: column name: is missing"),
    ("names.csv", "name,kind\n柳,organisation\n", ":2: column name: '柳': 2 to 60 characters"),
    ("names.csv", "name,kind\n柳湾集团,organisation\n柳湾集团,place\n", ":3: column name: '柳湾集团' stands in line 2"),
    ("names.csv", "name,kind,type\n柳湾集团,organisation,Company\n", ":2: column type: 'Company': a word in small"),
    ("names.csv", "name,kind,parent\n柳湾集团,organisation,柳湾集团\n", ":2: column parent: '柳湾集团'"),
    ("names.csv", "name,kind,parent\n甲公司,organisation,乙公司\n乙公司,organisation,甲公司\n", "is its own ancestor"),
    ("names.csv", "", ":1: a head line with name and kind is needed"),
    ("names.csv", "name,kind\n", "no names here"),
    ("names.jsonl", '{"name": "柳湾集团", }\n', ":1: column 18: not JSON"),
    ("names.jsonl", '{"name": "柳湾集团", "kind": "place"}\n[1]\n', ":2: column 1: an object is needed"),
    ("names.jsonl", '{"name": "柳湾", "kind": "place", "aliases": "柳"}\n', ":1: column aliases: '柳': a list"),
    ("names.toml", '[[name]]\nname = "柳湾集团\n', "not TOML"),
    ("names.toml", PLAICE, ":5: column kind"),
    ("names.toml", '[[names]]\nname = "柳湾集团"\n', "names are written as tables [[name]]"),
    ("names.xlsx", "", "a file in .toml, .csv, .jsonl is needed"),
]


@pytest.mark.parametrize(("file", "content", "said"), WRONG)
def test_wrong_gazetteer_is_refused(tmp_path: Path, file: str, content: str, said: str) -> None:
    path = tmp_path / file
    path.write_text(content, encoding="utf-8")
    with pytest.raises(LexiconError) as caught:
        load_lexicon(gazetteer=path)
    assert str(caught.value).startswith(str(path))
    assert said in str(caught.value)


def test_missing_gazetteer_and_wrong_bytes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="No such file"):
        load_lexicon(gazetteer=tmp_path / "none.csv")
    path = tmp_path / "names.csv"
    path.write_bytes("name,kind\n柳湾集团,place\n".encode("gb18030"))
    with pytest.raises(LexiconError, match="not in UTF-8: byte 10"):
        load_lexicon(gazetteer=path)


def test_many_faults_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "names.csv"
    path.write_text("name,kind\n" + "".join(f"柳湾{n}号,body\n" for n in range(50)), encoding="utf-8")
    with pytest.raises(LexiconError) as caught:
        load_lexicon(gazetteer=path)
    lines = str(caught.value).splitlines()
    assert len(lines) == 21
    assert lines[-1] == "… and 30 more"


def test_catalogue_holds_every_packaged_file() -> None:
    assert sorted(FILES) == sorted(path.stem for path in _PACKAGED.glob("*.toml"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "words"
    path.mkdir()
    entry = '[[suffix]]\nname = "own bodies"\ntype = "institute"\nneeds = "proper"\nsurfaces = ["观象阁"]\n'
    (path / "organisation_suffixes.toml").write_text(entry, encoding="utf-8")
    return path


def test_lexicon_folder_adds_a_suffix(folder: Path) -> None:
    text = "临江观象阁测得3次流星雨。"
    assert "临江观象阁" not in by_name(extract(text, profile="rules"))
    assert by_name(extract(text, profile="rules", lexicon=load_lexicon(folder)))["临江观象阁"].type == "institute"


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("organisation_sufixes.toml", "", "the lexicon has no such file; organisation_suffixes.toml?"),
        ("titles.toml", '[[title]]\nname = "x"\nrank = "officer"\n', "titles.toml: x: rank: Input should be"),
        ("titles.toml", "[[title]\n", "not a TOML file in UTF-8"),
    ],
)
def test_wrong_lexicon_folder_is_refused(tmp_path: Path, file: str, content: str, said: str) -> None:
    (tmp_path / file).write_text(content, encoding="utf-8")
    with pytest.raises(LexiconError, match=r"lexicon|titles") as caught:
        load_lexicon(tmp_path)
    assert said in str(caught.value)


@pytest.mark.parametrize("command", ["extract", "audit", "run"])
def test_wrong_gazetteer_ends_a_command(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, article = tmp_path / "names.csv", tmp_path / "a.txt"
    path.write_text("name,kind\n柳湾集团,body\n", encoding="utf-8")
    article.write_text(TEXT, encoding="utf-8")
    more = ["-o", str(tmp_path / "out")] if command == "run" else []
    assert run([command, str(article), "--gazetteer", str(path), *more]) == 2
    assert f"{path}:2: column kind: 'body' is none" in capsys.readouterr().err


def test_extract_reads_gazetteer_and_lexicon(
    folder: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    path = tmp_path / "names.csv"
    path.write_text(FORMS["names.csv"], encoding="utf-8")
    text = "青禾数智派出12人，临江观象阁派出3人。"
    given = ["--gazetteer", str(path), "--lexicon", str(folder), "--profile", "rules", "-f", "jsonl"]
    assert run(["extract", "--text", text, *given]) == 0
    record = Extraction.model_validate_json(capsysbinary.readouterr().out)
    assert {"青禾数智", "临江观象阁"} <= by_name(record).keys()


def test_run_reads_a_gazetteer_in_its_workers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, article, out = tmp_path / "names.csv", tmp_path / "a.txt", tmp_path / "out"
    path.write_text(FORMS["names.csv"], encoding="utf-8")
    article.write_text(TEXT, encoding="utf-8")
    given = ["--gazetteer", str(path), "--profile", "rules", "-j", "1"]
    assert run(["run", str(article), "-o", str(out), *given]) == 0
    assert run(["export", str(out), str(tmp_path / "facts.jsonl")]) == 0
    record = Extraction.model_validate_json((tmp_path / "facts.jsonl").read_bytes())
    assert "青禾数智" in by_name(record)
    assert run(["run", str(article), "-o", str(out), "--profile", "rules", "-j", "1", "--resume"]) == 0
    assert "redone" in capsys.readouterr().err
