"""The command `dateline review`: shows drafts in their text and writes decisions back.

Options, one call of the library, rendering and the exit code; nothing else.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click


@click.command("review")
@click.argument("draft", metavar="DRAFT", type=click.Path(path_type=Path))
@click.option("--accept", multiple=True, metavar="ID", help="Accept a draft. Repeatable; `all` stands for every draft.")
@click.option("--reject", multiple=True, metavar="ID", help="Reject a draft: it stays in the file and counts no more.")
@click.option(
    "--decisions", metavar="FILE", type=click.Path(path_type=Path), help="Decisions saved on the page of --html."
)
@click.option(
    "--html",
    "page_file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write one HTML page with the words marked and buttons to decide.",
)
def review_command(
    draft: Path, accept: tuple[str, ...], reject: tuple[str, ...], decisions: Path | None, page_file: Path | None
) -> None:
    """Show the text of DRAFT (made by dateline extract -o) with its events, or decide on them.

    Without options, the text and the events are printed. Decisions are written into DRAFT: one line of each event
    changes, nothing else.
    """
    from dateline.atomic import atomic_file
    from dateline.extract.review import ACCEPTED, DRAFT, REJECTED, decide, decisions_in, open_review
    from dateline.extract.review_page import page, terminal_text

    review = open_review(draft)
    open_drafts = [one.id for one in review.events if one.status == DRAFT]
    chosen = decisions_in(decisions) if decisions else {}
    for names, status in ((accept, ACCEPTED), (reject, REJECTED)):
        chosen |= dict.fromkeys((id_ for name in names for id_ in (open_drafts if name == "all" else [name])), status)
    if chosen:
        changed = decide(review, chosen)
        review = open_review(draft)
        left = sum(one.status == DRAFT for one in review.events)
        told = f"{changed} decision{'s' if changed != 1 else ''} written"
        click.echo(f"{draft.as_posix()}: {told}, {left} draft{'s' if left != 1 else ''} left.", err=True)
    if page_file:
        with atomic_file(page_file) as stream:
            stream.write(page(review).encode("utf-8"))
        click.echo(f"Wrote {page_file.as_posix()}.", err=True)
    if not chosen and not page_file:
        color = sys.stdout.isatty() and "NO_COLOR" not in os.environ
        click.echo(terminal_text(review, color=color), nl=False)
