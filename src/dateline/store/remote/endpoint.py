"""An endpoint that is asked as a store is: the same queries in, the same kinds of answer out.

An answer is fetched whole and read once before it is given out, so that one which broke off is an error and not a
short answer. Limits that an endpoint puts on answers are told in `notices`. Every query passes the guard of `safety`
first, and gets the prefixes of `dateline.vocab` that it uses without declaring them.
"""

from __future__ import annotations

from contextlib import ExitStack
from io import BytesIO
from tempfile import TemporaryFile
from types import TracebackType
from typing import BinaryIO, Self, cast
from urllib.parse import urlencode

import pyoxigraph as ox

from dateline import vocab
from dateline.errors import EndpointRefused, InputError, OutsideError, QuerySyntaxError, UnknownName, UsageError
from dateline.store.answers import Answer, Rows, Statements, Truth
from dateline.store.remote.connection import Answered, Connection, Request
from dateline.store.safety import query_form, refuse_unsafe, undeclared_prefixes
from dateline.store.sources import read_quads
from dateline.store.syntaxes import syntax_named

METHODS = ("auto", "get", "post")
LONGEST_ADDRESS = 2000
"""Longer queries are sent by POST: servers and what stands before them cut longer addresses."""

_ROWS = "application/sparql-results+json, application/sparql-results+xml;q=0.8"
_GRAPHS = "application/n-triples, text/turtle;q=0.8, application/rdf+xml;q=0.5"
_RESULTS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "application/xml": ox.QueryResultsFormat.XML,
    "text/xml": ox.QueryResultsFormat.XML,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
_OTHER_NAMES = {"text/plain": "application/n-triples", "text/ntriples": "application/n-triples"}
_IN_MEMORY = 16 * 1024 * 1024
_LARGEST = 4 * 1024**3
_VIRTUOSO_PARTIAL = "S1TAT"
_VIRTUOSO_TRUTH = "__ASK_RETVAL"


def is_endpoint(target: str) -> bool:
    """Say whether a text is the address of an endpoint and not a file or folder."""
    return target.lower().startswith(("http://", "https://"))


class Endpoint:
    """A SPARQL 1.1 endpoint to ask. Use it in `with`, or call `close`.

    `notices` has a sentence for each answer that the endpoint may have cut.
    """

    def __init__(self, connection: Connection, *, default_graph: str | None = None, method: str = "auto") -> None:
        """Take a connection over.

        `default_graph` is asked where a query names none; `method` is `get`, `post`, or `auto`: get for short ones.

        Raises:
            UsageError: no such method, or the graph is not named by an IRI.
        """
        if method not in METHODS:
            raise UnknownName("method", method, METHODS)
        self._connection = connection
        self._parameters = {"default-graph-uri": checked_iri(default_graph)} if default_graph else {}
        self._method = method
        self.location = connection.location
        self.notices: list[str] = []
        self._kept = ExitStack()

    def query(self, text: str) -> Answer:
        """Answer a SPARQL 1.1 query.

        Raises:
            QueryRefused: the query would reach further than the endpoint's own data, or change them.
            QuerySyntaxError: the endpoint cannot read it.
            OutsideError: the endpoint failed, or its answer is not readable.
        """
        refuse_unsafe(text)
        is_graph = query_form(text) in ("construct", "describe")
        try:
            with self._connection.answered(self._request(text, accept=_GRAPHS if is_graph else _ROWS)) as answer:
                body = self._fetched(answer)
                return self._graph(body, answer) if is_graph else _truth_of_virtuoso(self._results(body, answer))
        except EndpointRefused as error:
            if error.status == 400:
                raise QuerySyntaxError(f"The endpoint cannot read the query. It says: {error.said}") from error
            raise

    def _request(self, text: str, *, accept: str) -> Request:
        whole = (
            "".join(f"PREFIX {name}: <{vocab.PREFIXES[name]}> " for name in undeclared_prefixes(text, vocab.PREFIXES))
            + text
        )
        form = {"query": whole, **self._parameters}
        address = f"{self.location}{'&' if '?' in self.location else '?'}{urlencode(form)}"
        if self._method == "get" or (self._method == "auto" and len(address) <= LONGEST_ADDRESS):
            return Request("GET", address, {"Accept": accept})
        return Request("POST", self.location, {"Accept": accept}, form=form)

    def _fetched(self, answer: Answered) -> BinaryIO:
        """Return the whole body, on disk where it is large."""
        body: BinaryIO = BytesIO()
        for part in answer.parts():
            if isinstance(body, BytesIO) and body.tell() > _IN_MEMORY:
                body = self._on_disk(body)
            body.write(part)
            if body.tell() > _LARGEST:
                raise OutsideError(self.location, f"the answer is larger than {_LARGEST:,} bytes. Ask for less.")
        body.seek(0)
        return body

    def _on_disk(self, body: BytesIO) -> BinaryIO:
        kept = cast(BinaryIO, self._kept.enter_context(TemporaryFile()))  # noqa: SIM115 - it is closed with the rest
        kept.write(body.getvalue())
        return kept

    def _results(self, body: BinaryIO, answer: Answered) -> Answer:
        form = _RESULTS.get(answer.media_type)
        if form is None:
            raise self._unreadable(f"it is {answer.media_type or 'of no named type'}, which is no result of SPARQL")
        try:
            found = ox.parse_query_results(body, form)
            if isinstance(found, ox.QueryBoolean):
                return Truth(bool(found))
            # Read once to the end: an answer that broke off must not be given out as a short one.
            count = sum(1 for _ in found)
            body.seek(0)
            found = ox.parse_query_results(body, form)
        except (SyntaxError, ValueError) as error:
            raise self._unreadable(str(error)) from error
        assert isinstance(found, ox.QuerySolutions)
        self._note_limits(count, answer)
        return Rows(tuple(variable.value for variable in found.variables), found, self.location)

    def _graph(self, body: BinaryIO, answer: Answered) -> Answer:
        try:
            syntax = syntax_named(_OTHER_NAMES.get(answer.media_type, answer.media_type))
            triples = [quad.triple for quad in read_quads(body, syntax, name=self.location, base=self.location)]
        except UnknownName as error:
            raise self._unreadable(f"{answer.media_type!r} is no syntax of RDF") from error
        except InputError as error:
            raise self._unreadable(error.reason) from error
        self._note_limits(len(triples), answer)
        return Statements(triples, self.location)

    def _note_limits(self, count: int, answer: Answered) -> None:
        """Tell of an answer that may be cut: Virtuoso says so in headers alone."""
        limit = answer.header("X-SPARQL-MaxRows").strip()
        if limit.isdigit() and count >= int(limit):
            self.notices.append(
                f"The endpoint gives at most {int(limit):,} rows, and this answer has reached that: rows may be "
                "missing. Ask for parts, with ORDER BY, LIMIT and OFFSET."
            )
        elif answer.status == 206 or answer.header("X-SQL-State").strip() == _VIRTUOSO_PARTIAL:
            self.notices.append(
                "The endpoint ran out of the time that it gives a query and sent what it had: the answer is "
                "incomplete. Ask for less."
            )

    def _unreadable(self, reason: str) -> OutsideError:
        return OutsideError(self.location, f"the answer is not readable: {reason.rstrip('.')}.")

    def close(self) -> None:
        """Let the connection go, and the rows of answers that were not read."""
        self._kept.close()
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _truth_of_virtuoso(answer: Answer) -> Answer:
    """Return the truth value for an ASK that Virtuoso answers by a row with a 1, or by no row."""
    if not isinstance(answer, Rows) or answer.variables != (_VIRTUOSO_TRUTH,):
        return answer
    return Truth(any(isinstance(term, ox.Literal) and term.value == "1" for (term,) in answer))


def checked_iri(text: str) -> str:
    """Return an absolute IRI as it is.

    Raises:
        UsageError: the text is not an absolute IRI.
    """
    try:
        return ox.NamedNode(text).value
    except ValueError as error:
        raise UsageError(
            f"{text!r} is not an IRI, and graphs are named by IRIs such as https://example.org/g."
        ) from error
