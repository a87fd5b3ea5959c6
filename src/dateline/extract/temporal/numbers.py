"""Numbers in words and figures, and years in words: what a run of tokens counts.

Only the words of the vocabulary are read. A number that a text leaves open ("several", "a few") is None.
"""

from __future__ import annotations

from collections.abc import Sequence

from dateline.extract.temporal.tokens import Token
from dateline.extract.temporal.vocabulary import Vocabulary

_FRACTIONS = {"1/2": 0.5, "1/4": 0.25, "3/4": 0.75, "1/3": 1 / 3, "½": 0.5, "¼": 0.25, "¾": 0.75}
_HALVES = {"half": 0.5, "quarter": 0.25}
_OPEN = frozenset({"handful", "few"})
_RANGE = frozenset({"to", "or", "–", "—"})
_LARGE, _THOUSAND = 100, 1000


def count(tokens: Sequence[Token], words: Vocabulary) -> float | None:
    """Return the number that the tokens count; of a range the first one; None when they leave it open.

    Tokens without a number count 1 ("a year").
    """
    number = _sum(tokens, words)
    vague = any(token.word in _OPEN or token.word in words.classes["VAGUE"] for token in tokens)
    if any(token.word == "couple" for token in tokens):
        return 2.0
    if vague or any(token.word in words.classes["DOZENS"] for token in tokens):
        return number
    return 1.0 if number is None else number


def _sum(tokens: Sequence[Token], words: Vocabulary) -> float | None:
    """Add up the first number of some tokens, or return None when there is none."""
    total = group = 0.0
    seen = False
    for place, token in enumerate(tokens):
        if seen and token.word in _RANGE:
            break
        value = _value(token, words)
        if value is None:
            continue
        if seen and token.kind == "number" and tokens[place - 1].word == "-":
            break
        seen = True
        group = max(group, 1.0) * value if value >= _LARGE else group + value
        if value >= _THOUSAND:
            total, group = total + group, 0.0
    return total + group if seen else None


def _value(token: Token, words: Vocabulary) -> float | None:
    if token.kind in {"number", "float"}:
        return float(token.word.replace(",", "")) if token.word.isascii() else None
    if token.kind == "fraction":
        return _FRACTIONS.get(token.word)
    written = words.value("CARDINAL", token.word)
    return float(written) if written else _HALVES.get(token.word)


def ordinal(tokens: Sequence[Token], words: Vocabulary) -> int | None:
    """Return the first ordinal of some tokens ("third", "21st", "twenty-first"), or None."""
    tens = 0
    for token in tokens:
        if token.kind == "nth":
            return int(token.word[:-2])
        written = words.value("ORDINAL", token.word)
        if written:
            return tens + int(written)
        tens = int(words.value("CARDINAL", token.word) or 0) if token.word in words.classes["TENS"] else tens
    return None


def year_in_words(tokens: Sequence[Token], words: Vocabulary) -> int | None:
    """Return a year such as "nineteen ninety-six" or "two thousand and five", or None."""
    spoken = [token.word for token in tokens]
    for place, word in enumerate(spoken):
        rest = [one for one in spoken[place + 1 :] if one not in {"-", "and", "oh"}]
        if word == "two" and rest[:1] == ["thousand"]:
            return 2000 + sum(int(words.value("CARDINAL", one) or 0) for one in rest[1:2])
        if word in words.classes["YEARHEAD"] and rest:
            head = int(words.value("CARDINAL", word) or 0)
            tail = sum(int(words.value("CARDINAL", one) or 0) for one in rest[:2])
            if 0 < tail < _LARGE:
                return head * 100 + tail
    return None
