"""The find stage: which stretches of a text are time expressions.

All rules of the grammar are run over the signs of the tokens; a candidate that its surroundings speak against is
dropped (`surroundings`), and of those that overlap the first and longest is kept. Nothing is resolved here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dateline.extract.temporal.grammar import Grammar, load_grammar
from dateline.extract.temporal.surroundings import belongs
from dateline.extract.temporal.tokens import Token, Tokens

_GAP = "x"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch of tokens, from `first` to before `last`, with the rule that found it and the rule's named parts."""

    rule: str
    order: int
    first: int
    last: int
    named: dict[str, tuple[int, int]]
    source: Tokens

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The tokens of the candidate."""
        return self.source.tokens[self.first : self.last]

    @property
    def start(self) -> int:
        """Where the candidate begins in the text."""
        return self.source.tokens[self.first].start

    @property
    def end(self) -> int:
        """Where the candidate ends in the text."""
        return self.source.tokens[self.last - 1].end

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the candidate in small letters."""
        return tuple(token.word for token in self.tokens)

    def part(self, name: str) -> tuple[Token, ...]:
        """Return the tokens of one named part; none where the rule has no such part or it is empty."""
        first, last = self.named.get(name, (0, 0))
        return self.source.tokens[first:last]


def find_all(source: Tokens) -> list[Candidate]:
    """Return the time expressions among the tokens of a text in their order, none overlapping another."""
    rules = load_grammar()
    found = sorted(_candidates(source, rules), key=lambda one: (one.first, -one.last, one.order))
    kept: list[Candidate] = []
    reached = 0
    for candidate in found:
        if candidate.first >= reached:
            kept.append(candidate)
            reached = candidate.last
    return kept


def _candidates(source: Tokens, rules: Grammar) -> Iterator[Candidate]:
    signs, places = _islands(source.signs, rules)
    for rule in rules.rules:
        for found in rule.pattern.finditer(signs):
            first, last = places[found.start()], places[found.end() - 1] + 1
            if belongs(rule.name, source, first=first, last=last):
                spans = ((name, found.span(name)) for name, part in found.groupdict().items() if part)
                named = {name: (places[begin], places[end - 1] + 1) for name, (begin, end) in spans}
                yield Candidate(rule.name, rule.order, first, last, named, source)


def _islands(signs: str, rules: Grammar) -> tuple[str, list[int]]:
    """Return the runs of signs that rules can match in, a gap between each two, and the token of every sign.

    Most of a text is no time expression; so the rules are spared most of it.
    """
    parts: list[str] = []
    places: list[int] = []
    for run in rules.island.finditer(signs):
        if rules.core.search(run.group()):
            parts.append(run.group())
            parts.append(_GAP)
            places.extend(range(run.start(), run.end() + 1))
    return "".join(parts), places
