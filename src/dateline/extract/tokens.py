"""Words and sentences of a text, each with its characters, counted from 0 as Unicode code points.

A possessive ending is a token of its own; abbreviations and numbers with points or commas stay whole. A sentence never
crosses a paragraph. Which points end no sentence is in `ontology/extract/words.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dateline.extract import lexicon

_WORD = re.compile(
    r"""
    [$€£¥]?\d+(?:[.,:/]\d+)*(?:[-‐‑]?[^\W\d_]+)*%?          # numbers: 1,000  $3.8  4th  2020-21  35-year-old
  | (?:[A-Za-z]\.){2,}                                        # U.S.  e.g.
  | [^\W\d_][\w\u0300-\u036f]*(?:[-‐‑'’ʼ][^\W_][\w\u0300-\u036f]*)*   # words, with hyphens and inner apostrophes
  | \S
    """,
    re.VERBOSE,
)
_POSSESSIVE = re.compile(r"['’ʼ][sS]?$")
_ENDS = frozenset(".!?…")
_CLOSERS = frozenset("\"'”’»)]")
_NEGATED = re.compile(r"^(.*)(n['’]t)$", re.IGNORECASE)
_CLITIC = re.compile(r"^(.*)(['’](?:s|d|ll|ve|re|m))$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Token:
    """One word or mark; `lower` is its lower-case form with straight apostrophes."""

    start: int
    end: int
    text: str
    lower: str

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[:1].isupper()


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its characters, its tokens, and the number of its paragraph."""

    start: int
    end: int
    tokens: tuple[Token, ...]
    paragraph: int


def tokenize(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Return the tokens of a stretch of text."""
    tokens: list[Token] = []
    for match in _WORD.finditer(text, start, len(text) if end is None else end):
        tokens += _split(match.group(), match.start())
    return tokens


def _split(word: str, at: int) -> list[Token]:
    """Take a possessive ending, a negation or a short verb off a word."""
    for pattern in (_NEGATED, _CLITIC):
        parts = pattern.match(word)
        if parts and parts[1]:
            return [_token(parts[1], at), _token(parts[2], at + len(parts[1]))]
    return [_token(word, at)]


def _token(word: str, at: int) -> Token:
    return Token(at, at + len(word), word, word.lower().replace("’", "'").replace("ʼ", "'"))


def sentences(text: str, paragraphs: Iterable[tuple[int, int]]) -> Iterator[Sentence]:
    """Yield the sentences of paragraphs, which are given by their characters."""
    for number, (start, end) in enumerate(paragraphs):
        tokens = tokenize(text, start, end)
        first = 0
        for index in range(len(tokens)):
            if _ends_after(tokens, index):
                yield _sentence(tokens[first : index + 1], number)
                first = index + 1
        if first < len(tokens):
            yield _sentence(tokens[first:], number)


def _sentence(tokens: list[Token], paragraph: int) -> Sentence:
    return Sentence(tokens[0].start, tokens[-1].end, tuple(tokens), paragraph)


def _ends_after(tokens: list[Token], index: int) -> bool:
    """Tell whether a sentence ends behind a token."""
    token = tokens[index]
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    if following is None:
        return True
    if token.text in _CLOSERS:
        return index > 0 and tokens[index - 1].text in _ENDS and _begins(following)
    if token.text in _ENDS and following.text not in _CLOSERS and following.text not in _ENDS:
        return _begins(following) and not _abbreviated(tokens, index)
    if token.lower in ("u.s.", "u.k.", "u.n.", "a.m.", "p.m.", "e.u."):
        return following.capital and following.lower in _starters() and following.start > token.end
    return False


def _begins(token: Token) -> bool:
    return token.text[:1].isupper() or token.text[:1].isdigit() or not token.text[:1].isalnum()


def _abbreviated(tokens: list[Token], index: int) -> bool:
    """Tell whether a point belongs to the word before it, such as `Dec.` or an initial."""
    if tokens[index].text != "." or not index:
        return False
    before = tokens[index - 1]
    if before.end != tokens[index].start:
        return False
    initial = len(before.text) == 1 and before.text.isalpha() and before.text.isupper()
    return initial or (before.lower in lexicon.words("abbreviations") and not _month_at_end(before, tokens, index))


def _month_at_end(before: Token, tokens: list[Token], index: int) -> bool:
    """Tell whether an abbreviated month closes a sentence: a word, not a number, follows it."""
    months = ("jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec")
    return before.lower in (*months, "no", "etc") and not tokens[index + 1].text[:1].isdigit()


def _starters() -> frozenset[str]:
    return frozenset(
        (*lexicon.words("determiners"), *lexicon.words("possessives"), *lexicon.pronouns(), "in", "on", "at", "after")
    )
