"""The errors that callers may see: one line each, naming the culprit and what would have been right."""

from __future__ import annotations


class ReportExtractError(Exception):
    """Base of every error this package raises on purpose."""


class InputError(ReportExtractError):
    """The input given (a text, a path, a date, an option) cannot be used."""


class LexiconError(ReportExtractError):
    """A lexicon or gazetteer file is at fault; the message lists file, entry and field, all faults at once."""


class EngineError(ReportExtractError):
    """A segmenter or tagger cannot be loaded; the message says what is missing and how to get it."""
