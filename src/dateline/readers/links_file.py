"""The file beside a timeline that says what its actors and places are in open-data graphs, and who decided so.

`dateline link` writes it, a person reviews it, every reader obeys it: accepted links become links of the entities.
This module reads, applies and writes the file; it looks for no candidates. A link counts only where the label that
was seen, the method and the date are told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePath

import polars as pl

from dateline import vocab
from dateline.diagnostics import Diagnostic
from dateline.errors import did_you_mean
from dateline.readers import yaml
from dateline.readers.formats import LINKS_SUFFIX
from dateline.readers.lines import Place
from dateline.readers.located import Node
from dateline.readers.sniff import decode
from dateline.readers.timeline import values
from dateline.readers.yaml_text import quoted
from dateline.tables import Tables

OPEN, AUTO, ACCEPTED, CLOSE, REJECTED = "open", "auto", "accepted", "close", "rejected"
DECISIONS = (OPEN, AUTO, ACCEPTED, CLOSE, REJECTED)
COLUMNS = {ACCEPTED: "same_as", AUTO: "exact_match", CLOSE: "close_match"}
"""The column of the tables that a decision leads to; the others lead nowhere."""

FIELDS = ("entry", "label", "score", "method", "decision", "date", "note")
_TOLD = ("label", "method", "date")
_PLAIN = re.compile(r"[A-Za-z][\w./-]*\Z")
_CURIE = re.compile(r"(?:wd|geonames|dbpedia):\w+\Z", re.ASCII)
_UNSAFE = re.compile("[\x7f-\xa0\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_HEAD = """\
# What the actors and places of {file} are in open-data graphs. Written by `dateline link`, reviewed by you.
#
# decision: open      nobody has decided; the link does not count
#           auto      accepted by itself, since everything fits (becomes skos:exactMatch)
#           accepted  you say: the very same (becomes owl:sameAs)
#           close     you say: nearly the same (becomes skos:closeMatch)
#           rejected  you say: something else
# `dateline link` never changes accepted, close and rejected, nor a note. Other comments are not kept.
"""


@dataclass(frozen=True, slots=True)
class Link:
    """One candidate for one entity, and what was decided.

    `entity` and `entry` are IRIs, `label` is the name that the entry has in its graph, `score` runs from 0 to 1,
    `date` is the ISO day of the finding or decision, `line` its place in the file (0 where it is in none yet).
    """

    entity: str
    entry: str
    label: str
    score: float
    method: str
    decision: str
    date: str
    note: str = ""
    line: int = 0

    @property
    def is_by_person(self) -> bool:
        """Whether a person has decided, so that nothing else may change it."""
        return self.decision in (ACCEPTED, CLOSE, REJECTED)

    @property
    def counts(self) -> bool:
        """Whether the link is one, by itself or by a person."""
        return self.decision in COLUMNS


@dataclass(frozen=True, slots=True)
class LinksFile:
    """A links file as read: its links in their order, and the names of the entities by IRI."""

    links: tuple[Link, ...]
    names: dict[str, str]


def links_path(timeline: Path) -> Path:
    """Return where the links of a timeline stand: `events.links.yaml` beside `events.yaml`."""
    return timeline.with_name(timeline.stem + LINKS_SUFFIX)


def read_links(path: Path, base: str) -> tuple[LinksFile, list[Diagnostic]]:
    """Read the links file of a timeline whose own nodes are named under `base`; without a file there are none.

    Raises:
        OSError: the file cannot be read.
    """
    if not path.is_file():
        return LinksFile((), {}), []
    text, problems = decode(path.read_bytes(), path.as_posix())
    node, faults = yaml.parse(text, path.as_posix()) if text is not None else (None, [])
    reader = _Reader(base, [*problems, *faults])
    if node is not None:
        reader.read(node)
    return LinksFile(tuple(reader.links), reader.names), reader.problems


class _Reader:
    """One pass over a links file."""

    def __init__(self, base: str, problems: list[Diagnostic]) -> None:
        self.base = base
        self.problems = problems
        self.links: list[Link] = []
        self.names: dict[str, str] = {}

    def read(self, root: Node) -> None:
        if root.value is None:
            return
        for key, entry in self._map(root, ("links",)).items():
            if key == "links":
                for name, one in self._map(entry, None).items():
                    self._entity(name, one)

    def _entity(self, name: str, node: Node) -> None:
        iri = name if "://" in name or name.startswith("urn:") else self.base + name
        fields = self._map(node, ("name", "candidates"))
        self.names[iri] = (fields["name"].text or "") if "name" in fields else ""
        for one in fields["candidates"].items if "candidates" in fields else ():
            self._candidate(iri, one)

    def _candidate(self, entity: str, node: Node) -> None:
        fields = {name: value.text or "" for name, value in self._map(node, FIELDS).items()}
        entry = values.iri(fields.get("entry", ""))
        decision = fields.get("decision") or OPEN
        if isinstance(entry, values.Fault):
            self._complain(entry.code, entry.message, node, entry.hint)
            return
        if decision not in DECISIONS:
            hint = did_you_mean(decision, DECISIONS)
            self._complain("E213", f"A decision cannot be {decision!r}.", node, hint)
            return
        told = {name: fields.get(name, "") for name in _TOLD}
        missing = [name for name, value in told.items() if not value]
        if decision in COLUMNS and (missing or not _is_day(told["date"])):
            what = f"no {' and no '.join(missing)}" if missing else f"the date {told['date']!r}, which is no day"
            self._complain("E217", f"The link to {fields['entry']} has {what}.", node, _TELL)
            return
        score = _score(fields.get("score", ""))
        if score is None:
            self._complain("E211", f"{fields['score']!r} is no score.", node, "Write a number from 0 to 1.")
            return
        note = fields.get("note", "")
        self.links.append(Link(entity, entry, **told, score=score, decision=decision, note=note, line=node.line))

    def _map(self, node: Node, known: Sequence[str] | None) -> dict[str, Node]:
        """The entries of a map by name; what is no map or an unknown name is reported, nothing is an empty map."""
        if not isinstance(node.value, dict | None):
            self._complain("E106", f"A map is expected, but here is {node.kind}.", node, "See the top of the file.")
        found = {}
        for name, entry in node.entries.items():
            if known is not None and name not in known:
                hint = did_you_mean(name, known)
                self._complain("E201", f"A links file has no field {name!r} here.", entry.key, hint)
            else:
                found[name] = entry.value
        return found

    def _complain(self, code: str, message: str, node: Node, hint: str) -> None:
        self.problems.append(Place(node.file, node.line, node.column).error(code, message, hint))


_TELL = "Say which label was seen (`label`), how it was found (`method`) and on which day (`date`)."


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _score(text: str) -> float | None:
    try:
        score = float(text) if text else 0.0
    except ValueError:
        return None
    return score if 0 <= score <= 1 else None


def apply_links(tables: Tables, links: Sequence[Link], file: str) -> tuple[Tables, list[Diagnostic]]:
    """Return tables in which the links that count are links of their entities.

    A link that the timeline has itself is not said again. W218: an entity that the timeline does not have.
    """
    known = {*tables.actors["id"], *tables.places["id"]}
    frames = {name: _linked(getattr(tables, name), links) for name in ("actors", "places")}
    return replace(tables, **frames), lost_entities(links, known, file)


def lost_entities(links: Sequence[Link], known: Set[str], file: str) -> list[Diagnostic]:
    """Return a warning (W218) for each entity of a links file that is not among those known."""
    lost = {one.entity: one for one in links if one.entity not in known}
    return [
        Place(file, one.line).warning("W218", f"The timeline has no actor or place {iri}.", _LOST)
        for iri, one in lost.items()
    ]


_LOST = "Its id may have changed: give the links the new one, or take them out."


def _linked(data: pl.DataFrame, links: Iterable[Link]) -> pl.DataFrame:
    """Look at the rows that links are about, and leave the others as they are."""
    entities = pl.Series(sorted({one.entity for one in links if one.counts}), dtype=pl.String)
    numbered = data.with_row_index("number")
    about = pl.col("id").is_in(entities.implode())
    found = numbered.filter(about)
    if found.is_empty():
        return data
    return pl.concat([numbered.filter(~about), _with_links(found, links)]).sort("number").drop("number")


def _with_links(data: pl.DataFrame, links: Iterable[Link]) -> pl.DataFrame:
    said = {row["id"]: set().union(*(row[name] for name in COLUMNS.values())) for row in data.iter_rows(named=True)}
    wanted = [one for one in links if one.counts and one.entity in said and one.entry not in said[one.entity]]
    for decision, column in COLUMNS.items():
        added = {one.entity: set[str]() for one in wanted if one.decision == decision}
        if not added:
            continue
        for one in wanted:
            if one.decision == decision:
                added[one.entity].add(one.entry)
        lists = [sorted({*values, *added.get(iri, ())}) for iri, values in zip(data["id"], data[column], strict=True)]
        data = data.with_columns(pl.Series(column, lists, dtype=data.schema[column]))
    return data


def links_yaml(links: Sequence[Link], names: dict[str, str], *, file: PurePath, base: str) -> str:
    """Write a links file: entities in their order, the candidates of each by decision and score."""
    lines = (
        [_HEAD.format(file=_one_line(file.name)), "links:"] if links else [_HEAD.format(file=file.name), "links: {}"]
    )
    for entity in dict.fromkeys(one.entity for one in links):
        key = entity.removeprefix(base)
        lines.append(f"  {key if _PLAIN.match(key) else quoted(key)}:")
        lines.append(f"    name: {quoted(names.get(entity, ''))}")
        lines.append("    candidates:")
        lines += [f"      - {{{_candidate(one)}}}" for one in links if one.entity == entity]
    return "\n".join(lines) + "\n"


def _candidate(one: Link) -> str:
    shown = short(one.entry)
    parts = {
        "entry": shown if _CURIE.match(shown) else quoted(shown),
        "label": quoted(one.label),
        "score": f"{one.score:.2f}",
        "method": quoted(one.method),
        "decision": one.decision,
        "date": one.date,
    } | ({"note": quoted(one.note)} if one.note else {})
    return ", ".join(f"{name}: {value}" for name, value in parts.items())


def short(entry: str) -> str:
    """Return the short form of an entry's IRI, such as wd:Q649 or geonames:524901, else the IRI itself."""
    shown = vocab.shorten(entry.removesuffix("/") if entry.startswith(vocab.GEONAMES) else entry)
    return shown if vocab.expand(shown) == entry else entry


def _one_line(text: str) -> str:
    return " ".join(_UNSAFE.sub(" ", text).split())
