"""The spaCy component and the Doc view of a record."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc, DocBin

import report_extract
from report_extract import InputError
from report_extract._sinks import json_line
from report_extract._spacy_doc import annotate, labelled_spans, to_doc
from report_extract.records import Extraction
from sample import TEXT, made_extraction

REPORT = "2月10日至24日，区税务局党支部参与志愿服务130人次。"


@pytest.fixture(scope="module")
def nlp():
    pipeline = spacy.blank("zh")
    pipeline.add_pipe("report_extract", config={"profile": "rules", "published": "2020-03-05"})
    return pipeline


def test_the_component_gives_what_extract_gives(nlp):
    doc = nlp(REPORT)
    assert doc._.report == report_extract.extract(REPORT, profile="rules", published="2020-03-05")
    labels = {(span.text, span.label_) for span in doc.ents}
    assert {("2月10日至24日", "TIME"), ("区税务局党支部", "ORG"), ("130人次", "FIGURE")} <= labels
    facts = doc._.report.by_id()
    assert all(span.id_ in facts for span in doc.spans["report_extract"])


def test_a_doc_without_chinese_text_has_no_report(nlp):
    for text in ("", "Nothing here but 12 words.", "   "):
        doc = nlp(text)
        assert doc._.report is None
        assert not doc.ents
        assert "report_extract" not in doc.spans


def test_the_record_survives_bytes_and_docbin(nlp):
    doc = nlp(REPORT)
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert again._.report == doc._.report
    stored = DocBin(docs=[doc], store_user_data=True).to_bytes()
    assert next(DocBin().from_bytes(stored).get_docs(nlp.vocab))._.report == doc._.report


@pytest.mark.parametrize(("option", "value"), [("profile", "fast"), ("published", "yesterday")])
def test_a_wrong_option_is_refused_when_the_pipeline_is_made(option, value):
    with pytest.raises((InputError, ValueError), match=value):
        spacy.blank("zh").add_pipe("report_extract", config={option: value})


def test_every_segmenter_of_spacy_gets_the_same_facts():
    extraction = made_extraction()
    by_characters = to_doc(extraction, spacy.blank("zh"))
    by_words = to_doc(extraction, spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}}))
    assert by_characters._.report == by_words._.report == extraction
    figure = next(span for span in by_words.spans["report_extract"] if span.id_ == "f1")
    assert "4万余人次" in figure.text


def test_entities_do_not_overlap_and_the_longest_wins():
    doc = to_doc(made_extraction(), spacy.blank("zh"))
    texts = [span.text for span in doc.ents]
    assert "区税务\n\n局党支部" in texts, "a name broken by a blank line is one span"
    assert "区税务\n\n局" not in texts
    assert {span.text for span in doc.spans["report_extract"]} > set(texts)


def test_entities_set_earlier_stay_where_they_collide_with_none():
    nlp = spacy.blank("zh")
    doc = nlp.make_doc(TEXT)
    start = TEXT.index("居民说")
    doc.ents = [doc.char_span(start, start + 2, label="GROUP"), doc.char_span(start - 30, start, label="OLD")]
    annotate(doc, made_extraction())
    assert [span.text for span in doc.ents if span.label_ == "GROUP"] == ["居民"]
    assert "OLD" not in {span.label_ for span in doc.ents}


def test_a_quote_broken_by_words_is_two_spans():
    extraction = made_extraction()
    quote = extraction.figures[0].quote
    moved = extraction.figures[0].model_copy(
        update={"quote": quote.model_copy(update={"spans": (quote.spans[0], (0, 4)), "text": quote.text + TEXT[:4]})}
    )
    spans = labelled_spans(extraction.model_copy(update={"figures": (moved,)}), TEXT)
    assert [(start, end) for start, end, label, _ in spans if label == "FIGURE"] == [(0, 4), quote.spans[0]]


def test_a_loaded_record_needs_its_text():
    loaded = Extraction.model_validate_json(json_line(made_extraction()))
    nlp = spacy.blank("zh")
    with pytest.raises(InputError, match="give text="):
        to_doc(loaded, nlp)
    with pytest.raises(InputError, match="not the article"):
        to_doc(loaded, nlp, text=TEXT.replace("4万", "5万"))
    with pytest.raises(InputError, match="not the article"):
        to_doc(loaded, nlp, text=TEXT + "。")
    assert to_doc(loaded, nlp, text=TEXT).text == TEXT
