"""A page in Markdown that says in a minute what a timeline holds, for people who read no RDF.

It is made from the tables alone and carries no date of its own, so that the same data gives the same page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

import polars as pl

from dateline.tables import Tables

TOP = 12
"""How many rows the lists of actors, types and sources show."""

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|#])")


def summary(tables: Tables) -> Iterator[str]:
    """Yield the page, part by part."""
    frames = {name: data.unique("id") if "id" in data.columns else data for name, data in tables.frames().items()}
    yield _head(frames["timelines"])
    yield _table("What is in it", ("", "Number"), _counts(frames))
    yield _table("Events by type", ("Type", "Events"), _top(frames["events"]["type"].drop_nulls()))
    yield _table("Who takes part most", ("Actor", "Events"), _actors(frames))
    yield _table("What it rests on", ("Source", "Claims"), _sources(frames))
    yield _table("Links to open data", ("Place of the link", "Links"), _links(frames))


def _head(timelines: pl.DataFrame) -> str:
    titles = sorted(title for title in timelines["label"].to_list() if title)
    notes = sorted(note for note in timelines["description"].to_list() if note)
    licenses = sorted(set(timelines["license"].drop_nulls().to_list()))
    parts = [f"# {_plain(' · '.join(titles) or 'Timeline')}", *(_plain(note) for note in notes)]
    parts += [f"License: <{name}>" for name in licenses]
    return "\n\n".join(parts) + "\n"


def _counts(frames: dict[str, pl.DataFrame]) -> list[tuple[str, object]]:
    events, claims = frames["events"], frames["claims"]
    years = events["years"].explode().drop_nulls().to_list()
    rows: list[tuple[str, object]] = [
        ("events", events.height),
        ("of them series", events.filter(pl.col("kind") == "series").height),
        ("actors", frames["actors"].height),
        ("places", frames["places"].height),
        ("sources", frames["sources"].height),
        ("claims of sources", claims.filter(pl.col("event").is_not_null()).height),
        ("judgements", claims.filter(pl.col("statement").is_not_null()).height),
        ("claims with a quote", claims.filter(pl.col("quote").is_not_null()).height),
        ("relations between events", frames["relations"].select("event", "relation", "target").n_unique()),
    ]
    if years:
        rows.append(("years covered", f"{_year(min(years))} to {_year(max(years))}"))
    return rows


def _year(year: int) -> str:
    """The year as people count it: astronomical year 0 is 1 BCE."""
    return str(year) if year > 0 else f"{1 - year} BCE"


def _actors(frames: dict[str, pl.DataFrame]) -> list[tuple[str, object]]:
    pairs = frames["participations"].select("event", "actor").unique()
    return _top(_labelled(pairs["actor"], frames["actors"]))


def _sources(frames: dict[str, pl.DataFrame]) -> list[tuple[str, object]]:
    return _top(_labelled(frames["claims"]["source"], frames["sources"]))


def _links(frames: dict[str, pl.DataFrame]) -> list[tuple[str, object]]:
    columns = [
        frames[name][column] for name in ("actors", "places") for column in ("same_as", "exact_match", "close_match")
    ]
    found = pl.concat(columns).explode().drop_nulls().unique()
    hosts = [urlsplit(iri).netloc or iri for iri in found.to_list()]
    return _top(pl.Series(hosts, dtype=pl.String))


def _labelled(ids: pl.Series, named: pl.DataFrame) -> pl.Series:
    labels = {iri: label or iri for iri, label in named.select("id", "label").iter_rows()}
    return pl.Series([labels.get(iri, iri) for iri in ids.to_list()], dtype=pl.String)


def _top(values: pl.Series) -> list[tuple[str, object]]:
    """The most frequent values with their numbers; equal numbers in the order of the alphabet."""
    counted = values.rename("value").value_counts(name="number").sort(["number", "value"], descending=[True, False])
    return [(value, number) for value, number in counted.head(TOP).iter_rows()]


def _table(title: str, head: tuple[str, str], rows: Sequence[tuple[str, object]]) -> str:
    if not rows:
        return ""
    written = [f"| {_plain(name)} | {value} |" for name, value in rows]
    return "\n".join(["", f"## {title}", "", f"| {head[0]} | {head[1]} |", "| --- | ---: |", *written, ""])


def _plain(text: str) -> str:
    """The text on one line, with nothing in it that Markdown would act on."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
