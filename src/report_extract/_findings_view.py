"""Findings for eyes: the sentence with its figures marked, what is said of them, the sum, what else may be true.

In: a record and its findings. Out: rich text; without colours the figures stand in 【】.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from report_extract._checks.reading import Reading, read
from report_extract._ledger import one_line
from report_extract.records import Extraction, Finding

PLAIN_WIDTH = 100
VERDICTS = {"inconsistent": "不一致", "doubtful": "存疑", "consistent": "一致", "untestable": "无法核对"}
_COLOURS = {"S1": "bold white on red", "S2": "bold black on yellow", "S3": "bold black on cyan", "S4": "dim"}
_MARK = {"S1": "bold red", "S2": "bold yellow", "S3": "bold cyan", "S4": "bold"}
_QUIET = {"consistent": "green", "untestable": "dim"}
_AROUND = 60  # characters kept to either side of the figures of a long sentence
_ALARMS = ("inconsistent", "doubtful")


def article_view(
    extraction: Extraction, findings: Sequence[Finding], tested: Iterable[Finding], *, coloured: bool
) -> RenderableType:
    """An article's findings, the alarms first on the page; `tested` are all results, which a silence is told by."""
    reading = read(extraction, extraction.text)
    rows: list[RenderableType] = [_head(extraction, findings, tested)]
    for finding in findings:
        rows.append(Padding(_finding(finding, extraction, reading, coloured), (1, 0, 0, 2)))
    if findings:
        rows.append(Text())
    return Group(*rows)


def plain_view(extraction: Extraction, findings: Sequence[Finding], tested: Iterable[Finding]) -> str:
    """The same as plain text of a fixed width, without colours."""
    text = io.StringIO()
    console = Console(file=text, width=PLAIN_WIDTH, color_system=None, force_terminal=False, legacy_windows=False)
    console.print(article_view(extraction, findings, tested, coloured=False))
    return "".join(f"{line.rstrip()}\n" for line in text.getvalue().removesuffix("\n").split("\n"))


def place(extraction: Extraction, finding: Finding) -> str:
    """Line and column of the first figure where the text is known, its offset where it is not.

    Lines and columns count from 1, columns in characters.
    """
    if not finding.evidence:
        return ""
    start = min(span[0] for quote in finding.evidence for span in quote.spans)
    if extraction.text is None:
        return f"@{start}"
    line = extraction.text.count("\n", 0, start) + 1
    return f"{line}:{start - (extraction.text.rfind(chr(10), 0, start) + 1) + 1}"


def _head(extraction: Extraction, findings: Sequence[Finding], tested: Iterable[Finding]) -> Text:
    results = Counter(row.verdict for row in tested)
    severities = Counter(row.severity for row in findings if row.verdict in _ALARMS)
    name = extraction.article.source or extraction.article.headline or "text"
    head = Text(one_line(name), style="bold")
    if severities:
        head.append("  ")
        head.append(" · ".join(f"{n} {severity}" for severity, n in sorted(severities.items())), style="bold")
    else:
        head.append("  未见不一致", style="green")
    open_ = results["untestable"]
    head.append(f"  核对 {results.total() - open_} 项，无法核对 {open_} 项", style="dim")
    return head


def _finding(finding: Finding, extraction: Extraction, reading: Reading, coloured: bool) -> RenderableType:
    alarm = finding.verdict in _ALARMS
    head = Text()
    if alarm:
        head.append(f" {finding.severity} ", style=_COLOURS[finding.severity])
        head.append(f" {VERDICTS[finding.verdict]}", style="bold")
    else:
        head.append(f" {VERDICTS[finding.verdict]}", style=_QUIET[finding.verdict])
    head.append(f"  {finding.code}  {place(extraction, finding)}", style="dim")
    style = _MARK[finding.severity] if alarm else "bold"
    rows: list[RenderableType] = [head]
    rows += [Padding(text, (0, 0, 0, 4)) for text in marked(finding, reading, style, coloured=coloured)]
    body = Table.grid(padding=(0, 2))
    body.add_column(style="dim", no_wrap=True)
    body.add_column(overflow="fold")
    for label, text in _told(finding):
        body.add_row(label, Text(text))
    rows.append(Padding(body, (0, 0, 0, 4)))
    return Group(*rows)


def _told(finding: Finding) -> Iterable[tuple[str, str]]:
    yield "说明", finding.message
    if finding.computation:
        yield "算式", finding.computation
    for n, reading in enumerate(finding.nearest):
        yield "" if n else "近似", reading
    if finding.innocent:
        yield "或因", "；".join(finding.innocent)
    if finding.policy:
        yield "口径", finding.policy


def marked(finding: Finding, reading: Reading, style: str, *, coloured: bool) -> list[Text]:
    """The sentences that hold the finding's evidence, each once, the evidence marked."""
    spans: dict[int, list[tuple[int, int]]] = {}
    for quote in finding.evidence:
        found = reading.place(quote)
        if found is not None:
            spans.setdefault(reading.sentence(found[0]), []).append(found)
    return [_sentence(reading, sentence, sorted(rows), style, coloured) for sentence, rows in sorted(spans.items())]


def _sentence(reading: Reading, sentence: int, spans: Sequence[tuple[int, int]], style: str, coloured: bool) -> Text:
    low, high = reading.sentence_span(sentence)
    first, last = max(low, spans[0][0] - _AROUND), min(high, max(end for _, end in spans) + _AROUND)
    out = Text("…" if first > low else "")
    at = first
    for start, end in spans:
        if start < at:
            continue
        out.append(_line(reading.text[at:start]))
        words = _line(reading.text[start:end])
        out.append(words if coloured else f"【{words}】", style=style)
        at = end
    out.append(_line(reading.text[at:last]))
    if last < high:
        out.append("…")
    return out


def _line(text: str) -> str:
    """On one line, as it stands otherwise."""
    return text.strip("\n").replace("\n", " ").replace("\r", "").replace("\t", " ")
