"""Parts: one date as a person named it, before it is written as EDTF.

A part may lack its year or month, which a neighbor supplies ("3-5 May 2020"), and it may be a portion of a longer
stretch ("early 1920s"), for which EDTF has no sign and which is written as one of a set. Reading words is not done
here; nor is the calendar checked: that is left to the strict reader, which sees all that is written here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from dateline.when.days import month_length

_SIZES = {"year": 1, "decade": 10, "century": 100, "millennium": 1000}
_SYMBOLS = ("", "?", "~", "%")


class Refused(Exception):
    """Happens inside the reader of phrases when a text cannot be a date; says why, as the end of a sentence."""


class TwoReadings(Exception):
    """Happens inside the reader of phrases when a choice is needed; names the choice."""


@dataclass(frozen=True, slots=True)
class Part:
    """One named date. `year` counts in its era, from 1; for decades and centuries it is the first year as named.

    `number` is a number that only a neighbor can explain; `portion` is (which, of how many); `edtf` is a
    date that stands already written, and `last` the end of its range when it is none. A century is counted by its
    digits, 1800 to 1899 for the nineteenth, and before Christ by its years, 500 to 401 for the fifth.
    """

    rule: str = "year"
    year: int | None = None
    era: str = ""
    unit: str = "year"
    middle: int | None = None
    day: int | None = None
    time: str = ""
    portion: tuple[int, int] | None = None
    marks: int = 0
    weekday: int | None = None
    number: int | None = None
    edtf: str = ""
    last: str = ""

    @property
    def named(self) -> bool:
        """Whether the part is complete."""
        return self.year is not None or bool(self.edtf)


def first_and_last(part: Part) -> tuple[str, str]:
    """Return the first and the last EDTF date of a part; they are equal when one date says it all.

    Raises: Refused, when the year is missing or the portion makes no sense.
    """
    if part.edtf:
        return _mark(part.edtf, part.marks), _mark(part.last or part.edtf, part.marks)
    if part.year is None:
        raise Refused("it has no year")
    first, last = _portion(part) if part.portion else _whole(part)
    return _mark(first, part.marks), _mark(last, part.marks)


def interval_end(part: Part) -> str:
    """Return the one EDTF date that can stand at an end of an interval.

    Halves and quarters of a year have codes. Any other portion ("early 2022") is widened to what it is a portion of,
    because EDTF has no sign for it: this says less, but nothing wrong.
    Raises: Refused, for what no single date can say.
    """
    if part.time:
        raise Refused("a stretch of time in EDTF has no times of day; leave them out")
    coded = part.portion and part.portion[1] != 3 and part.unit == "year" and part.middle is None
    first, last = first_and_last(part if coded else replace(part, portion=None))
    if first != last:
        raise Refused("EDTF has no single date for that; write the first and the last year")
    return first


def _mark(date: str, marks: int) -> str:
    if not marks:
        return date
    if date[-1] in "?~%":
        return date[:-1] + _SYMBOLS[marks | _SYMBOLS.index(date[-1])]
    return date + _SYMBOLS[marks]


def _signed(year: int) -> str:
    return f"-{-year:04}" if year < 0 else f"{year:04}"


def _limits(part: Part) -> tuple[int, int]:
    """Return the first and last astronomical year; the years BC count backward, and 1 BC is the year 0."""
    assert part.year is not None
    size = _SIZES[part.unit]
    if part.era == "bc":
        return 1 - (part.year + size - 1), 1 - part.year
    return part.year, part.year + size - 1


def _whole(part: Part) -> tuple[str, str]:
    low, high = _limits(part)
    if part.unit != "year":
        return _round(part, low, high)
    written = _signed(low)
    if part.middle is not None:
        written += f"-{part.middle:02}"
    if part.day is not None:
        written += f"-{part.day:02}"
    return (written + part.time,) * 2


def _round(part: Part, low: int, high: int) -> tuple[str, str]:
    """Write a decade, century or millennium with X where the digits allow it, else as its first and last year."""
    size = _SIZES[part.unit]
    if low >= 0 and low % size == 0:
        known = f"{low // size:0{5 - len(str(size))}}"
        return (known + "X" * (4 - len(known)),) * 2
    if high < 0 and -high % size == 0:
        known = f"{-high // size:0{5 - len(str(size))}}"
        return ("-" + known + "X" * (4 - len(known)),) * 2
    return _signed(low), _signed(high)


def _portion(part: Part) -> tuple[str, str]:
    assert part.portion is not None
    which, of = part.portion
    low, high = _limits(part)
    if part.unit != "year":
        size = high - low + 1
        if size < 100 and of == 4:
            raise Refused("a decade has no quarters of whole years")
        return _signed(low - -size * which // of), _signed(low - 1 - -size * (which + 1) // of)
    written = _signed(low)
    if part.day is not None:
        raise Refused("a day has no early or late part here; give the day alone")
    if part.middle is None:
        return _portion_of_year(written, which, of)
    if part.middle > 12 or of == 4:
        raise Refused("only years, months, decades and centuries have such a portion")
    cuts = (0, 10, 20, month_length(low, part.middle)) if of == 3 else (0, 15, month_length(low, part.middle))
    written += f"-{part.middle:02}"
    return f"{written}-{cuts[which] + 1:02}", f"{written}-{cuts[which + 1]:02}"


def _portion_of_year(year: str, which: int, of: int) -> tuple[str, str]:
    if of == 3:
        return f"{year}-{4 * which + 1:02}", f"{year}-{4 * which + 4:02}"
    return (f"{year}-{(40 if of == 2 else 33) + which}",) * 2
