"""HTML: trafilatura tells which lines are the article; our own pass over the page tells where they stand in it.

The text of the Article is the raw page, and its `body` the article's lines, led back to the page. Where a line cannot
be found there, the extracted text is the Article's text, and a note says so. lxml drops what is nested deeper than
about 250 levels without a word (as seen in edgartools), so the page's own characters are counted against it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

from report_extract._decoding import RefusedError, decode
from report_extract._sources.given import Given, article_of, library
from report_extract._text import Alignment, Article, Candidate, Run
from report_extract.records import Unread

_SILENT = frozenset({"script", "style", "template", "noscript", "head", "svg", "select", "textarea", "iframe"})
_VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "col", "area", "base", "embed", "source", "wbr"})
_INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "big", "cite", "code", "em", "font", "i", "mark", "q", "s", "small", "span", "strong"}
    | {"sub", "sup", "time", "u", "wbr", "img", "ins", "del", "label"}
)
_HIDDEN = re.compile(r"display\s{0,4}:\s{0,4}none|visibility\s{0,4}:\s{0,4}hidden", re.IGNORECASE)
_AUTHORS = frozenset({"author", "article:author", "byl", "dc.creator"})
_LONGEST_AUTHOR = 80
_BLANK = re.compile(r"\s")
_FOUND = 0.98
_SHORT = 8
_DATES = {"extensive_search": False, "original_date": True}
_ENOUGH = 0.5
_LEAST = 30


class _Page(HTMLParser):
    """The visible characters of a page with their offsets; blocks are set apart by newlines without a source."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=False)
        self.characters: list[str] = []
        self.offsets: list[int] = []
        self.hidden: list[str] = []
        self.author = ""
        self._starts = [0, *(match.end() for match in re.finditer("\n", page))]
        self._silent: list[str] = []
        self.feed(page)
        self.close()

    def _at(self) -> int:
        line, column = self.getpos()
        return self._starts[line - 1] + column

    def _break(self) -> None:
        if self.characters and self.characters[-1] != "\n":
            self.characters.append("\n")
            self.offsets.append(-1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "meta" and not self.author:
            named = {name: value or "" for name, value in attrs}
            if (named.get("name") or named.get("property") or "").lower() in _AUTHORS:
                self.author = named.get("content", "").strip()
        if self._silent:
            if tag == self._silent[-1] and tag not in _VOID:
                self._silent.append(tag)
            return
        given = dict(attrs)
        hidden = "hidden" in given or _HIDDEN.search(given.get("style") or "") is not None
        if (tag in _SILENT or hidden) and tag not in _VOID:
            self._silent.append(tag)
        if tag not in _INLINE:
            self._break()

    def handle_endtag(self, tag: str) -> None:
        if self._silent:
            if tag == self._silent[-1]:
                self._silent.pop()
            elif tag in ("html", "body") or (self._silent[-1] == "head"):
                self._silent.clear()
        elif tag not in _INLINE:
            self._break()

    def handle_data(self, data: str) -> None:
        if self._silent:
            self.hidden.append(data)
            return
        start = self._at()
        for step, character in enumerate(data):
            self.characters.append(" " if character in "\r\n" else character)
            self.offsets.append(start + step)

    def _reference(self, text: str) -> None:
        if self._silent:
            return
        try:
            shown = unescape(text)
        except (ValueError, OverflowError):
            shown = text
        start = self._at()
        if len(shown) == 1:
            self.characters.append(" " if shown == "\xa0" else shown)
            self.offsets.append(start)
        else:
            self.handle_data(text)

    def handle_entityref(self, name: str) -> None:
        self._reference(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._reference(f"&#{name};")


def read_html(given: Given) -> Iterator[Article | Unread]:
    """The article of a web page."""
    page, encoding, notes = decode(given.data)
    yield page_article(given, page, encoding, notes)


def page_article(given: Given, page: str, encoding: str, notes: tuple[str, ...], name: str | None = None) -> Article:
    """The article of a decoded page, with its date where the metadata have one."""
    trafilatura = library("trafilatura", "html")
    try:
        found = trafilatura.bare_extraction(
            page, include_comments=False, with_metadata=True, date_extraction_params=_DATES
        )
    except Exception as error:  # a page that breaks lxml is read by our own pass
        notes = (*notes, f"html_extraction_failed: {type(error).__name__}")
        found = None
    shown = _Page(_closed(page))
    whole = "".join(shown.characters)
    lines = [line for line in (found.text or "").split("\n") if line.strip()] if found else []
    printed = _printed(found.date, page) if found and found.date else None
    day = (printed, "html metadata") if printed else None
    author = _author(shown.author, page)
    body, share = _located(shown, "\n".join(lines))
    title = _BLANK.sub("", found.title or "") if found else ""
    body = _with_title(whole, title, body)
    size = len(_BLANK.sub("", whole))
    if sum(map(len, lines)) < _LEAST or (_too_little(page) and sum(map(len, lines)) < _ENOUGH * size):
        if not whole.strip():
            raise RefusedError("empty", "no visible text in this page; a page with an article is needed")
        notes = (*notes, "html_whole_page: no article found in it, all visible text is read")
        ranges = [(0, len(whole))]
    elif share < _FOUND:
        text = "\n".join(lines)
        notes = (*notes, "offsets: in the text extracted from the page, which differs from the page")
        maker = _unplaced(author)
        return article_of(
            given, text, name=name, encoding=encoding, notes=notes, day=day, author=maker, offsets="extracted"
        )
    else:
        ranges = body
    traced = _traced(shown, ranges)
    return article_of(given, page, name=name, encoding=encoding, notes=notes, day=day, author=author, body=traced)


def _author(name: str, page: str) -> Candidate | None:
    """Who made the page, as its metadata say."""
    if not name or len(name) > _LONGEST_AUTHOR:
        return None
    at = page.find(name)
    return Candidate("byline", name, "html metadata", (at, at + len(name)) if at >= 0 else None)


def _unplaced(author: Candidate | None) -> Candidate | None:
    return replace(author, span=None) if author else None


def _closed(page: str) -> str:
    """The page up to what is opened and never closed: there html.parser would look ahead again for each `<`."""
    for opening, closing in (("<!--", "-->"), ("<![", "]>")):
        place = page.find(opening, page.rfind(closing) + 1)
        page = page if place < 0 else page[:place]
    end = page.rfind(">") + 1
    place = page.find("<", end)
    return page if place < 0 else page[:place]


def _with_title(whole: str, title: str, body: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The headline stands above the article, often outside of what is taken for it."""
    low = 0
    for line in whole.split("\n") if title and body else ():
        if low >= body[0][0]:
            break
        if _BLANK.sub("", line) == title:
            return [(low, low + len(line)), *body]
        low += len(line) + 1
    return body


def _printed(day: str, page: str) -> str | None:
    """The date as the page itself has it, None where it has none: a library may guess one from any digits."""
    year, month, rest = day[:4], day[5:7], day[8:10]
    forms = (day, f"{year}/{month}/{rest}", f"{year}.{month}.{rest}", f"{year}年{month}月{rest}日")
    return next((form for form in (*forms, f"{year}年{int(month)}月{int(rest)}日") if form in page), None)


def _too_little(page: str) -> bool:
    """Nested deeper than lxml follows."""
    depth = deepest = 0
    for match in re.finditer(r"<(/?)(?:div|section|span|table|td|ul|li|font|b|p)\b", page):
        depth = max(depth - 1, 0) if match[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest > 200


def _located(shown: _Page, extracted: str) -> tuple[list[tuple[int, int]], float]:
    """Ranges of visible lines that stand in the text extracted, and the share of that text that was found.

    A short line counts only where it follows the one before: 首页 of a menu may stand in an article too.
    """
    wanted = _BLANK.sub("", extracted)
    hidden = sum(len(piece) for data in shown.hidden if len(piece := _BLANK.sub("", data)) > 1 and piece in wanted)
    ranges: list[tuple[int, int]] = []
    found = at = low = 0
    for line in "".join(shown.characters).split("\n"):
        high = low + len(line)
        compact = _BLANK.sub("", line)
        place = wanted.find(compact, at) if compact else -1
        if place >= 0 and (place == at or len(compact) >= _SHORT):
            ranges.append((low, high))
            found += len(compact)
            at = place + len(compact)
        low = high + 1
    return ranges, found / max(len(wanted) - hidden, 1)


def _traced(shown: _Page, ranges: list[tuple[int, int]]) -> tuple[str, Alignment]:
    parts: list[str] = []
    runs: list[Run] = []
    view = 0
    for low, high in ranges:
        for index in range(low, high):
            if shown.offsets[index] >= 0:
                runs.append(Run(view + index - low, shown.offsets[index], 1))
        parts.append("".join(shown.characters[low:high]) + "\n")
        view += high - low + 1
    return "".join(parts), Alignment.of(runs)
