"""Reads the judgements of a timeline (`claims`): what a source or a person holds of actors, places or events.

A judgement never becomes a fact: it is a claim with a statement, a source and, where the source gives it, a holder.
"""

from __future__ import annotations

from dateline.readers.located import Node
from dateline.readers.timeline import mint
from dateline.readers.timeline.desk import Desk, Form
from dateline.readers.timeline.directory import Directory
from dateline.readers.timeline.entities import check_id
from dateline.readers.timeline.fields import JUDGEMENT
from dateline.readers.timeline.says import passage_columns, quoted


def read_judgement(desk: Desk, directory: Directory, node: Node, seen: dict[str, Node]) -> None:
    """Read one judgement into a row; `seen` holds the judgements before it by IRI.

    A judgement without a good source is reported and left out, since nobody would hold it.
    """
    mark = desk.mark()
    form = Form(desk, node, fields=JUDGEMENT, at=node, what="claim")
    source = directory.find("source", form.node("source"), "source")
    about = [iri for item in form.nodes("about") if (iri := directory.find_any(item, "about"))]
    statement = form.text("says")
    iri = _iri(desk, form, (statement, source, sorted(about)), seen)
    passage = quoted(desk, source or "", form.node("quote"))
    row = {
        "id": iri,
        "about": about,
        "statement": statement,
        "direction": form.word("direction"),
        "holder": directory.find("actor", form.node("by"), "by"),
        "source": source,
        "rank": form.word("rank") or "normal",
        **passage_columns(passage),
    }
    if source is not None:
        desk.add("claims", row, node)
    desk.settle(mark, iri)


def _iri(desk: Desk, form: Form, content: tuple[str | None, str | None, list[str]], seen: dict[str, Node]) -> str:
    node = form.node("id")
    given = form.text("id")
    statement, source, about = content
    name = mint.normal(given) if given else mint.claim_id(statement or "", source=source, about=about)
    iri = desk.names.of("claim", name)
    at = node or form.at
    if check_id(desk, name, at, iri) and iri in seen:
        message = f"The id {name!r} is that of the claim in line {seen[iri].line} already."
        desk.complain("E206", message, at, hint="Give one of them another id.")
        iri = f"{iri}-{mint.digest(str(at.line), str(at.column))}"
    seen.setdefault(iri, at)
    return iri
