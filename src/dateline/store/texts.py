"""The texts of a store beside it, so that a word is found without reading the store.

A folder `texts` in the store's own: all labels and quotes of all graphs, each once, in lower case one behind the other
(`lower`), as N-Triples spells them (`terms`), and where each begins (`places`). A query that says `#holding ?found
?text` behind the value of `?text`, and then looks for labels or quotes, is given the texts that hold it; its own FILTER
stays, and decides. What is lower case, the engine says, for the texts as for the word, so that no row is lost.
`about.json` says of which files the store then consisted: when they are others, nobody looks at the texts.
"""

from __future__ import annotations

import json
import mmap
import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import cast

import pyoxigraph as ox

from dateline import vocab

FOLDER = "texts"
VERSION = 1
MOST = 5_000
"""When more texts hold a word than this, reading the store is no slower."""

_ASKED = re.compile(
    r"VALUES \(\?(?P<text>\w+)\) \{ \((?P<term>\"(?:[^\"\\\n]|\\.)*\")\) \}[ ]+# parameters\n"
    r"(?P<between>\s*)#holding \?(?P<found>\w+) \?(?P=text)$",
    re.MULTILINE,
)
_ALL = "SELECT DISTINCT ?text (LCASE(STR(?text)) AS ?lower) { VALUES ?p { rdfs:label oa:exact } ?s ?p ?text }"
_BREAKS = re.compile(r"[\x00-\x1f]")


def write_texts(engine: ox.Store, location: Path) -> None:
    """Write the texts of a store into its folder. They count once `seal_texts` was called."""
    folder = location / FOLDER
    folder.mkdir()
    with (folder / "lower").open("wb") as lower, (folder / "terms").open("wb") as terms:
        # An empty file cannot be mapped, so both begin with an empty line.
        lower_at, term_at = array("Q", [lower.write(b"\n")]), array("Q", [terms.write(b"\n")])
        # The type says that any query may be answered by a truth value; a SELECT is not.
        rows = cast("ox.QuerySolutions", engine.query(_ALL, prefixes=vocab.PREFIXES, use_default_graph_as_union=True))
        for text, small in rows:
            lower_at.append(lower_at[-1] + lower.write(_BREAKS.sub("\0", small.value).encode() + b"\n"))
            term_at.append(term_at[-1] + terms.write(f"{text}\n".encode()))
    with (folder / "places").open("wb") as places:
        lower_at.tofile(places)
        term_at.tofile(places)


def seal_texts(location: Path) -> None:
    """Note that the texts are those of the store as it is now, which nobody has open."""
    about = {"version": VERSION, "store": _state(location)}
    (location / FOLDER / "about.json").write_text(json.dumps(about), encoding="utf-8")


def open_texts(location: Path) -> Texts | None:
    """Open the texts of a store; None where there are none, or they are those of another state of it."""
    folder = location / FOLDER
    try:
        about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
        if about != {"version": VERSION, "store": _state(location)}:
            return None
        return Texts(*(_mapped(folder / name) for name in ("lower", "terms", "places")))
    except (OSError, ValueError):
        return None


def _state(location: Path) -> list[list[str | int]]:
    """Return name and size of the files that hold the quads; what opening a store changes is left out."""
    files = [(path.name, path.stat().st_size) for path in location.iterdir() if path.suffix in (".sst", ".log")]
    return [[name, size] for name, size in sorted(files) if size]


def _mapped(path: Path) -> mmap.mmap:
    with path.open("rb") as stream:
        return mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)


@dataclass(frozen=True)
class Texts:
    """The texts of a store as they were when it was opened, even when another takes its place."""

    lower: mmap.mmap
    terms: mmap.mmap
    places: mmap.mmap

    def narrowed(self, query: str, engine: ox.Store) -> str:
        """Return a query with the texts that it can find in place of `#holding`, where they are few enough."""

        def answer(asked: re.Match[str]) -> str:
            terms = self._holding(asked["term"], engine)
            if terms is None:
                return asked[0]
            return f"{asked[0].rpartition('#holding')[0]}VALUES ?{asked['found']} {{ {' '.join(terms)} }}"

        return _ASKED.sub(answer, query)

    def _holding(self, term: str, engine: ox.Store) -> list[str] | None:
        """Return the texts that hold another, as terms; None where there are too many, or it cannot be told."""
        (row,) = cast("ox.QuerySolutions", engine.query(f"SELECT (LCASE({term}) AS ?lower) {{}}"))
        wanted = row["lower"].value
        if not wanted or _BREAKS.search(wanted):
            return None
        found: list[str] = []
        for start, end in self._lines_with(wanted.encode()):
            if len(found) == MOST:
                return None
            found.append(self.terms[start:end].decode().strip())
        return found

    def _lines_with(self, wanted: bytes) -> Iterator[tuple[int, int]]:
        """Yield where the terms of the texts that hold some bytes begin and end."""
        lower_at, term_at = self._starts
        place = self.lower.find(wanted)
        while place >= 0:
            number = bisect_right(lower_at, place)
            yield term_at[number - 1], term_at[number]
            place = self.lower.find(wanted, lower_at[number])

    @cached_property
    def _starts(self) -> tuple[array[int], array[int]]:
        starts = array("Q")
        starts.frombytes(self.places)
        return starts[: len(starts) // 2], starts[len(starts) // 2 :]
