"""Watch the rules at work on one place of an article.

In: a call that extracts, and a source offset. Out: every rule that was asked about the place, in the order of asking,
with its answer and the condition under which it answered; the candidates before overlaps were settled, and what was
left. The rules know nothing of it: they are watched by `sys.settrace`, so normal runs pay nothing and an explanation
can never differ from what the code does. A rule is a function of `_kinds` that takes a span and answers with a mention,
a verdict or None; its condition is the `if` that stands around the `return` it left by.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from textwrap import dedent
from types import CodeType, FrameType, ModuleType
from typing import Any

from report_extract import _kinds
from report_extract._facts import Mention
from report_extract._kinds.numeral import NUMERALS
from report_extract._stages import recognise as stage
from report_extract._text import Document, Span

_ANSWERS = re.compile(r"\bNone\b|\bbool\b|\bMention\b|\bSkip\b")
_LONGEST = 60  # a span this long is a sentence or a page, not a place
_NUMERAL = re.compile(f"[{''.join(sorted(NUMERALS))}.,]{{1,40}}")


@dataclass(frozen=True, slots=True)
class Step:
    """A rule that was asked: how deep in other rules, its first line of words, its answer, under which condition."""

    depth: int
    module: str
    rule: str
    says: str
    answer: str
    declined: bool
    condition: str


@dataclass(frozen=True, slots=True)
class Trace:
    """What happened at view[place]: steps, candidates that touch it, and mentions that were left."""

    document: Document
    place: Span
    steps: tuple[Step, ...]
    candidates: tuple[Mention, ...]
    settled: tuple[Mention, ...]


def trace(extract: Callable[[], object], offset: int) -> Trace | None:
    """Run `extract` and watch it at a source offset; None where that character is not part of the view."""
    watcher = _Watcher(offset)
    before = sys.gettrace()
    sys.settrace(watcher.called)
    try:
        extract()
    finally:
        sys.settrace(before)
    if watcher.document is None or watcher.place is None:
        return None
    start, end = watcher.place
    touching = [m for m in watcher.candidates if m.start < end and start < m.end]
    left = [m for m in watcher.settled if m.start < end and start < m.end]
    return Trace(watcher.document, watcher.place, tuple(watcher.steps), tuple(touching), tuple(left))


class _Watcher:
    """The trace function's memory."""

    def __init__(self, offset: int) -> None:
        self.offset = offset
        self.document: Document | None = None
        self.place: Span | None = None
        self.steps: list[Step] = []
        self.candidates: list[Mention] = []
        self.settled: tuple[Mention, ...] = ()
        self._rules = _rules()
        self._depth = 0

    def called(self, frame: FrameType, event: str, arg: Any) -> Callable[..., Any] | None:
        """The global trace function: look closer at rules that are asked about the place, and at the settling."""
        del event, arg
        code = frame.f_code
        if code is stage.recognise.__code__:
            self._found_document(frame.f_locals["document"])
        elif code is stage.settle.__code__:
            self.candidates = [m for mentions in frame.f_locals["found"].values() for m in mentions]
            return self._settling
        elif self.place is not None and code in self._rules and _about(frame, self.place):
            self.steps.append(Step(self._depth, "", "", "", "", True, ""))
            return _Answer(self, frame.f_code, len(self.steps) - 1)
        return None

    def _found_document(self, document: Document) -> None:
        self.document = document
        view = next((v for v in range(len(document.text)) if document.alignment.source_of(v) == self.offset), None)
        self.place = None if view is None else _place(document, view)

    def _settling(self, frame: FrameType, event: str, arg: Any) -> Callable[..., Any]:
        del frame
        if event == "return" and arg is not None:
            self.settled = arg
        return self._settling

    def answered(self, code: CodeType, index: int, answer: Any, line: int) -> None:
        """A rule returned."""
        rule = self._rules[code]
        says = " ".join((inspect.getdoc(rule) or "").partition("\n\n")[0].split())
        declined = answer is None or answer is False or (isinstance(answer, tuple) and not answer)
        module = rule.__module__.rpartition(".")[2]
        shown = _shown(answer, self.document)
        self.steps[index] = Step(
            self.steps[index].depth, module, rule.__name__.lstrip("_"), says, shown, declined, condition_of(rule, line)
        )

    def deeper(self, by: int) -> None:
        """Rules asked from here on are asked by another rule (1), or no longer (-1)."""
        self._depth += by


class _Answer:
    """The local trace function of one call."""

    def __init__(self, watcher: _Watcher, code: CodeType, index: int) -> None:
        self._watcher, self._code, self._index = watcher, code, index
        watcher.deeper(1)

    def __call__(self, frame: FrameType, event: str, arg: Any) -> _Answer:
        if event == "return":
            self._watcher.deeper(-1)
            self._watcher.answered(self._code, self._index, arg, frame.f_lineno)
        return self


def _place(document: Document, view: int) -> Span:
    """The numeral, or else the word, that holds a character."""
    for found in _NUMERAL.finditer(document.text, max(0, view - 40), view + 40):
        if found.start() <= view < found.end():
            return found.span()
    return document.word_span(document.word_index(view))


@lru_cache(maxsize=1)
def _rules() -> dict[CodeType, Any]:
    """The functions that are rules, by their code."""
    out: dict[CodeType, Any] = {}
    for module in _modules(_kinds):
        for function in vars(module).values():
            if inspect.isfunction(function) and function.__module__ == module.__name__ and _is_rule(function):
                out[inspect.unwrap(function).__code__] = inspect.unwrap(function)
    return out


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        yield importlib.import_module(found.name)


def _is_rule(function: Any) -> bool:
    annotations = function.__annotations__
    return "return" in annotations and len(annotations) > 1 and bool(_ANSWERS.search(str(annotations["return"])))


def _about(frame: FrameType, place: Span) -> bool:
    """True where an argument is a span that touches the place."""
    code = frame.f_code
    names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    given = frame.f_locals
    spans = [_span(given[name]) for name in names if name in given]
    start, end = given.get("start"), given.get("end")
    if isinstance(start, int):
        spans.append((start, end if isinstance(end, int) else start + 1))
    return any(
        span is not None and span[0] < place[1] and place[0] < span[1] and span[1] - span[0] <= _LONGEST
        for span in spans
    )


def _span(value: Any) -> Span | None:
    if isinstance(value, re.Match):
        return value.span()
    if isinstance(value, Document):
        return None
    start, end = getattr(value, "start", None), getattr(value, "end", None)
    return (start, end) if isinstance(start, int) and isinstance(end, int) else None


def _shown(answer: Any, document: Document | None) -> str:
    """An answer in few words."""
    if answer is None or isinstance(answer, bool):
        return "yes" if answer else "no"
    if isinstance(answer, str | int):
        return str(answer)
    span = _span(answer)
    words = document.text[slice(*span)] if document is not None and span is not None else ""
    if isinstance(answer, Mention):
        return f"{answer.rule} {words}"
    name = type(answer).__name__
    return f"{name.lower()} {words}".strip() if words or not isinstance(answer, Sequence) else "yes"


def condition_of(function: Any, line: int) -> str:
    """The `if` around the `return` at a line of a function, as written; empty where nothing stands around it."""
    tests = _tests(inspect.getsource(function), function.__code__.co_firstlineno)
    return tests.get(line, "")


@lru_cache(maxsize=512)
def _tests(source: str, first: int) -> dict[int, str]:
    """Line of a `return` → the test that leads to it."""
    out: dict[int, str] = {}

    def walk(nodes: Sequence[ast.stmt], test: str) -> None:
        for node in nodes:
            if isinstance(node, ast.Return):
                for line in range(node.lineno, (node.end_lineno or node.lineno) + 1):
                    out[first + line - 1] = test
            elif isinstance(node, ast.If):
                walk(node.body, ast.unparse(node.test))
                walk(node.orelse, f"not ({ast.unparse(node.test)})")
            elif isinstance(node, ast.For | ast.While | ast.With | ast.Try):
                walk(node.body, test)

    walk(ast.parse(dedent(source)).body[0].body, "")  # type: ignore[attr-defined]
    return out
