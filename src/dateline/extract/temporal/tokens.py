"""The tokens of a text and its sentences: the first half of the find stage.

A token is a word, a number, a clock time, a numeric date or a sign of punctuation, with its place in the text. `signs`
has one character for each token: the sign of a known word (`vocabulary`), or a letter for a kind of number or unknown
word; the grammar reads nothing else. The end of a line is a blank, an empty
line is a break.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from dateline.extract.temporal.vocabulary import Vocabulary

_TOKEN = re.compile(
    r"(?P<iso>\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?(?![\d-]))"
    r"|(?P<figures>\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d{2})(?![\d/])|\d{4}/\d{1,2}/\d{1,2}(?!\d))"
    r"|(?P<fraction>(?<![\d/])1/[234](?![\d/])|[½¼¾])"
    r"|(?P<clock>\d{1,2}:\d{2}(?::\d{2})?(?!\d))"
    r"|(?P<float>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)"
    r"|(?P<decade>(?:\d{3}0['’]?s|['’`]\d0s|\d{1,2}0s(?=\s+B\.?\s?C))(?![^\W_]))"
    r"|(?P<short>['’`]\d\d(?!\w))"
    r"|(?P<nth>\d+(?:st|nd|rd|th)(?!\w))"
    r"|(?P<number>\d+)"
    r"|(?P<half>[ap]\.\s?m\.?(?!\w)|[AP]\.M\.?(?!\w)|[ap]m(?!\w)|[AP]M(?!\w))"
    r"|(?P<era>B\.\s?C\.\s?E\.|B\.\s?C\.?(?!\w)|BCE?(?!\w)|A\.D\.|AD(?!\w))"
    r"|(?P<word>o['’]clock|[^\W\d_]+)"
    r"|(?P<tail>['’](?:s|S|ll|re|ve|d)(?![^\W_])|['’](?=\s))"
    r"|(?P<break>[^\S\n]*\n[^\S\n]*\n\s*)"
    r"|(?P<dash>--+|[–—―‒]|-)"
    r"|(?P<other>[^\w\s])"
)
_KINDS = {
    "iso": "i", "figures": "q", "fraction": "h", "clock": "c", "float": "f", "decade": "s", "short": "a", "half": "m",
    "era": "e", "break": "¶",
}  # fmt: skip
_KEPT = frozenset(',.()/:;%$£€?!"')
_QUOTES = frozenset("“”„«»`")
_CLOSERS = frozenset(")\"'")
_EARLIEST_YEAR, _LATEST_YEAR = 1000, 2199


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its place, its text in lower case, its kind and whether it began with a capital."""

    start: int
    end: int
    word: str
    kind: str
    capital: bool


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text, their signs, and the numbers of the tokens that begin a sentence."""

    text: str
    tokens: tuple[Token, ...]
    signs: str
    sentences: tuple[int, ...]

    def sentence(self, index: int) -> tuple[int, int]:
        """Return the first token of the sentence of a token, and the first of the next sentence."""
        place = bisect_right(self.sentences, index)
        end = self.sentences[place] if place < len(self.sentences) else len(self.tokens)
        return self.sentences[place - 1], end


def tokenize(text: str, vocabulary: Vocabulary) -> Tokens:
    """Return the tokens of any text."""
    known = vocabulary.signs
    tokens: list[Token] = []
    signs: list[str] = []
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup or "other"
        shown = found.group()
        word = shown.lower().replace("’", "'")
        sign = _sign(kind, shown, found)
        if kind == "word":
            sign = known.get(word) or ("X" if shown[0].isupper() else "x")
        tokens.append(Token(found.start(), found.end(), word, kind, shown[0].isupper()))
        signs.append(sign)
    line = "".join(signs)
    return Tokens(text, tuple(tokens), line, _sentences(tokens, line, vocabulary))


def _sign(kind: str, shown: str, found: re.Match[str]) -> str:
    if kind in _KINDS:
        return _KINDS[kind]
    if kind == "number":
        return _number_sign(shown)
    if kind == "nth":
        return "o" if len(shown) <= 4 and 1 <= int(shown[:-2]) <= 31 else "O"
    if kind == "tail":
        return "'"
    if kind == "dash":
        return _dash_sign(shown, found)
    if shown in _QUOTES:
        return '"'
    return shown if shown in _KEPT else "_"


def _number_sign(shown: str) -> str:
    if not shown.isascii():
        return "_"
    if len(shown) <= 2:
        return "d" if 1 <= int(shown) <= 31 else "n"
    return "y" if len(shown) == 4 and _EARLIEST_YEAR <= int(shown) <= _LATEST_YEAR else "n"


def _dash_sign(shown: str, found: re.Match[str]) -> str:
    """Return `-` for a hyphen between two words and `–` for every other dash."""
    text, start, end = found.string, found.start(), found.end()
    tight = start and end < len(text) and text[start - 1].isalnum() and text[end].isalnum()
    return "-" if shown in "-–" and tight else "–"


def _sentences(tokens: list[Token], signs: str, vocabulary: Vocabulary) -> tuple[int, ...]:
    begins = [0]
    abbreviations = vocabulary.classes["ABBREVIATION"]
    for found in re.finditer(r"[.?!][)\"']*(?=[^,;:a-z])|¶", signs):
        index, after = found.start(), found.end()
        if signs[index] == ".":
            word = tokens[index - 1].word if index else ""
            following = tokens[after] if after < len(tokens) else None
            if word in abbreviations or len(word) == 1 or (following and not _can_begin(following)):
                continue
        begins.append(after)
    return tuple(dict.fromkeys(begins))


def _can_begin(token: Token) -> bool:
    return token.capital or token.kind in {"number", "other", "break", "float", "dash", "nth", "clock"}
