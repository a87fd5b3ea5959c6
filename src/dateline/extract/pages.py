"""Takes the marks off Markdown and HTML, so that only the words remain, with the title and date that they carry.

HTML is read by trafilatura, which tells an article from the menus, captions and notices around it; without it (the
extra `dateline[extract]`) a plain reader of the standard library keeps headings and paragraphs alone. Knows nothing
of what the words say.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from html.parser import HTMLParser

import yaml

_FRONT = re.compile(r"\A---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FENCE = re.compile(r"^(```|~~~).*?^\1[^\n]*$", re.DOTALL | re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_IMAGE = re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)")
_LINK = re.compile(r"\[([^\]\n]+)\]\([^)\n]*\)")
_REFERENCE = re.compile(r"\[([^\]\n]+)\]\[[^\]\n]*\]")
_DEFINITION = re.compile(r"^ {0,3}\[[^\]\n]+\]:[^\n]*$", re.MULTILINE)
_MARKS = re.compile(r"^[ \t]{0,3}(?:#{1,6}[ \t]+|>[ \t]?|[-*+][ \t]+|\d{1,3}\.[ \t]+(?=\D))", re.MULTILINE)
_RULE = re.compile(r"^[ \t]*(?:[-*_=][ \t]*){3,}$", re.MULTILINE)
_EMPHASIS = re.compile(r"(?<!\w)(\*{1,3}|_{1,3})(?=\S)([^*_\n]+?)(?<=\S)\1(?!\w)")
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]*>")
_BLANK_LINES = re.compile(r"\n[ \t]*\n[ \t\n]*")
_SKIPPED = frozenset(
    (
        "script",
        "style",
        "nav",
        "header",
        "footer",
        "aside",
        "form",
        "figure",
        "figcaption",
        "noscript",
        "button",
        "svg",
        "template",
    )
)
_BLOCKS = frozenset(("p", "h1", "h2", "h3", "h4", "li", "blockquote", "div", "br", "section", "article", "td", "tr"))


@dataclass(frozen=True, slots=True)
class Page:
    """Cleaned text, with the title and the words of the date that stood in its front matter or its metadata."""

    text: str
    title: str = ""
    date: str | None = None


def from_markdown(text: str) -> Page:
    """Return the words of a Markdown text, its front matter read and left out."""
    title, date = "", None
    front = _FRONT.match(text)
    if front:
        title, date = _front(front[1])
        text = text[front.end() :]
    for pattern in (_COMMENT, _FENCE, _DEFINITION, _IMAGE, _RULE):
        text = pattern.sub("", text)
    heading = re.search(r"^#[ \t]+(.+?)[ \t#]*$", text, re.MULTILINE)
    title = title or (heading[1] if heading else "")
    for pattern in (_LINK, _REFERENCE):
        text = pattern.sub(r"\1", text)
    for _ in range(2):
        text = _EMPHASIS.sub(r"\2", text)
    text = html.unescape(_TAG.sub("", _MARKS.sub("", text)))
    return Page(_BLANK_LINES.sub("\n\n", text).strip("\n") + "\n", _EMPHASIS.sub(r"\2", title), date)


def _front(block: str) -> tuple[str, str | None]:
    """Return title and date of front matter; what cannot be read is left aside."""
    try:
        fields = yaml.load(block, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError, ValueError):
        return "", None
    if not isinstance(fields, dict):
        return "", None
    texts = {str(key).lower(): value for key, value in fields.items() if isinstance(value, str)}
    return texts.get("title", ""), texts.get("date") or texts.get("published")


def from_html(text: str) -> Page:
    """Return the article of a web page as paragraphs between blank lines."""
    try:
        import trafilatura
    except ImportError:
        return _plain(text)
    metadata = trafilatura.extract_metadata(text)
    body = trafilatura.extract(text, include_comments=False, include_tables=False, include_formatting=False)
    if not body:
        return _plain(text)
    paragraphs = body.replace("\n", "\n\n")
    title = (metadata.title or "") if metadata else ""
    return Page(paragraphs + "\n", title, metadata.date if metadata else None)


def _plain(text: str) -> Page:
    reader = _Words()
    reader.feed(text)
    reader.close()
    body = _BLANK_LINES.sub("\n\n", "".join(reader.parts)).strip()
    return Page(body + "\n", re.sub(r"\s+", " ", "".join(reader.title)).strip(), reader.date)


class _Words(HTMLParser):
    """Collects the text of headings and paragraphs, the title, and the date in the metadata."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.title: list[str] = []
        self.date: str | None = None
        self._skipped: list[str] = []
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "meta":
            fields = dict(attrs)
            name = (fields.get("property") or fields.get("name") or "").lower()
            if name in ("article:published_time", "date", "dc.date", "dcterms.issued"):
                self.date = self.date or fields.get("content")
        elif tag == "title":
            self._in_title = True
        elif tag in _SKIPPED:
            self._skipped.append(tag)
        elif tag in _BLOCKS:
            self.parts.append("\n\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False
        elif tag in self._skipped:
            del self._skipped[self._skipped.index(tag) :]
        elif tag in _BLOCKS:
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title.append(data)
        elif not self._skipped:
            self.parts.append(re.sub(r"\s+", " ", data))
