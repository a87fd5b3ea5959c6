"""The profile that leads back: the graph as a timeline that people keep, in YAML or JSON Lines.

The graph is read into tables by the rules of the mapping; the writing, and the account of what no timeline can say,
are those of `dateline.export.timeline`.
"""

from __future__ import annotations

from collections.abc import Iterator

from dateline.export.profiles.asking import leave_unnamed
from dateline.export.profiles.profile import Account, Wishes, Writer
from dateline.export.timeline import timeline_file
from dateline.readers.rdf import tables_of_quads
from dateline.store import Store

_COUNTED = ("events", "actors", "places", "sources", "claims")


def timeline(form: str) -> Writer:
    """Return the writer of timelines in one form, `yaml` or `jsonl`."""

    def text(store: Store, wishes: Wishes, account: Account) -> Iterator[str]:
        tables, problems = tables_of_quads(list(store.engine), "")
        leave_unnamed(store, account)
        for one in problems:
            account.leave("statements that no timeline has a field for", one.message.rstrip("."))
        written = timeline_file(tables, folder=wishes.folder, form=form)
        for loss in written.losses:
            account.leave(loss.reason, loss.name)
        for name in _COUNTED:
            if height := getattr(tables, name).height:
                account.written[name] = height
        yield written.text

    return text
