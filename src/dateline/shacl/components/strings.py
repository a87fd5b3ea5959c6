"""Constraints on texts and languages: length, pattern, allowed languages, one value for each language.

The text of an IRI is the IRI, that of a literal its lexical form; blank nodes have none and always violate. Rules:
https://www.w3.org/TR/shacl/#core-components-string.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import polars as pl

from dateline.shacl.components.base import Constraint, Judge, Values, no_value, subject
from dateline.shacl.graph import LANG_STRING, STRING, Kind
from dateline.shacl.paths import Path
from dateline.shacl.patterns import FLAGS, UnsupportedPattern, translate
from dateline.shacl.run import no_pairs
from dateline.shacl.shape_graph import ShapeGraph
from dateline.shacl.terms import Term


@dataclass(frozen=True, slots=True)
class MinLength(Constraint):
    """Texts have at least so many characters."""

    component: ClassVar[str] = "MinLength"
    length: int

    def violations(self, judge: Judge, values: Values) -> pl.DataFrame:
        """Return the pairs whose value is shorter, or a blank node."""
        run = judge.run
        return values.tested(
            self, lambda codes: (run.text(codes).str.len_chars() >= self.length) & (run.kinds(codes) != Kind.BLANK)
        )

    def shown(self) -> str:
        """Return the constraint as people write it down."""
        return f"minLength {self.length}"

    def sentence(self, path: Path | None) -> str:
        """Return what is wrong."""
        return f"{subject(path)} is shorter than {_characters(self.length)}."


@dataclass(frozen=True, slots=True)
class MaxLength(Constraint):
    """Texts have at most so many characters."""

    component: ClassVar[str] = "MaxLength"
    length: int

    def violations(self, judge: Judge, values: Values) -> pl.DataFrame:
        """Return the pairs whose value is longer, or a blank node."""
        run = judge.run
        return values.tested(
            self, lambda codes: (run.text(codes).str.len_chars() <= self.length) & (run.kinds(codes) != Kind.BLANK)
        )

    def shown(self) -> str:
        """Return the constraint as people write it down."""
        return f"maxLength {self.length}"

    def sentence(self, path: Path | None) -> str:
        """Return what is wrong."""
        return f"{subject(path)} is longer than {_characters(self.length)}."


@dataclass(frozen=True, slots=True)
class Pattern(Constraint):
    """A regular expression is found in texts. `regex` is what Polars runs."""

    component: ClassVar[str] = "Pattern"
    pattern: str
    flags: str
    regex: str

    def violations(self, judge: Judge, values: Values) -> pl.DataFrame:
        """Return the pairs whose value does not match, or is a blank node."""
        run = judge.run
        return values.tested(
            self, lambda codes: run.text(codes).str.contains(self.regex) & (run.kinds(codes) != Kind.BLANK)
        )

    def shown(self) -> str:
        """Return the constraint as people write it down."""
        return f"pattern {self.pattern!r}" + (f" flags {self.flags}" if self.flags else "")

    def sentence(self, path: Path | None) -> str:
        """Return what is wrong."""
        return f"{subject(path)} does not match the pattern {self.pattern!r}."


@dataclass(frozen=True, slots=True)
class LanguageIn(Constraint):
    """Literals have one of the given languages, or one of their regional forms."""

    component: ClassVar[str] = "LanguageIn"
    ranges: tuple[str, ...]

    def violations(self, judge: Judge, values: Values) -> pl.DataFrame:
        """Return the pairs whose value has another language or none."""
        languages = judge.run.terms["language"]
        return values.tested(self, lambda codes: self._allowed(languages[codes]))

    def _allowed(self, languages: pl.Series) -> pl.Series:
        """Match as the basic filtering of RFC 4647 does: a range, or a range with a hyphen after it."""
        tags = pl.Series([tag for tag in languages.unique().drop_nulls() if self._matches(tag)], dtype=pl.String())
        return languages.is_in(tags.implode())

    def _matches(self, tag: str) -> bool:
        return any(one in ("*", tag) or tag.startswith(one + "-") for one in self.ranges)

    def shown(self) -> str:
        """Return the constraint as people write it down."""
        return f"languageIn ({', '.join(self.ranges)})"

    def sentence(self, path: Path | None) -> str:
        """Return what is wrong."""
        return f"{subject(path)} is not a text in one of the languages {', '.join(self.ranges)}."


@dataclass(frozen=True, slots=True)
class UniqueLang(Constraint):
    """No two values of a focus node have the same language."""

    component: ClassVar[str] = "UniqueLang"

    def violations(self, judge: Judge, values: Values) -> pl.DataFrame:
        """Return the focus node once for each language that several of its values have."""
        pairs = values.several()
        if not pairs.height:
            return no_pairs()
        tagged = pairs.with_columns(language=judge.run.terms["language"][pairs["value"]])
        counted = tagged.drop_nulls("language").group_by("focus", "language").agg(count=pl.len())
        return no_value(counted.filter(pl.col("count") > 1)["focus"])

    def shown(self) -> str:
        """Return the constraint as people write it down."""
        return "uniqueLang"

    def sentence(self, path: Path | None) -> str:
        """Return what is wrong."""
        return f"Two values{f' of {path.text()}' if path else ''} have the same language."


def read(graph: ShapeGraph, node: Term) -> Iterator[Constraint]:
    """Yield the constraints of this family at a shape; patterns that cannot be run are left to `beyond`."""
    least, most = graph.whole(node, "minLength"), graph.whole(node, "maxLength")
    if least is not None:
        yield MinLength(least)
    if most is not None:
        yield MaxLength(most)
    for pattern, flags in _patterns(graph, node):
        try:
            yield Pattern(pattern, flags, translate(pattern, flags))
        except UnsupportedPattern:
            continue
    for members in graph.all(node, "languageIn"):
        yield LanguageIn(tuple(_language(graph, node, one) for one in graph.members(members, node, "languageIn")))
    unique = graph.one(node, "uniqueLang") if graph.flag(node, "uniqueLang") else None
    if unique is not None and unique.text == "true":  # the suite of the W3C has "1" mean nothing here
        yield UniqueLang()


def beyond(graph: ShapeGraph, node: Term) -> Iterator[str]:
    """Yield what this family cannot do at a shape, by name and reason."""
    for pattern, flags in _patterns(graph, node):
        try:
            translate(pattern, flags)
        except UnsupportedPattern as error:
            if not _is_expression(pattern):
                raise graph.error(node, f"sh:pattern {pattern!r} is not a regular expression: {error}") from None
            yield f"sh:pattern {pattern!r}: {error}"


def _is_expression(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except (re.error, RecursionError, OverflowError):
        return False
    return True


def _patterns(graph: ShapeGraph, node: Term) -> Iterator[tuple[str, str]]:
    patterns, flags = graph.all(node, "pattern"), graph.one(node, "flags")
    if flags is not None and not patterns:
        raise graph.error(node, "sh:flags stands without sh:pattern")
    if flags is not None and (flags.kind != Kind.LITERAL or not set(flags.text) <= FLAGS):
        raise graph.error(node, f"sh:flags may have the letters s, m, i, x and q, not {flags.n3()}")
    for pattern in patterns:
        if pattern.datatype != STRING:
            raise graph.error(node, f"sh:pattern must be a string, not {pattern.n3()}")
        yield pattern.text, flags.text if flags else ""


def _language(graph: ShapeGraph, node: Term, member: Term) -> str:
    if member.datatype not in (STRING, LANG_STRING):
        raise graph.error(node, f"sh:languageIn lists language tags as strings, not {member.n3()}")
    return member.text.lower()


def _characters(length: int) -> str:
    return "1 character" if length == 1 else f"{length} characters"
