"""Finds the exact words of a quote in the text of its source, and reads that text.

The text of a source is its file as UTF-8, a byte order mark dropped and CR LF turned into LF, nothing else; that text
is hashed, and characters are counted in it from 0, as Unicode code points. A quote is looked up as it is, then with
every run of white space counted as one blank, because folded YAML and wrapped files break lines differently; what is
kept is always the exact slice of the text. Files outside of the timeline's folder are never opened.
"""

from __future__ import annotations

import difflib
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from dateline.readers.timeline.values import Fault

CONTEXT = 32
_HINT = "Give the path of a UTF-8 text file in the folder of the timeline, its parts joined by `/`."
_SAVE_AS = "Save it as plain text in UTF-8."
_NEAR = 0.5
_SHORTLIST = 8


@dataclass(frozen=True, slots=True)
class Passage:
    """A quote, with its place and surroundings where the text of its source is known."""

    quote: str
    start: int | None = None
    end: int | None = None
    prefix: str | None = None
    suffix: str | None = None
    times: int = 1


def read_text(folder: Path | None, path: str) -> str | Fault:
    """Return the text of a file below a folder, links followed, or the fault E403."""
    if folder is None:
        return Fault("E403", f"The text {path!r} cannot be read: the timeline is not in a folder.", _HINT)
    try:
        root = folder.resolve()
        whole = (root / path).resolve()
        if not whole.is_relative_to(root):
            return Fault("E403", f"The text {path!r} lies outside of the folder of the timeline.", _HINT)
        text = whole.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        return Fault("E403", f"The text {path!r} is not UTF-8: byte {problem.start + 1} does not fit.", _SAVE_AS)
    except (OSError, ValueError, RuntimeError) as problem:
        reason = getattr(problem, "strerror", None) or "the path makes no sense"
        return Fault("E403", f"The text {path!r} cannot be read: {reason}.", _HINT)
    if not text.strip():
        return Fault("E403", f"The text {path!r} is empty.", _SAVE_AS)
    return text.replace("\r\n", "\n")


def text_hash(text: str) -> str:
    """Return `sha256:` and the hexadecimal digest of a text."""
    return "sha256:" + hashlib.sha256(text.encode("utf-8")).hexdigest()


def locate(text: str, quote: str) -> Passage | None:
    """Return the first place of a quote in a text and how often it stands there, or None."""
    start = text.find(quote)
    if start >= 0:
        return _passage(text, start, start + len(quote), times=text.count(quote))
    pattern = r"\s+".join(re.escape(word) for word in quote.split())
    found = list(re.finditer(pattern, text)) if pattern else []
    return _passage(text, found[0].start(), found[0].end(), times=len(found)) if found else None


def nearest(text: str, quote: str) -> str | None:
    """Return the stretch of the text that is most like a quote, or None when nothing is like it."""
    words = list(re.finditer(r"\S+", text))
    length = len(quote.split())
    if not words or not length:
        return None
    starts = _shortlist([word[0].lower() for word in words], set(quote.lower().split()), length)
    stretches = [text[words[i].start() : words[min(i + length, len(words)) - 1].end()] for i in starts]
    matcher = difflib.SequenceMatcher(b=quote, autojunk=False)
    scored = []
    for stretch in stretches:
        matcher.set_seq1(stretch)
        scored.append((matcher.ratio(), stretch))
    ratio, best = max(scored)
    return " ".join(best.split()) if ratio >= _NEAR else None


def _shortlist(words: list[str], wanted: set[str], length: int) -> list[int]:
    shared = [word in wanted for word in words]
    count = sum(shared[:length])
    counts = [count]
    for index in range(1, max(len(words) - length, 0) + 1):
        count += shared[index + length - 1] - shared[index - 1]
        counts.append(count)
    return sorted(range(len(counts)), key=lambda index: (-counts[index], index))[:_SHORTLIST]


def _passage(text: str, start: int, end: int, *, times: int) -> Passage:
    prefix, suffix = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    return Passage(text[start:end], start, end, prefix=prefix or None, suffix=suffix or None, times=times)
