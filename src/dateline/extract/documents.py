"""From the bytes of a text, Markdown or HTML file to cleaned text, with its title, its date and its paragraphs.

The cleaned text is what every offset of extraction refers to. Plain text stays as it stands but for a byte order mark
and the ends of lines; Markdown and HTML lose their marks (`pages`). Head lines, front matter and lines that say
when and by whom a piece was published are told apart from its paragraphs. Knows no events and no actors.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from dataclasses import dataclass
from pathlib import PurePath

from dateline.diagnostics import Diagnostic
from dateline.extract.pages import Page, from_html, from_markdown
from dateline.readers.lines import Place
from dateline.readers.sniff import decode
from dateline.when import When, read_date

HTML_SUFFIXES = (".html", ".htm", ".xhtml")
MARKDOWN_SUFFIXES = (".md", ".markdown")
SUFFIXES = (".txt", ".text", *MARKDOWN_SUFFIXES, *HTML_SUFFIXES)
"""The suffixes of files that hold prose."""

_HEAD_LINES = 12
_LONGEST_HEAD = 180
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?"
_DAY = re.compile(
    rf"\b{_WEEKDAY}(?:(?P<md>{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}})|(?P<dm>\d{{1,2}}(?:st|nd|rd|th)? {_MONTH},?"
    r" \d{4})|(?P<iso>\d{4}-\d{2}-\d{2}))\b",
    re.IGNORECASE,
)
_AROUND_DAY = re.compile(
    r"^\W*(?:(?:first |last )?(?:published|posted|updated|issued|date|dated|on|by [^|,.]{2,40})\W*)*$", re.IGNORECASE
)
_AFTER_DAY = re.compile(r"^\s*after (?P<day>.+?)\.?\s*$", re.IGNORECASE)
_DATELINE = re.compile(
    r"^(?P<place>[A-Z][\w'’.-]*(?:[ /-][A-Z][\w'’.-]*){0,3}(?:, [A-Z][\w.]+(?: [A-Z][\w.]+)?)?)"
    rf"(?:, (?P<day>{_WEEKDAY}(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?:,? \d{{4}})?))?"
    r"(?: ?\((?P<agency>[\w ./-]{2,30})\))?(?P<dash> ?(?:[-–—]{1,2}) )",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*\s*$")


@dataclass(frozen=True, slots=True)
class Document:
    """One piece of prose. `paragraphs` are stretches of `text` that hold sentences, headings left out.

    `published` is the day of publication as the document or the caller says, `published_edtf` the same as EDTF, which
    can also be open (`2017-12-05/..`); `dateline` is the place that stands before the first sentence.
    """

    name: str
    text: str
    title: str
    paragraphs: tuple[tuple[int, int], ...]
    published: datetime.date | None = None
    published_edtf: str | None = None
    dateline: str | None = None

    @property
    def hash(self) -> str:
        """`sha256:` and the hexadecimal digest of the text."""
        return "sha256:" + hashlib.sha256(self.text.encode("utf-8")).hexdigest()


def read_document(
    data: bytes, name: str, *, date: datetime.date | None = None
) -> tuple[Document | None, list[Diagnostic]]:
    """Read one document; `date` goes before the date that it gives itself.

    Bytes that are no text give no document and E101; a document without a day of publication gives W701, one
    without a sentence W702.
    """
    raw, problems = decode(data, name)
    if raw is None:
        return None, problems
    page = _page(raw.replace("\r\n", "\n").replace("\r", "\n"), name)
    document = _document(page, name, date)
    place = Place(name)
    if not document.paragraphs:
        problems.append(
            place.warning("W702", "No sentence was found in this text.", "Give a text with whole sentences.")
        )
    elif document.published is None and document.published_edtf is None:
        message = "The text does not say when it was published, so that July 24 or Monday cannot be told apart by year."
        problems.append(place.warning("W701", message, "Give the day of publication with --date."))
    return document, problems


def _page(text: str, name: str) -> Page:
    suffix = PurePath(name).suffix.lower()
    head = text.lstrip()[:200].lower()
    if suffix in HTML_SUFFIXES or head.startswith(("<!doctype html", "<html")):
        return from_html(text)
    if suffix in MARKDOWN_SUFFIXES or text.startswith("---\n"):
        return from_markdown(text)
    return Page(text)


def _document(page: Page, name: str, date: datetime.date | None) -> Document:
    text = page.text
    blocks = _blocks(text)
    heads = _heads(text, blocks)
    body = [block for block in blocks if block[0] >= heads]
    lines = [line.strip() for line in text[:heads].splitlines() if line.strip()]
    place, day, start = _dateline(text, body[0] if body else None)
    if start:
        body[0] = (start, body[0][1])
    title = page.title or next((_plain(line) for line in lines if not _dated(line)), "")
    title = title or _first_words(text[body[0][0] :] if body else "", name)
    edtf = date.isoformat() if date else _published(page.date, lines, day)
    return Document(name, text, title, tuple(body), _as_day(edtf), edtf, place)


def _blocks(text: str) -> list[tuple[int, int]]:
    """Return the stretches between blank lines, white space trimmed; a list of headed lines is taken apart."""
    blocks = []
    for match in re.finditer(r"\S(?:.|\n(?![ \t]*\n))*", text):
        body = match.group().rstrip()
        blocks.append((match.start(), match.start() + len(body)))
    return blocks


def _heads(text: str, blocks: list[tuple[int, int]]) -> int:
    """Return where the first paragraph begins: behind all lines that are no sentences."""
    seen = 0
    for start, end in blocks:
        at = start
        for line in text[start:end].split("\n"):
            stripped = line.strip()
            seen += 1
            is_head = len(stripped) <= _LONGEST_HEAD and not _SENTENCE_END.search(stripped)
            if stripped and (seen > _HEAD_LINES or not (is_head or _dated(stripped))):
                return at
            at += len(line) + 1
    return blocks[0][0] if len(blocks) == 1 and " " in text[slice(*blocks[0])] else len(text)


def _dated(line: str) -> bool:
    """Tell whether a line gives a date of publication and little else."""
    if _AFTER_DAY.match(line):
        return True
    found = _DAY.search(line)
    if not found:
        return False
    before, after = line[: found.start()], line[found.end() :]
    if not _AROUND_DAY.match(before):
        return False
    is_sentence = len(line) > _LONGEST_HEAD or _SENTENCE_END.search(line)
    goes_on = after.lstrip().startswith(("|", "-", "–", "—", ","))
    return not after.strip(" *_.)") or (goes_on and not is_sentence)


def _published(front: str | None, lines: list[str], day: str | None) -> str | None:
    """Return the date of publication as EDTF: front matter, a line of its own, a heading, the dateline."""
    alone = [line for line in lines if _dated(line)]
    others = [line for line in lines if line not in alone]
    for candidate in (front, *alone, *others, day):
        if candidate is None:
            continue
        after = _AFTER_DAY.match(candidate)
        found = _DAY.search(candidate)
        when = _when(found.group()) if found else None
        if when is not None:
            return f"{when.edtf}/.." if after else when.edtf
    return None


def _when(words: str) -> When | None:
    return read_date(re.sub(rf"^{_WEEKDAY}", "", words, flags=re.IGNORECASE)).when


def _as_day(edtf: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(edtf) if edtf else None
    except ValueError:
        return None


def _dateline(text: str, first: tuple[int, int] | None) -> tuple[str | None, str | None, int]:
    """Return place and day of a head such as `GENEVA, March 21, 2023 - `, and where the sentence begins."""
    found = _DATELINE.match(text[slice(*first)][:160]) if first else None
    if not found or not first:
        return None, None, 0
    place = found["place"]
    if not (place.split(",")[0].isupper() or found["day"] or found["agency"]):
        return None, None, 0
    return place, found["day"], first[0] + found.end()


def _plain(line: str) -> str:
    return line.strip("#*_ \t")


def _first_words(text: str, name: str) -> str:
    words = text.split(maxsplit=8)
    return " ".join(words[:8]) if words else PurePath(name).stem
