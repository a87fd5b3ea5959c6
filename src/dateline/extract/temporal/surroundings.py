"""What speaks against a time expression: the words beside it.

"May" can be a verb, "fall" a collapse, "second" a rank, 1990 a number of people, and "two-year-old" an age. Each rule
of the grammar that has such doubles is judged here by its neighbors; the others always hold. The words are classes of
the vocabulary.
"""

from __future__ import annotations

from collections.abc import Callable

from dateline.extract.temporal.grammar import load_grammar
from dateline.extract.temporal.tokens import Token, Tokens

_PRICES = frozenset("$£€#")
_VERB_MONTHS = frozenset({"may", "march"})
_VERB_SEASONS = frozenset({"fall", "spring"})
_CLOSING = frozenset({"", ".", ",", ";", ":", ")", "¶", "–", "?", "!"})
_OLD = frozenset({"old", "olds", "older", "younger"})
_YEAR_RANGES = frozenset({"y-", "y–"})
_RANGES_BEHIND = frozenset({"-y", "–y", "-d", "-n"})
_MODERN = range(1900, 2100)
_NEVER_BEFORE_HYPHEN = frozenset({"unit-rel", "duration", "span-rel", "shift", "now", "current", "set", "past", "part"})


class Around:
    """A candidate with the words and signs before and behind it."""

    __slots__ = ("first", "last", "source", "tokens", "words")

    def __init__(self, source: Tokens, first: int, last: int) -> None:
        self.source, self.first, self.last = source, first, last
        self.tokens = source.tokens[first:last]
        self.words = [token.word for token in self.tokens]

    def word_before(self) -> str:
        """Return the word before the candidate, or an empty text."""
        return self.source.tokens[self.first - 1].word if self.first else ""

    def word_after(self, steps: int = 1) -> str:
        """Return the word some steps behind the candidate, or an empty text."""
        place = self.last + steps - 1
        return self.source.tokens[place].word if place < len(self.source.tokens) else ""

    def signs_before(self, count: int = 1) -> str:
        """Return the signs before the candidate, fewer at the begin of the text."""
        return self.source.signs[max(0, self.first - count) : self.first]

    def signs_after(self, count: int = 1) -> str:
        """Return the signs behind the candidate, fewer at the end of the text."""
        return self.source.signs[self.last : self.last + count]

    def name_before(self) -> bool:
        """Tell whether a capitalized word stands before the candidate."""
        return self.first > 0 and _is_name(self.source.tokens[self.first - 1])

    def name_after(self) -> bool:
        """Tell whether a capitalized word stands behind the candidate."""
        return self.last < len(self.source.tokens) and _is_name(self.source.tokens[self.last])

    def token(self, name: str) -> Token | None:
        """Return the first token of the candidate that is in a class."""
        members = load_grammar().vocabulary.classes[name]
        return next((token for token in self.tokens if token.word in members), None)

    def follows(self, name: str) -> bool:
        """Tell whether the word before the candidate is in a class."""
        return self.word_before() in load_grammar().vocabulary.classes[name]

    def precedes(self, *names: str) -> bool:
        """Tell whether the word behind the candidate is in one of some classes."""
        classes = load_grammar().vocabulary.classes
        return any(self.word_after() in classes[name] for name in names)


def _is_name(token: Token) -> bool:
    return token.capital and token.kind == "word"


def belongs(rule: str, source: Tokens, *, first: int, last: int) -> bool:
    """Tell whether the surroundings leave a candidate of a rule standing."""
    hyphen = source.signs[last : last + 1] == "-" and source.tokens[last - 1].kind == "word"
    if hyphen and rule in _NEVER_BEFORE_HYPHEN:
        return False
    judge = _JUDGES.get(rule)
    return judge is None or judge(Around(source, first, last))


def _month(around: Around) -> bool:
    month = around.token("MONTH")
    assert month is not None
    if not month.capital:
        return False
    if month.word in load_grammar().vocabulary.classes["SHORTNAME"]:
        return "." in around.words
    alone = len(around.tokens) == 1
    if month.word in _VERB_MONTHS and alone and not around.follows("BEFOREMAY"):
        return _is_month_inside(around)
    if not alone or around.follows("BEFOREDATE"):
        return True
    # Between names it is the name of a person or a thing: "April Smith", "Operation June".
    return not around.name_after() and not around.name_before()


def _is_month_inside(around: Around) -> bool:
    """Judge "March" within a sentence: its capital makes it a month, unless it is a part of a name or a rally."""
    opening = around.source.sentence(around.first)[0] >= around.first - 1
    rally = around.word_before() == "the" or around.word_after() in {"on", "to", "of", "for"}
    lower = around.first > 0 and around.source.tokens[around.first - 1].kind == "word"
    return lower and not opening and not rally and not around.name_before() and not around.name_after()


def _day(around: Around) -> bool:
    """Judge "May 5": in small letters "may 5" is a verb and a number."""
    month = around.token("MONTH")
    assert month is not None
    return month.capital or month.word not in _VERB_MONTHS | {"mar"}


def _capital_month(around: Around) -> bool:
    month = around.token("MONTH")
    return month is None or month.capital


def _weekday(around: Around) -> bool:
    day = around.token("WEEKDAY")
    assert day is not None
    short = day.word in load_grammar().vocabulary.classes["SHORTNAME"]
    return day.capital and (not short or "." in around.words)


def _year(around: Around) -> bool:
    """Judge a year: a price, a count, a part of a longer number and a time of the day are none."""
    if around.word_before() in _PRICES or around.signs_after() == "%":
        return False
    if around.precedes("PERSONS", "UNITS", "UNIT") or around.word_after() in {"gmt", "utc", "hrs"}:
        return False
    if around.signs_after() == "-" and around.word_after(2) in load_grammar().vocabulary.classes["UNIT"]:
        return False
    if around.tokens[0].kind != "number" or len(around.tokens) > 1 or len(around.words[0]) != 4:
        return True
    if around.signs_before(2) == "n-":
        return False
    if around.signs_before(2) in _YEAR_RANGES or around.signs_after(2) in _RANGES_BEHIND:
        return True
    counted = around.signs_after() == "x" and around.word_after().endswith("s")
    return around.follows("BEFOREYEAR") or (int(around.words[0]) in _MODERN and not counted)


def _season(around: Around) -> bool:
    """Judge a season: "fall" and "spring" are verbs more often, and "Winter Olympics" are a name."""
    season = around.token("SEASON")
    assert season is not None
    if (season.capital and around.name_after()) or around.signs_after() == "-":
        return False
    if season.word not in _VERB_SEASONS:
        return True
    if around.word_after() == "of":
        return False
    seasons = load_grammar().vocabulary.signs_of("SEASON")
    listed = around.word_before() in {"and", "or"} and around.signs_before(2)[0] in seasons
    return listed or around.follows("BEFORESEASON") or around.words[0] in {"early", "late", "mid", "that"}


def _season_rel(around: Around) -> bool:
    return around.words[-1] != "fall" or around.word_after() != "of"


def _no_age(around: Around) -> bool:
    """Judge "22 years": before "old" and behind "aged" it is an age."""
    behind = [around.word_after(step) for step in (1, 2)]
    if "old" in around.words or behind[0] in _OLD or behind in (["-", "old"], ["of", "age"]):
        return False
    return not around.follows("AGEWORD")


def _duration(around: Around) -> bool:
    first, last = around.words[0], around.words[-1]
    if not _no_age(around) or around.word_before() in _PRICES or _is_rate(around):
        return False
    if last in {"second", "quarter", "season"} or (last == "night" and first in {"a", "one"}):
        return False
    if last == "quarters" and (around.word_after() == "of" or first in {"some", "three", "about"}):
        return False
    if len(around.tokens) > 1:
        return True
    small = last in load_grammar().vocabulary.classes["SMALLUNITS"]
    return not around.words[0].endswith("s") or (
        not small and around.follows("BEFOREUNITS") and around.word_after() != "of"
    )


def _is_rate(around: Around) -> bool:
    """Tell a rate ("$5 million a year", "four flights a week") from a duration."""
    if len(around.tokens) != 2 or around.words[0] not in {"a", "an"} or not around.first:
        return False
    words = load_grammar().vocabulary
    number = f"dnyf{words.signs_of('CARDINAL')}"
    counted = f"x{words.signs_of('UNITS')}{words.signs_of('PERSONS')}"
    before = around.signs_before(2)
    return before[-1] in number or (before[0] in number and before[-1] in counted)


def _set(around: Around) -> bool:
    if around.words[0] in {"a", "an"}:
        return _is_rate(around)
    return around.words[-1] not in {"second", "quarters"}


def _unit(around: Around) -> bool:
    first, last = around.words[0], around.words[-1]
    if first == "the" and len(around.words) == 2:
        if last != "year" and around.word_after() in {"of", "before", "after", "'s"}:
            return False
        if last == "day":
            # "They won the day", "until the day when": a saying more often than a date.
            return around.word_before() in {"during", "for", "of", "in", "earlier", "later"}
        return last in {"year", "week", "month", "quarter", "weekend"}
    if first == "last" and around.word_before() in {"the", "'s"}:
        return last in {"week", "month", "year", "decade", "century"}
    return last not in {"second", "minute", "season"}


def _current(around: Around) -> bool:
    return around.word_after()[:1].isalpha()


def _part(around: Around) -> bool:
    return around.words[0] in {"the", "early", "late"} and around.word_after() != "of"


def _shift(around: Around) -> bool:
    """Judge "two days before": with what it is before, it is a duration and a preposition."""
    if around.words[-1] not in {"before", "after", "following", "prior", "previous"}:
        return True
    return around.signs_after() in _CLOSING or around.word_after() in {"and", "or", "when"}


def _day_alone(around: Around) -> bool:
    """Judge "the 24th": before a name or a noun it is a number of a thing."""
    return around.signs_after() in _CLOSING or around.word_after() in {"and", "or", "to", "but", "when"}


_JUDGES: dict[str, Callable[[Around], bool]] = {
    "month": _month,
    "day": _day,
    "month-rel": _capital_month,
    "month-year": _capital_month,
    "weekday": _weekday,
    "year": _year,
    "season": _season,
    "season-rel": _season_rel,
    "duration": _duration,
    "span-rel": _no_age,
    "set": _set,
    "shift": _shift,
    "day-alone": _day_alone,
    "unit-rel": _unit,
    "current": _current,
    "part": _part,
}
