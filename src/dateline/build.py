"""The order of the steps, and the Python face: read, check, ask, export.

`Timeline` is what people who write Python hold in their hands; the commands of `dateline.cli` call the same
functions. Nothing here prints or exits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from dateline.atomic import atomic_file
from dateline.check import Examination, examine, rdf_files, shape_file
from dateline.check.catalog import codes
from dateline.describe import Imprint, description, files_of, inputs_of
from dateline.diagnostics import Diagnostic, Severity
from dateline.diff import Difference, difference
from dateline.errors import InputError, InvalidData, UsageError
from dateline.export import export, export_all, format_of
from dateline.export.links import links_turtle, load_links
from dateline.export.profiles import Account, Profile, Wishes
from dateline.extract.timeline import is_prose, read_prose
from dateline.mapping.quads import nquads
from dateline.queries import load_query, names_in, parse_query, query_names
from dateline.readers.files import ReadResult, is_dataset, joined
from dateline.readers.files import read as read_files
from dateline.readers.formats import DESCRIPTION
from dateline.readers.links_file import links_path, read_links
from dateline.store import Answer, Store, filling, is_rdf, is_store, open_store
from dateline.store.canonical import canonical_lines, digest
from dateline.store.remote import Connection, Delivery, Progress, deliver, planned
from dateline.stream import with_parts
from dateline.tables import Tables

if TYPE_CHECKING:
    import rdflib


class Timeline:
    """The events of one or several files, with their actors, places, sources, claims and relations."""

    def __init__(self, found: ReadResult) -> None:
        self._found = found

    def __repr__(self) -> str:
        events = self.tables.events.height
        return f"<Timeline of {events} event{'' if events == 1 else 's'} from {', '.join(self.files)}>"

    @property
    def tables(self) -> Tables:
        """The typed Polars frames: `timeline.tables.events` and seven more."""
        return self._found.tables

    @property
    def files(self) -> tuple[str, ...]:
        """The files that were read."""
        return self._found.files

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What reading found; `check` finds these and more."""
        return self._found.diagnostics

    def graph(self) -> rdflib.Graph:
        """Return the default graph as an `rdflib.Graph` with the usual prefixes bound."""
        import rdflib

        from dateline.vocab import PREFIXES

        graph = rdflib.Graph()
        for prefix, namespace in PREFIXES.items():
            graph.bind(prefix, namespace, replace=True)
        return graph.parse(data=nquads(self.tables), format="nt")

    def examine(self, *, shapes: Sequence[str | Path] = (), engine: str = "auto", both: bool = False) -> Examination:
        """Check everything and return the diagnostics together with the W3C validation report.

        `engine` is `auto`, `columnar` or `pyshacl`; with `both`, the two are run beside each other and compared.
        """
        own = [shape_file(str(path)) for path in shapes]
        return examine(
            self.tables,
            self._found.texts,
            reader_diagnostics=self.diagnostics,
            rdf=rdf_files(self.files),
            shapes=own,
            engine=engine,
            both=both,
        )

    def check(self, *, shapes: Sequence[str | Path] = ()) -> list[Diagnostic]:
        """Return all that is wrong, by file and line; an empty list is a clean bill. `dateline check` is the same."""
        return list(self.examine(shapes=shapes).diagnostics)

    def require_valid(self) -> Timeline:
        """Return the timeline itself if it has no errors.

        Raises:
            InvalidData: it has; the exception carries the diagnostics.
        """
        errors = [one for one in self.check() if one.severity is Severity.ERROR]
        if errors:
            raise InvalidData(errors)
        return self

    def query(self, query: str, **parameters: str) -> Answer:
        """Ask a named query (`query_names()`) with its parameters, or any SPARQL 1.1 query.

        Raises:
            ParameterError: a parameter that the query does not have, or a value that does not fit.
            QueryRefused: the query would reach the network or a file.
            QuerySyntaxError: the text is not SPARQL 1.1.
        """
        asked = load_query(query) if query in query_names() else parse_query(query, "query")
        return self.store.query(asked.bind(parameters, names_in(self.store)))

    def export(self, target: str | Path | BinaryIO, format: str | None = None) -> list[Path]:  # noqa: A002
        """Write one file, its format known by name or suffix, or every format into a folder; return the paths.

        Raises:
            UnknownName: there is no such format.
            OutsideError: the disk refuses.
        """
        if not isinstance(target, str | Path):
            export(self.tables, format or "turtle", target)
            return []
        path = Path(target)
        if format is None and not path.suffix:
            return export_all(self.tables, path, stem=self.stem)
        export(self.tables, format or path.suffix, path)
        return [path]

    @property
    def inputs(self) -> tuple[Path, ...]:
        """What the timeline was made of: the files that were read, their links files, the texts of their sources."""
        read = [Path(file) for file in self.files]
        texts = self.tables.sources.select("file", "text_file").drop_nulls().iter_rows()
        beside = [Path(file).parent / text for file, text in texts]
        everything = [*read, *map(links_path, read), *beside]
        return tuple(sorted({path for path in everything if path.is_file()}))

    def links_graph(self) -> bytes:
        """Return the reviewed links as Turtle, each with the label seen, the method and the date; empty without any."""
        bases = self.tables.timelines["base"].unique().to_list()
        if len(bases) != 1:
            return b""
        found = [read_links(links_path(Path(file)), bases[0])[0] for file in self.files]
        counting = [link for file in found for link in file.links if link.counts]
        names = {iri: name for file in found for iri, name in file.names.items()}
        return links_turtle(counting, names, base=bases[0]) if counting else b""

    @property
    def stem(self) -> str:
        """The name of the exported files: that of the only file read, else that of the folder they stand in."""
        first = Path(self.files[0]) if self.files else Path("timeline")
        return (first.stem if len(self.files) == 1 else first.parent.name) or "timeline"

    @cached_property
    def store(self) -> Store:
        """The graph with its named graphs, in memory, for SPARQL."""
        store = open_store()
        store.load_nquads(nquads(self.tables, graphs=True))
        return store


def read(
    *paths: str | Path,
    format: str | None = None,  # noqa: A002
    day_first: bool | None = None,
    base: str | None = None,
    columns: str | Path | None = None,
    profile: str | Path | None = None,
    drafts: bool = False,
) -> Timeline:
    """Read timelines, tables and RDF files, or folders of them. Bad data is in the timeline's diagnostics.

    `day_first` says how 12/03/2019 is read, `base` under which IRI a table without one is named, `columns` is a
    file that says what the columns of a table are, `profile` the name or the file of a dataset's profile. With
    `drafts`, events that nobody has reviewed are included, and prose (text, Markdown, HTML) can be read too: all its
    events are drafts.

    Raises:
        InputError: a path is missing or unreadable, a folder has nothing to read, or prose is given without `drafts`.
        UnknownName: there is no such format.
    """
    prose = [path for path in paths if format is None and profile is None and is_prose(path) and not is_dataset(path)]
    others = [path for path in paths if path not in prose]
    if prose and not drafts:
        reason = "its events would be drafts. Include them with --drafts, or draft and review them: dateline extract."
        raise InputError(str(prose[0]), reason)
    options: dict[str, Any] = {
        "format": format,
        "day_first": day_first,
        "base": base,
        "columns": columns,
        "profile": profile,
        "drafts": drafts,
    }
    found = [read_files(others, **options)] if others or not prose else []
    return Timeline(joined([*found, *([read_prose(prose, base=base)] if prose else [])]))


@dataclass(frozen=True, slots=True)
class Built:
    """What `build` did: the timeline, all diagnostics, and the files written (none where the data has errors)."""

    timeline: Timeline
    diagnostics: tuple[Diagnostic, ...]
    written: tuple[Path, ...]


def build(timeline: Timeline, folder: Path, *, imprint: Imprint | None = None) -> Built:
    """Check a timeline and write every export into a folder, the reviewed links and a description among them.

    With errors in the data nothing is written. `imprint` are what the description says besides what the data says.

    Raises:
        OutsideError: the disk refuses.
        UsageError: the imprint has no IRI, language or day.
    """
    found = timeline.examine().diagnostics
    if any(one.severity is Severity.ERROR for one in found):
        return Built(timeline, found, ())
    said = imprint or Imprint()
    is_named = said.base is not None or timeline.tables.timelines.height > 0
    if not is_named:
        found += (_undescribed(timeline.files[0]),)

    def beside(draft: Path) -> None:
        if links := timeline.links_graph():
            (draft / f"{timeline.stem}.links.ttl").write_bytes(links)
        if is_named:
            (draft / DESCRIPTION).write_text(_described(timeline, draft, said), encoding="utf-8", newline="\n")

    return Built(timeline, found, tuple(export_all(timeline.tables, folder, stem=timeline.stem, beside=beside)))


def _undescribed(file: str) -> Diagnostic:
    said = "No description was written, because the data does not say under which web address it is named."
    return Diagnostic(Severity.INFO, "I608", said, file, 0, 0, hint=codes()["I608"].remedy)


def _described(timeline: Timeline, folder: Path, imprint: Imprint) -> str:
    """Return the description of a timeline and of the files in a folder that were made of it."""
    files = files_of((path for path in folder.rglob("*") if path.is_file()), folder=folder)
    return description(timeline.store, imprint, files=files, inputs=inputs_of(timeline.inputs), is_made=True)


def convert(timeline: Timeline, out: BinaryIO | Path, format: str | None) -> None:  # noqa: A002
    """Write a timeline in one format, chosen by name or by the suffix of the file.

    Raises:
        InputError: neither a name nor a suffix says which format is meant.
        UnknownName: there is no such format.
    """
    suffix = out.suffix if isinstance(out, Path) else ""
    if not format and not suffix:
        raise InputError("-", "name the format to write with --to, for example --to turtle.")
    export(timeline.tables, format_of(format or suffix).name, out)


def export_profile(store: Store, profile: Profile, out: BinaryIO | Path, wishes: Wishes | None = None) -> Account:
    """Write a store in the words of a profile; return the account of what was and was not said.

    A file takes its place only when it is whole.

    Raises:
        UsageError: a wish that the profile cannot fulfil.
        OutsideError: the disk refuses.
    """
    asked, account = wishes or Wishes(), Account()
    if not profile.signed and (asked.creator or asked.created):
        raise UsageError(f"The profile {profile.name} has no place for --creator and --created; leave them away.")
    text = profile.text(store, asked, account)
    with atomic_file(out) if isinstance(out, Path) else nullcontext(out) as stream:
        for part in text:
            stream.write(part.encode("utf-8"))
    return account


@dataclass(frozen=True, slots=True)
class OpenData:
    """A store to ask, what reading its data found, and the files that were read."""

    store: Store
    diagnostics: tuple[Diagnostic, ...]
    files: tuple[Path, ...] = ()


@contextmanager
def open_data(
    paths: Sequence[str | Path],
    *,
    format: str | None = None,  # noqa: A002
) -> Iterator[OpenData]:
    """Open data to ask: one store folder, or any mixture of timelines, tables, RDF files and folders.

    RDF files are asked as they stand, whether or not the tables have a place for what they say.

    Raises:
        InputError: a path is missing or unreadable.
        OutsideError: the store cannot be opened.
    """
    if len(paths) == 1 and is_store(Path(paths[0])):
        with open_store(Path(paths[0]), read_only=True) as store:
            yield OpenData(store, ())
        return
    with open_store() as store:
        yield fill(store, paths, format=format)


@dataclass(frozen=True, slots=True)
class Compared:
    """The difference of two datasets, and what reading them found."""

    difference: Difference
    diagnostics: tuple[Diagnostic, ...]


def compare(before: str | Path, after: str | Path) -> Compared:
    """Say what changed between two datasets, each a timeline, table, RDF file, folder or store.

    Raises:
        InputError: a path is missing or unreadable.
        OutsideError: a store cannot be opened.
    """
    with open_data([before]) as old, open_data([after]) as new:
        return Compared(difference(old.store, new.store), (*old.diagnostics, *new.diagnostics))


def fingerprint(path: str | Path) -> tuple[str, tuple[Diagnostic, ...]]:
    """Return the canonical digest of a dataset, the same for the same graph in any syntax, and what reading found.

    Raises:
        InputError: the path is missing or unreadable.
        OutsideError: a store cannot be opened.
    """
    with open_data([path]) as data:
        return digest(canonical_lines(data.store)), data.diagnostics


def load(
    location: Path,
    paths: Sequence[str | Path],
    *,
    format: str | None = None,  # noqa: A002
) -> tuple[int, tuple[Diagnostic, ...]]:
    """Load data into the store of a folder; return its number of statements and what reading found.

    RDF files go straight to the disk, however large; a folder of parts that `dateline convert --parts` wrote stands
    for its parts. All is loaded or nothing: data with errors leaves the store as it was.

    Raises:
        InputError: a path is missing or unreadable, or an RDF file is not of its syntax.
        OutsideError: the store cannot be opened or written.
    """
    found: tuple[Diagnostic, ...] = ()
    with suppress(_Faulty), filling(location) as store:
        found = fill(store, with_parts(paths), format=format).diagnostics
        if any(one.severity is Severity.ERROR for one in found):
            raise _Faulty
    with open_store(location, read_only=True) as store:
        return len(store), found


class _Faulty(Exception):
    """Happens when data has errors, so that it is not loaded."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What `load_endpoint` did: the graphs and statements of the data, those sent now, and what reading found."""

    graphs: int
    statements: int
    sent: int
    diagnostics: tuple[Diagnostic, ...]


def load_endpoint(
    connection: Connection,
    paths: Sequence[str | Path],
    how: Delivery,
    *,
    format: str | None = None,  # noqa: A002
    progress: Callable[[int], AbstractContextManager[Progress]],
) -> Sent:
    """Load data into an endpoint; data with errors is not loaded.

    `progress` is given the number of statements, and lends what is told each time how many more are in place.

    Raises:
        InputError: a path is missing or unreadable, or an RDF file is not of its syntax.
        OutsideError: the endpoint failed; the message says what is loaded and what is not.
    """
    with open_data(paths, format=format) as staged:
        if any(one.severity is Severity.ERROR for one in staged.diagnostics):
            return Sent(0, 0, 0, staged.diagnostics)
        loads = planned(staged.store, size=how.part_size, default_graph=how.default_graph)
    total = sum(load.count for load in loads)
    with progress(total) as tell:
        sent = deliver(connection, loads, how, on_progress=tell)
    return Sent(len(loads), total, sent, staged.diagnostics)


def fill(
    store: Store,
    paths: Sequence[str | Path],
    *,
    format: str | None = None,  # noqa: A002
) -> OpenData:
    """Load timelines, tables and RDF files into a store; what was accepted in the links file beside any of them counts.

    Raises:
        InputError: a path is missing or unreadable, or an RDF file is not of its syntax.
    """
    rdf = [path for path in map(Path, paths) if path.is_file() and not format and is_rdf(path)]
    others = [path for path in paths if Path(path) not in rdf]
    found: tuple[Diagnostic, ...] = ()
    files = list(rdf)
    if others:
        result = read_files(others, format=format)
        store.load_nquads(nquads(result.tables, graphs=True))
        read = [path for path in map(Path, result.files) if path.is_file()]
        rdf += [path for path in read if is_rdf(path)]
        files += read
        found = result.diagnostics
    for path in rdf:
        store.load_file(path)
    for path in map(Path, paths):
        if path in rdf:
            found += load_links(store, path)
    return OpenData(store, found, tuple(files))
