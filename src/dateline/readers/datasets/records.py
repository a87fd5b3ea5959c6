"""A small file of a dataset read as a whole, so that everything that timelines can do works on samples.

Rejected rows and codes that nobody knows become located messages; an id that two rows share is an error, since
nothing can tell which of the two is meant. Large files go batch by batch instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import polars as pl

from dateline.diagnostics import Diagnostic, Severity
from dateline.errors import InvalidData
from dateline.readers.datasets.batches import batches
from dateline.readers.datasets.mapping import DESCRIBED, UNKNOWN, Mapped, Mapping
from dateline.readers.datasets.profile import Profile
from dateline.readers.datasets.rejects import complaints
from dateline.readers.datasets.twofold import DIFFERING, differing, told_differing
from dateline.readers.timeline.records import Records
from dateline.tables import Tables

_ONCE = ("timelines", "participations", "actors", "places", "sources")


def read_dataset(path: Path, profile: Profile, *, base: str | None = None) -> Records:
    """Read all rows of a file; a profile that does not fit the file gives its complaints and no tables.

    Raises:
        InputError: the file cannot be read.
    """
    file = path.as_posix()
    profile = profile if base is None else replace(profile, base=base)
    problems = [remark(profile, file)]
    parts: list[Mapped] = []
    mapping: Mapping | None = None
    try:
        for batch in batches(path, profile):
            mapping = mapping or Mapping.of(profile, batch.rows.schema)
            problems += complaints(batch.rejected)
            parts.append(mapping.tables(batch.rows, file=file))
            problems += complaints(parts[-1].rejected)
    except InvalidData as wrong:
        return Records(Tables.from_rows({}), (*problems, *wrong.diagnostics), {})
    problems += unknown_codes([part.unknown for part in parts], file)
    tables, told, twins = _joined([part.tables for part in parts])
    problems += told_differing(_summed([*(part.differing for part in parts), *told], file))
    return Records(tables, (*problems, *twins), {})


def remark(profile: Profile, file: str) -> Diagnostic:
    """Return what is said of a file that is read by a profile."""
    message = f"The file was read by the profile {profile.name!r}: {profile.title}."
    hint = "To read it otherwise, name a profile with --profile."
    return Diagnostic(Severity.INFO, "I605", message, file, 1, 1, hint)


def unknown_codes(found: list[pl.DataFrame], file: str) -> Iterator[Diagnostic]:
    """Yield one warning for each code that no list knows, with its count, at its first line."""
    stacked = pl.concat(found) if found else pl.DataFrame(schema=UNKNOWN)
    counted = stacked.group_by("scheme", "code").agg(pl.col("count").sum(), pl.col("line").min())
    for scheme, code, count, line in counted.sort("line", "scheme", "code").iter_rows():
        times = "once" if count == 1 else f"{count:,} times, first here"
        message = f"The code {code!r} is not in the code list {scheme!r}; it stands in the data {times}."
        hint = "Its events are kept, without what the code would have said."
        yield Diagnostic(Severity.WARNING, "W606", message, file, line, 1, hint)


def _summed(found: list[pl.DataFrame], file: str) -> Iterator[tuple[str, str, int, str, int]]:
    """Add up what differs, table by table, with the first place of each."""
    stacked = pl.concat(found).sort("line", maintain_order=True)
    for rows in stacked.partition_by("table", maintain_order=True):
        first: tuple[str, str, int, int] = rows.row(0)
        yield first[0], first[1], sum(rows["count"].to_list()), file, first[3]


def _joined(parts: list[Tables]) -> tuple[Tables, list[pl.DataFrame], list[Diagnostic]]:
    """Stack the tables of all batches, each entity once; events that share an id, and what differs, are reported."""
    stacked = Tables.concat(parts)
    told = [
        differing(name, data.filter(first), data.filter(~first))
        for name in DESCRIBED
        if not (first := (data := getattr(stacked, name))["id"].is_first_distinct()).all()
    ]
    once = {name: getattr(stacked, name).unique("id", keep="first", maintain_order=True) for name in _ONCE}
    events = stacked.events
    problems = []
    for row in events.filter(pl.col("id").is_duplicated() & ~pl.col("id").is_first_distinct()).iter_rows(named=True):
        first = events.filter(pl.col("id") == row["id"])["line"][0]
        message = f"The event in line {first} has the same id, {row['id']}."
        hint = "Leave one of the rows out, or give one of them another id."
        place = (row["file"], row["line"], 1)
        problems.append(Diagnostic(Severity.ERROR, "E206", message, *place, hint=hint, subject=row["id"]))
    once["events"] = events.unique("id", keep="first", maintain_order=True)
    once["claims"] = stacked.claims.unique("id", keep="first", maintain_order=True)
    return replace(stacked, **once), [pl.DataFrame(schema=DIFFERING), *told], problems
