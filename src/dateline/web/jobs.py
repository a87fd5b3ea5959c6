"""What the front hands to a worker and gets back: plain records that can be sent from process to process."""

from __future__ import annotations

from dataclasses import dataclass, field

from dateline.web.problems import MEDIA_TYPE, Problem


@dataclass(frozen=True, slots=True)
class Ask:
    """Answer a query of a stranger. Graphs that are None are those of the store or of the query."""

    text: str
    accept: str = ""
    format: str = ""
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """Carry out an update."""

    text: str


@dataclass(frozen=True, slots=True)
class ReadGraph:
    """Write out a graph; None is the default graph."""

    graph: str | None
    accept: str = ""


@dataclass(frozen=True, slots=True)
class DescribeService:
    """Describe the endpoint that stands at this address."""

    endpoint: str
    accept: str = ""
    updates: bool = False


@dataclass(frozen=True, slots=True)
class DescribeData:
    """Describe the data that is served at this address, which ends in a slash."""

    address: str
    accept: str = ""


@dataclass(frozen=True, slots=True)
class Find:
    """Send a client to the page or the data of the thing that a path or an IRI means."""

    path: str = ""
    iri: str = ""
    accept: str = ""


@dataclass(frozen=True, slots=True)
class ShowThing:
    """Show the page of a thing, or with a `syntax` (name, suffix or media type) what is said about it."""

    path: str = ""
    iri: str = ""
    syntax: str = ""


@dataclass(frozen=True, slots=True)
class ShowList:
    """Show the start page, the query page or a list."""

    name: str
    page: int = 1
    year: str = ""


@dataclass(frozen=True, slots=True)
class Bind:
    """Give values to the parameters of a named query and return its text."""

    query: str
    values: tuple[tuple[str, str], ...]


Job = Ask | Change | ReadGraph | DescribeService | DescribeData | Find | ShowThing | ShowList | Bind


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back to the client: a body, or the path of a file that holds it and is removed afterwards."""

    status: int = 200
    media_type: str = "text/plain"
    body: bytes = b""
    file: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    note: str = ""


def refusal(problem: Problem) -> Reply:
    """Return the reply that tells a problem."""
    return Reply(problem.status, MEDIA_TYPE, problem.document(), headers=problem.headers, note=problem.note)
