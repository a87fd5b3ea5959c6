"""What speaks against a time expression: the words beside it.

"May" can be a verb, "fall" a collapse, "second" a rank, 1990 a number of people, and "two-year-old" an age. Each rule
of the grammar that has such doubles is judged here by its neighbors; the others always hold.
"""

from __future__ import annotations

from collections.abc import Callable

from dateline.extract.temporal.grammar import load_grammar
from dateline.extract.temporal.tokens import Token, Tokens

_BEFORE_A_DATE = frozenset(
    [
        "in",
        "on",
        "of",
        "since",
        "until",
        "till",
        "by",
        "from",
        "to",
        "through",
        "during",
        "before",
        "after",
        "between",
        "and",
        "or",
        "early",
        "late",
        "mid",
        "last",
        "next",
        "this",
        "that",
        "every",
        "each",
        "for",
        "following",
        "around",
        "about",
        "into",
        "throughout",
        "as",
        "versus",
        "vs",
        "than",
        "the",
        "for",
        "(",
        ",",
        "–",
    ]
)
_BEFORE_MAY = (_BEFORE_A_DATE | {"a", "its", "his", "her", "their"}) - set(
    ["and", "or", ",", "as", "than", "that", "the", "for"]
)
_BEFORE_SEASON = frozenset(
    [
        "in",
        "by",
        "during",
        "since",
        "until",
        "through",
        "throughout",
        "for",
        "spent",
        "over",
        "every",
        "each",
        "next",
        "last",
        "this",
    ]
)
_IN_YEAR = _BEFORE_A_DATE | {"year", "years", "its", "their", "his", "our", "s", "'s", "russia", "fiscal", "at", "a"}
_PRICES = frozenset("$£€#")
_VERB_MONTHS = frozenset({"may", "march"})
_SHORT_NAMES = frozenset(
    [
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "mon",
        "tue",
        "tues",
        "wed",
        "thu",
        "thur",
        "thurs",
        "fri",
        "sat",
        "sun",
        "febr",
    ]
)


class Around:
    """A candidate with the tokens before and behind it."""

    __slots__ = ("after", "before", "first", "last", "source", "tokens")

    def __init__(self, source: Tokens, first: int, last: int) -> None:
        self.source, self.first, self.last = source, first, last
        self.tokens = source.tokens[first:last]
        self.before = source.tokens[first - 1] if first else None
        self.after = source.tokens[last] if last < len(source.tokens) else None

    def word_before(self, steps: int = 1) -> str:
        """Return the word some steps before the candidate, or an empty text."""
        return self.source.tokens[self.first - steps].word if self.first >= steps else ""

    def word_after(self, steps: int = 1) -> str:
        """Return the word some steps behind the candidate, or an empty text."""
        place = self.last + steps - 1
        return self.source.tokens[place].word if place < len(self.source.tokens) else ""

    def sign_after(self) -> str:
        """Return the sign behind the candidate."""
        return self.source.signs[self.last : self.last + 1]

    def token(self, name: str) -> Token | None:
        """Return the first token of the candidate that is in a class."""
        members = load_grammar().vocabulary.classes[name]
        return next((token for token in self.tokens if token.word in members), None)


def belongs(rule: str, source: Tokens, *, first: int, last: int) -> bool:
    """Tell whether the surroundings leave a candidate of a rule standing."""
    if rule in _NEVER_BEFORE_HYPHEN and source.signs[last : last + 1] == "-" and source.tokens[last - 1].kind == "word":
        return False
    judge = _JUDGES.get(rule)
    return judge is None or judge(Around(source, first, last))


def _month(around: Around) -> bool:
    month = around.token("MONTH")
    assert month is not None
    if not month.capital:
        return False
    if month.word in _SHORT_NAMES:
        return "." in [token.word for token in around.tokens]
    alone = len(around.tokens) == 1
    if month.word in _VERB_MONTHS and alone:
        return around.word_before() in _BEFORE_MAY
    if not alone or around.word_before() in _BEFORE_A_DATE:
        return True
    # Between names it is the name of a person or a thing: "April Smith", "Operation June".
    return around.sign_after() != "X" and around.source.signs[max(0, around.first - 1) : around.first] != "X"


def _day(around: Around) -> bool:
    month = around.token("MONTH")
    assert month is not None
    if month.word in {*_VERB_MONTHS, "mar", "sun"} and not month.capital:
        return False
    persons = load_grammar().vocabulary.classes["PERSONS"]
    return around.sign_after() not in "%" or not around.sign_after() or around.word_after() not in persons


def _capital_month(around: Around) -> bool:
    month = around.token("MONTH")
    return month is None or month.capital


def _weekday(around: Around) -> bool:
    day = around.token("WEEKDAY")
    assert day is not None
    if day.word in _SHORT_NAMES:
        return day.capital and "." in [token.word for token in around.tokens]
    return day.capital


def _year(around: Around) -> bool:
    words = load_grammar().vocabulary
    if around.word_before() in _PRICES or around.sign_after() == "%":
        return False
    behind = around.word_after()
    if behind in words.classes["PERSONS"] or behind in words.classes["UNITS"] or behind in words.classes["UNIT"]:
        return False
    if around.sign_after() == "-" and around.word_after(2) in words.classes["UNIT"]:
        return False
    figure = next((token for token in around.tokens if token.kind == "number" and len(token.word) == 4), None)
    if figure is None or len(around.tokens) > 1:
        return True
    if (
        around.sign_after() == "."
        and around.word_after(2)[:1].isdigit()
        and around.after
        and around.after.end == around.source.tokens[around.last + 1].start
    ):
        return False
    if around.sign_after() == "x" and behind.endswith("s") and around.word_before() not in _IN_YEAR:
        return False
    if behind in {"gmt", "utc", "hrs"}:
        return False
    before = around.source.signs[around.first - 2 : around.first] if around.first >= 2 else ""
    behind = around.source.signs[around.last : around.last + 2]
    if before in {"y-", "y–"} or behind in {"-y", "–y", "-d", "-n"}:
        return True
    return 1900 <= int(figure.word) < 2100 or around.word_before() in _IN_YEAR


def _season(around: Around) -> bool:
    """Judge a season: "fall" and "spring" are verbs more often, and "Winter Olympics" are a name."""
    season = around.token("SEASON")
    assert season is not None
    if season.capital and around.sign_after() == "X":
        return False
    if season.word not in {"fall", "spring"}:
        return around.sign_after() != "-"
    if around.word_after() == "of" or around.sign_after() == "-":
        return False
    before = around.word_before()
    signs = around.source.signs[max(0, around.first - 2) : around.first]
    listed = before in {"and", "or"} and signs[:1] in set(load_grammar().vocabulary.signs_of("SEASON"))
    return listed or before in _BEFORE_SEASON or around.tokens[0].word in {"early", "late", "mid", "that"}


def _bare_units(around: Around) -> bool:
    if len(around.tokens) > 1:
        return True
    word = around.tokens[0].word
    if word in {
        "seconds",
        "minutes",
        "quarters",
        "hours",
        "weekends",
        "nights",
        "millennia",
        "fortnights",
        "hrs",
        "yrs",
        "yr",
        "hr",
        "mins",
        "secs",
    }:
        return False
    return around.word_before() in {
        "for",
        "in",
        "within",
        "of",
        "after",
        "over",
        "take",
        "takes",
        "took",
        "last",
        "spent",
        "spend",
    } and around.word_after() not in {"of"}


def _not_age(around: Around) -> bool:
    words = around.source.tokens[around.first : around.last + 3]
    spoken = [token.word for token in words]
    joined = " ".join(spoken)
    return not (
        "old" in spoken[: around.last - around.first + 1]
        or spoken[-1] in {"old", "olds"}
        or joined.endswith((" old", " olds"))
        or "- old" in joined
        or around.word_after() in {"old", "olds", "older", "younger"}
        or (around.word_after() == "of" and around.word_after(2) == "age")
        or around.word_before() in {"aged", "age"}
    )


def _duration(around: Around) -> bool:
    if not _not_age(around) or not _bare_units(around):
        return False
    last = around.tokens[-1].word
    first = around.tokens[0].word
    if last in {"second", "quarter", "season"} or (last == "night" and first in {"a", "one"}):
        return False
    if around.word_before() in _PRICES or _is_rate(around):
        return False
    if last == "quarters" and (around.word_after() == "of" or first in {"some", "three", "about"}):
        return False
    return not (first == "the" and around.tokens[-1].word == "second")


def _is_rate(around: Around) -> bool:
    """Tell a rate ("$5 million a year", "four flights a week") from a duration."""
    if len(around.tokens) != 2 or around.tokens[0].word not in {"a", "an"}:
        return False
    signs = around.source.signs[max(0, around.first - 2) : around.first]
    words = load_grammar().vocabulary
    number = f"dnyf{words.signs_of('CARDINAL')}"
    return signs[-1:] != "" and (
        signs[-1] in number
        or (signs[0] in number and signs[-1] in f"x{words.signs_of('UNITS')}{words.signs_of('PERSONS')}")
    )


def _set_unit(around: Around) -> bool:
    if around.tokens[0].word in {"a", "an"} and len(around.tokens) == 2:
        return _is_rate(around)
    return around.tokens[-1].word not in {"second", "quarters"}


def _the_unit(around: Around) -> bool:
    words = [token.word for token in around.tokens]
    unit = words[-1]
    if words[0] == "the" and len(words) == 2:
        if around.word_after() in {"of", "before", "after", "'s"} and unit != "year":
            return False
        return unit in {"year", "week", "month", "quarter", "weekend", "day"}
    if (
        words[0] == "last"
        and around.word_before() in {"the", "'s"}
        and unit not in {"week", "month", "year", "decade", "century"}
    ):
        return False
    return unit not in {"second", "minute", "season"}


def _current(around: Around) -> bool:
    return (around.word_after() not in {"and", ","} and around.sign_after() in {"x", "X"}) or bool(
        around.after and around.after.kind == "word"
    )


def _frequency(around: Around) -> bool:
    return not (around.tokens[0].capital and around.sign_after() == "X")


def _short(around: Around) -> bool:
    return around.word_before() in _BEFORE_A_DATE


def _part(around: Around) -> bool:
    return around.tokens[0].word in {"the", "early", "late", "in"} and around.word_after() not in {"of"}


_NEVER_BEFORE_HYPHEN = frozenset({"unit-rel", "duration", "span-rel", "shift", "now", "current", "set", "past", "part"})


def _shift(around: Around) -> bool:
    """Judge "two days before": with what it is before, it is a duration and a preposition."""
    if around.tokens[-1].word not in {"before", "after", "following", "prior", "previous"}:
        return True
    return around.sign_after() in {"", ".", ",", ";", ":", ")", "¶", "–", "?", "!"} or around.word_after() in {
        "and",
        "or",
        "when",
    }


def _day_alone(around: Around) -> bool:
    """Judge "the 24th": before a name or a noun it is a number of a thing."""
    return around.sign_after() in {"", ".", ",", ";", ":", ")", "¶", "–"} or around.word_after() in {
        "and",
        "or",
        "to",
        "but",
        "when",
    }


_JUDGES: dict[str, Callable[[Around], bool]] = {
    "month": _month,
    "day": _day,
    "month-rel": _capital_month,
    "month-year": _capital_month,
    "weekday": _weekday,
    "year": _year,
    "season": _season,
    "season-rel": lambda around: around.word_after() != "of" or around.tokens[-1].word != "fall",
    "duration": _duration,
    "span-rel": _not_age,
    "set": _set_unit,
    "shift": _shift,
    "day-alone": _day_alone,
    "unit-rel": _the_unit,
    "current": _current,
    "part": _part,
}
