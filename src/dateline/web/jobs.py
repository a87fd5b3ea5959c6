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


Job = Ask | Change | ReadGraph | DescribeService


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
