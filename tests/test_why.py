"""Explanations: the rule that won, those that declined and why, what yielded to what; and none of it changes facts."""

from __future__ import annotations

import json

import pytest

from report_extract import _cli, extract
from report_extract._sources import article_of_text
from report_extract._why.account import Account, account_of, as_text, offset_of
from report_extract._why.tracing import condition_of
from report_extract.errors import InputError

TEXT = "2月10日至24日，第八税务所党支部在五角场街道一丝不苟地走访130余户。"


def explained(words: str, text: str = TEXT) -> Account:
    """The account of the first occurrence of words."""
    article = article_of_text(text, source=None, published=None)
    return account_of(article, offset_of(text, words, 1), profile="rules")


def test_a_figure_names_its_value_its_rule_and_the_rules_that_declined():
    account = explained("130")
    assert account.place == "130"
    [figure] = [fact for fact in account.became if fact.startswith("figure")]
    assert "130余户 = gt 130 户, by rule figure.count" in figure
    won = [step for step in account.steps if not step.declined and "figure.count" in step.answer]
    declined = [step for step in account.steps if step.declined]
    assert won
    assert declined
    assert any(step.condition for step in declined)
    assert all(step.says or step.rule for step in account.steps)


def test_a_numeral_that_is_no_figure_says_which_class_it_is():
    account = explained("一丝不苟")
    assert any("一丝不苟" in fact and fact.startswith("no figure") for fact in account.became)
    assert all(row.kind != "figure" or row.outcome != "kept" for row in account.candidates)


def test_a_date_is_explained_by_its_shape():
    account = explained("24日")
    assert any("2月10日至24日" in fact and "interval" in fact for fact in account.became)
    assert [row.outcome for row in account.candidates if row.kind == "time"] == ["kept"]


def test_what_yields_says_to_what():
    account = explained("八")
    figure_like = [row for row in account.candidates if row.outcome != "kept"]
    assert all(row.outcome.startswith(("yielded to", "dropped")) for row in figure_like)
    assert any("第八税务所党支部" in fact for fact in account.became)


def test_watching_changes_nothing():
    plain = extract(TEXT, profile="rules").model_dump_json()
    explained("130")
    assert extract(TEXT, profile="rules").model_dump_json() == plain


def test_a_condition_is_the_test_around_the_return_that_was_taken():
    def rule(number: int) -> int | None:
        if number > 3:
            return None
        return number

    first = rule.__code__.co_firstlineno
    assert condition_of(rule, first + 2) == "number > 3"
    assert condition_of(rule, first + 3) == ""


def test_text_and_json_say_the_same(capsys: pytest.CaptureFixture[str]):
    assert _cli.run(["why", "--text", TEXT, "--words", "130", "--profile", "rules"]) == 0
    shown = capsys.readouterr().out
    assert shown == as_text(explained("130"))
    assert "because " in shown
    assert _cli.run(["why", "--text", TEXT, "--at", str(TEXT.index("130")), "--profile", "rules", "-f", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["became"] == list(explained("130").became)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--text", TEXT], "give either --at or --words"),
        (["--at", "1"], "give either FILE or --text"),
        (["--text", TEXT, "--at", "900"], f"the text has {len(TEXT)} characters"),
        (["--text", TEXT, "--words", "志愿"], "'志愿' does not stand in the text"),
    ],
)
def test_bad_use_is_said(capsys: pytest.CaptureFixture[str], arguments: list[str], said: str):
    assert _cli.run(["why", *arguments]) == 2
    assert said in capsys.readouterr().err


def test_a_character_that_rules_never_saw_is_said():
    text = "走访\u200b130户居民，发放口罩。"
    account = account_of(article_of_text(text, source=None, published=None), 2, profile="rules")
    assert account.became[0].startswith("nothing")


def test_words_count_from_the_first():
    assert offset_of("两人两户", "两", 2) == 2
    with pytest.raises(InputError, match="stands 2 times"):
        offset_of("两人两户", "两", 3)
