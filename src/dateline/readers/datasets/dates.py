"""The date columns of many rows at once, by calendar arithmetic on columns, worked out once for each distinct date.

The results are those of `dateline.when` for the same EDTF expression (a property test holds the two together).
A precision code makes a date wider and never narrower: `month` stands for the whole month in which the date lies,
`6 days` for the days from six before it to six after.
"""

from __future__ import annotations

import re
from functools import partial

import polars as pl

from dateline.readers.datasets.compile import Check, Compiler
from dateline.readers.datasets.expressions import Expression, Text
from dateline.readers.datasets.parts import Step
from dateline.readers.datasets.profile import Date
from dateline.readers.datasets.worded import COLUMNS, EDTF, NO_DATE, WORDS, compile_words
from dateline.tables import TEXT
from dateline.when.bounds import YEARS_LISTED

_EPOCH = 2440588
"""Julian Day Number of 1 January 1970."""

_UNITS = ("day", "month", "year", "days")
_DAY, _MONTH, _YEAR, _DAYS = range(4)
_SHOWN = {_DAY: "%Y-%m-%d", _MONTH: "%Y-%m", _YEAR: "%Y"}
_WIDTH = re.compile(r"(\d{1,3}) days\Z")
_DIRECTIVE = re.compile(r"%\.?[A-Za-z%]")
_FIGURES = {
    "%Y": r"\d{4}",
    "%m": r"\d{1,2}",
    "%d": r"\d{1,2}",
    "%e": r" ?\d{1,2}",
    "%H": r"\d{1,2}",
    "%M": r"\d{2}",
    "%S": r"\d{2}",
    "%.f": r"(?:\.\d+)?",
    "%B": r"[A-Za-z]+",
    "%b": r"[A-Za-z]+",
    "%%": "%",
}
FORMATS = tuple(_FIGURES)
"""What a format can be made of, besides plain characters."""


def compile_date(date: Date, compiler: Compiler, prefix: str) -> tuple[Step, tuple[Check, ...]]:
    """Return the step that adds the columns of a date and `original_date`, named with a prefix, and what can be wrong.

    The first check is for rows without a date.
    """
    if set(date.formats) & {WORDS, EDTF}:
        return compile_words(date, compiler, prefix)
    bad = [one for one in date.formats if not _known(one)]
    for one in bad:
        hint = f"A format has %Y, and %m and %d where these are known; it is made of {' '.join(FORMATS)}."
        compiler.problems.append(date.at.error("E213", f"{one!r} is no format of dates.", hint))
    return (_unchanged, ()) if bad else _Fixed(date, compiler, prefix).compiled()


def _unchanged(data: pl.DataFrame) -> pl.DataFrame:
    return data


def _known(form: str) -> bool:
    found = _DIRECTIVE.findall(form)
    units = [set(found) & names for names in ({"%Y"}, {"%m", "%B", "%b"}, {"%d", "%e"})]
    return set(found) <= set(FORMATS) and bool(units[0]) and (bool(units[1]) or not units[2])


def _unit(form: str) -> int:
    if "%d" in form or "%e" in form:
        return _DAY
    return _MONTH if set(_DIRECTIVE.findall(form)) & {"%m", "%B", "%b"} else _YEAR


def _pattern(form: str) -> str:
    """The regular expression of a format; figures that nothing parts have all their digits."""
    parts, end, parted = ["^"], 0, True
    for found in _DIRECTIVE.finditer(form):
        parted = found.start() > end or end == 0
        follows = form[found.end() : found.end() + 1]
        figures = _FIGURES[found[0]]
        tight = not parted or follows == "%"
        parts += [re.escape(form[end : found.start()]), figures.replace("{1,2}", "{2}") if tight else figures]
        end = found.end()
    return "".join([*parts, re.escape(form[end:]), "$"])


class _Fixed:
    """Compiles a date of fixed formats: first and last day and unit of either end, then what they stand for."""

    def __init__(self, date: Date, compiler: Compiler, prefix: str) -> None:
        self.date = date
        self.compiler = compiler
        self.prefix = prefix
        self.inner = prefix + "date."
        self.units = sorted({_unit(form) for form in date.formats})

    def compiled(self) -> tuple[Step, tuple[Check, ...]]:
        """Return the step and the checks."""
        given = {"a": self.date.of, "b": self.date.until, "p": self.date.precision}
        texts = {f"{name}.text": self.compiler.expr(one) for name, one in given.items() if one is not None}
        ends = [self._end("a", self.date.of), *([self._end("b", self.date.until)] if self.date.until else [])]
        stages = (*ends, self._width(), self._widened(), self._stretch(), self._texts(), self._columns())
        step = partial(self._add, self._named(texts), [self._named(stage) for stage in stages])
        return step, tuple(self._checks())

    def _add(self, texts: list[pl.Expr], stages: list[list[pl.Expr]], data: pl.DataFrame) -> pl.DataFrame:
        """Work out the columns for the distinct texts, and give them to the rows."""
        data = data.with_columns(texts)
        keys = [text.meta.output_name() for text in texts]
        distinct = data[keys[0]].unique().to_frame() if len(keys) == 1 else data.select(keys).unique()
        for stage in stages:
            distinct = distinct.with_columns(stage)
        return data.join(self._tidied(distinct), on=keys, how="left", nulls_equal=True, maintain_order="left")

    def _named(self, columns: dict[str, pl.Expr]) -> list[pl.Expr]:
        return [value.alias(self.inner + name) for name, value in columns.items()]

    def col(self, name: str) -> pl.Expr:
        return pl.col(self.inner + name)

    def _end(self, name: str, expression: Expression) -> dict[str, pl.Expr]:
        """The day that a text names, and how exact it is."""
        text = self.col(f"{name}.text")
        days, units = [], []
        for form in self._formats(expression):
            fits = text.str.contains(_pattern(form))
            unit = _unit(form)
            whole, filled = (form, text)
            if unit != _DAY:
                whole, filled = (
                    form + (" %d" if unit == _MONTH else " %m %d"),
                    text + (" 01" if unit == _MONTH else " 01 01"),
                )
            # What does not fit is left out before it is parsed: a text that fails to parse costs most.
            fitting = pl.when(fits).then(filled)
            moment = fitting.str.strptime(pl.Datetime("ms") if "%H" in whole else pl.Date, whole, strict=False)
            day = moment.cast(pl.Date)
            days.append(day)
            units.append(pl.when(day.is_not_null()).then(pl.lit(unit, pl.Int8)))
        found = pl.coalesce(days)
        found = pl.when(found.dt.year() > 0).then(found)
        unit_of = pl.coalesce(units) if len(self.units) > 1 else pl.lit(self.units[0], pl.Int8)
        return {name: found, f"{name}.unit": unit_of}

    def _formats(self, expression: Expression) -> tuple[str, ...]:
        """The formats of the profile, or those of a column that has a type of its own."""
        single = isinstance(expression, Text) and len(expression.pieces) == 1
        dtype = self.compiler.columns.get(self.compiler.column_of(expression)) if single else None
        if dtype == pl.Date:
            return ("%Y-%m-%d",)
        return ("%Y-%m-%d %H:%M:%S%.f",) if isinstance(dtype, pl.Datetime) else self.date.formats

    def _width(self) -> dict[str, pl.Expr]:
        """How wide the precision makes the date: a unit, and a number of days around it."""
        given = self.date.precision
        if given is None:
            return {"width": pl.lit(_DAY, pl.Int8), "around": pl.lit(0, pl.Int64)}
        text = self.col("p.text")
        self._check_widths(given)
        unit = text.replace_strict(list(_UNITS[:3]), [_DAY, _MONTH, _YEAR], default=_DAYS, return_dtype=pl.Int8)
        around = text.str.extract(r"^(\d{1,3}) days$", 1).cast(pl.Int64)
        return {"width": unit.fill_null(_DAY), "around": around.fill_null(0)}

    def _check_widths(self, given: Expression) -> None:
        """Complain about widths that are none, or that EDTF cannot say of an interval."""
        widths = self.compiler.outcomes(given)
        hint = "Write day, month, year or a number of days such as `6 days`; codes for them are written out."
        if widths is None:
            self._complain("A precision is a fixed width or comes from a list of codes.", hint)
        lasting = self.date.until is not None and self.date.range == "interval"
        for text in sorted(widths or ()):
            if text not in _UNITS[:3] and not _WIDTH.match(text):
                self._complain(f"{text!r} is no width of a date.", hint)
            elif lasting and _WIDTH.match(text):
                self._complain(f"An interval cannot be {text!r} wide at both ends.", "Write `range: one-of`, or month.")

    def _complain(self, message: str, hint: str) -> None:
        self.compiler.problems.append(self.date.at.error("E213", message, hint))

    def _widened(self) -> dict[str, pl.Expr]:
        """First and last day that either end can mean; a width counts where the date has one end."""
        width, around = self.col("width"), self.col("around")
        single = pl.lit(value=True)
        if self.date.until:
            single = (self.col("b").is_null() | (self.col("a") == self.col("b"))).fill_null(value=True)
        if self.date.range == "interval" and self.date.until:
            single = pl.lit(value=True)
        unit = pl.max_horizontal(self.col("a.unit"), pl.when(single).then(width).otherwise(_DAY))
        near = (unit == _DAYS) & (around > 0)
        found = {
            "unit": pl.when(unit == _DAYS).then(pl.when(near).then(_DAYS).otherwise(_DAY)).otherwise(unit),
            "a.first": _first(self.col("a"), unit) - pl.duration(days=pl.when(near).then(around).otherwise(0)),
            "a.last": _last(self.col("a"), unit) + pl.duration(days=pl.when(near).then(around).otherwise(0)),
        }
        if self.date.until:
            end = pl.max_horizontal(
                self.col("b.unit"), width if self.date.range == "interval" else pl.lit(_DAY, pl.Int8)
            )
            found |= {"b.first": _first(self.col("b"), end), "b.last": _last(self.col("b"), end), "end": end}
        return found

    def _stretch(self) -> dict[str, pl.Expr]:
        """The four bounds."""
        if not self.date.until:
            first, last = self.col("a.first"), self.col("a.last")
            return {"earliest_begin": first, "latest_begin": last, "earliest_end": first, "latest_end": last}
        two = self._two()
        first = self.col("a.first")
        last = pl.when(two).then(self.col("b.last")).otherwise(self.col("a.last"))
        if self.date.range == "one-of":
            return {"earliest_begin": first, "latest_begin": last, "earliest_end": first, "latest_end": last}
        begin = pl.when(two).then(pl.min_horizontal(self.col("a.last"), last)).otherwise(last)
        end = pl.when(two).then(pl.max_horizontal(self.col("b.first"), first)).otherwise(first)
        return {"earliest_begin": first, "latest_begin": begin, "earliest_end": end, "latest_end": last}

    def _two(self) -> pl.Expr:
        """Whether the two ends are different days, so that both count."""
        return (self.col("b").is_not_null() & (self.col("a") != self.col("b"))).fill_null(value=False)

    def _texts(self) -> dict[str, pl.Expr]:
        """The EDTF expression and its precision."""
        first, unit = self.col("a"), self.col("unit")
        shown = self._shown(first, unit)
        hull = pl.format("[{}..{}]", *(self.col(name).dt.to_string(_SHOWN[_DAY]) for name in ("a.first", "a.last")))
        if self.date.precision is not None:
            shown = pl.when(unit == _DAYS).then(hull).otherwise(shown)
        exact = unit.replace_strict([0, 1, 2, 3], [*_UNITS[:3], "set"], return_dtype=TEXT)
        if not self.date.until:
            return {"edtf": shown, "precision": exact}
        if self.date.range == "one-of":
            both = pl.format("[{}..{}]", *(self.col(name).dt.to_string(_SHOWN[_DAY]) for name in ("a.first", "b.last")))
        else:
            both = pl.format("{}/{}", shown, self._shown(self.col("b"), self.col("end")))
        word = "set" if self.date.range == "one-of" else "interval"
        return {
            "edtf": pl.when(self._two()).then(both).otherwise(shown),
            "precision": pl.when(self._two()).then(pl.lit(word)).otherwise(exact),
        }

    def _shown(self, day: pl.Expr, unit: pl.Expr) -> pl.Expr:
        if self.units == [_DAY] and self.date.precision is None:
            return day.dt.to_string(_SHOWN[_DAY])
        year = pl.when(unit == _YEAR).then(day.dt.to_string(_SHOWN[_YEAR]))
        return (
            year.when(unit == _MONTH).then(day.dt.to_string(_SHOWN[_MONTH])).otherwise(day.dt.to_string(_SHOWN[_DAY]))
        )

    def _columns(self) -> dict[str, pl.Expr]:
        first, last = self.col("earliest_begin"), self.col("latest_end")
        first_year, last_year = first.dt.year().cast(pl.Int64), last.dt.year().cast(pl.Int64)
        listed = last_year - first_year < YEARS_LISTED
        return {
            "earliest_day": first.cast(pl.Int32).cast(pl.Int64) + _EPOCH,
            "latest_day": last.cast(pl.Int32).cast(pl.Int64) + _EPOCH,
            "years": pl.int_ranges(first_year, pl.when(listed).then(last_year + 1).otherwise(first_year)),
            "approximate": pl.lit(value=False),
            "uncertain": pl.lit(value=False),
            "original_date": self._words(),
        }

    def _words(self) -> pl.Expr:
        """The cells' own words, where they say it otherwise."""
        text = written = self.col("a.text")
        if self.date.until:
            ends = [text, self.col("b.text")]
            written = pl.when(self._two()).then(pl.concat_str(ends, separator="/")).otherwise(text)
            text = pl.when(self._two()).then(pl.concat_str(ends, separator=" / ")).otherwise(text)
        if self.date.words == "never":
            return pl.lit(None, TEXT)
        if self.date.words == "widened":
            return pl.when((self.col("unit") != self.col("a.unit")) | (self.col("precision") == "set")).then(text)
        return pl.when(written != self.col("edtf")).then(text)

    def _tidied(self, data: pl.DataFrame) -> pl.DataFrame:
        """Give the results their names; of the rest only what the checks show is kept."""
        results = {self.inner + name: self.prefix + name for name in (*COLUMNS, "original_date")}
        kept = {self.inner + name for name in ("a", "a.text", "b", "b.text", "p.text")} | set(results)
        return data.drop([name for name in data.columns if name.startswith(self.inner) and name not in kept]).rename(
            results
        )

    def _checks(self) -> list[Check]:
        column = self.compiler.column_of(self.date.of)
        text, day, shown = self.col("a.text"), self.col("a"), self.compiler.shown(self.date.of)
        found = [
            Check("E301", column, shown, text.is_null(), NO_DATE),
            Check(
                "E303",
                column,
                text,
                day.is_null(),
                "The calendar has no such day, or this is no date of the expected form.",
            ),
        ]
        if self.date.until:
            end, other = self.compiler.column_of(self.date.until), self.col("b.text")
            wrong = other.is_not_null() & self.col("b").is_null()
            found.append(
                Check(
                    "E303", end, other, wrong, "The calendar has no such day, or this is no date of the expected form."
                )
            )
            found.append(Check("E303", end, other, self.col("b") < day, "This end lies before the begin."))
        return found


def _first(day: pl.Expr, unit: pl.Expr) -> pl.Expr:
    year = pl.when(unit == _YEAR).then(day.dt.truncate("1y"))
    return year.when(unit == _MONTH).then(day.dt.month_start()).otherwise(day)


def _last(day: pl.Expr, unit: pl.Expr) -> pl.Expr:
    year = pl.when(unit == _YEAR).then(day.dt.truncate("1y").dt.offset_by("1y").dt.offset_by("-1d"))
    return year.when(unit == _MONTH).then(day.dt.month_end()).otherwise(day)
