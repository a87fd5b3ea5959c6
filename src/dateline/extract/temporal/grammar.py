"""The grammar of time expressions, compiled from `ontology/extract/temporal-grammar.yaml`.

A rule is written over words and classes of words; here it becomes a regular expression over their signs. Rules only
say what can be a time expression; which of them are, is chosen in `find`, and what they mean is told in `resolve`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from dateline.extract.temporal.vocabulary import FIRST_SIGN, Vocabulary, load_vocabulary, load_yaml

_KINDS = {
    "INT": "[dny]", "DAY": "d", "YEAR": "y", "NTH": "o", "FLOAT": "f", "FRACTION": "h", "CLOCK": "c",
    "ISO": "i", "FIGURES": "q", "DECADE": "s", "SHORT": "a", "AMPM": "m", "ERA": "e", "HYPHEN": "\\-", "DASH": "–",
    "COMMA": ",", "POSS": "'",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its name, its number in the order of preference, and its pattern over signs."""

    name: str
    order: int
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Grammar:
    """All rules, in order, with the vocabulary that they are written in.

    `island` matches a run of signs that rules know, `core` a sign among them that more than syntax makes: no rule can
    match where there is none.
    """

    rules: tuple[Rule, ...]
    vocabulary: Vocabulary
    island: re.Pattern[str]
    core: re.Pattern[str]


_NUMBERS = "dnyoOfhciqsame"
_PUNCTUATION = ",.-–'"
_GROUP = re.compile(r"\(\?P<\w+>")
_FRAGMENT = re.compile(r"\{([a-z]+)\}")
_LITERAL = re.compile(r"(?<![\\\w])[a-z][a-z']*")
_PART = re.compile(r"(?P<group>\(\?P<\w+>)|(?P<name>[A-Z]+)|(?P<word>[a-z][a-z']*)|(?P<other>\\?.)")


@lru_cache(maxsize=1)
def load_grammar() -> Grammar:
    """Return the grammar, compiled once."""
    loaded = load_yaml("extract/temporal-grammar.yaml")
    fragments: dict[str, str] = loaded["fragments"]
    expanded = [(name, _expand(text, fragments)) for rule in loaded["rules"] for name, text in rule.items()]
    literals = dict.fromkeys(word for _, text in expanded for word in _LITERAL.findall(_GROUP.sub("(", text)))
    known = load_vocabulary(tuple(literals))
    rules = tuple(Rule(name, order, re.compile(_compile(text, known))) for order, (name, text) in enumerate(expanded))
    used = sorted({sign for rule in rules for sign in rule.pattern.pattern if ord(sign) >= FIRST_SIGN} | set(_NUMBERS))
    core = "".join(sign for sign in used if sign not in known.signs_of("SYNTAX"))
    island = "".join(used) + re.escape(_PUNCTUATION)
    return Grammar(rules, known, re.compile(f"[{island}]+"), re.compile(f"[{core}]"))


def _expand(text: str, fragments: dict[str, str]) -> str:
    while _FRAGMENT.search(text):
        text = _FRAGMENT.sub(lambda found: fragments[found[1]], text)
    return text


def _compile(pattern: str, known: Vocabulary) -> str:
    """Turn the notation of rules into a regular expression over signs."""
    parts = []
    for found in _PART.finditer(pattern):
        if found["name"]:
            name = found["name"]
            parts.append(_class(name, known))
        elif found["word"]:
            parts.append(known.signs[found["word"]])
        elif found[0] != " ":
            parts.append(found[0])
    return "".join(parts)


def _class(name: str, known: Vocabulary) -> str:
    if name in _KINDS:
        return _KINDS[name]
    signs = f"[{known.signs_of('SHORTNAME' if name == 'DOT' else name)}]"
    # A dot belongs to an expression only behind an abbreviation; elsewhere it ends the sentence.
    return rf"(?:(?<={signs})\.)" if name == "DOT" else signs
