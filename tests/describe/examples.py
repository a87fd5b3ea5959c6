"""A small timeline, and its description with all that a person can say of it."""

from __future__ import annotations

from pathlib import Path

import dateline
from dateline.describe import Imprint, description, files_of, inputs_of

CASES = Path(__file__).parents[1] / "cases" / "describe"
TIMELINE = CASES / "harbor.yaml"
BASE = "https://example.org/harbor/"
IMPRINT = Imprint(
    publisher="The harbor office",
    homepage="https://example.org/",
    issued="2024-05-01",
    modified="2024-06-01",
    endpoint="https://example.org/sparql",
)


def described(folder: Path, imprint: Imprint | None = IMPRINT) -> str:
    """Return the description of the timeline with two files made in a folder, one of them packed."""
    timeline = dateline.read(TIMELINE)
    folder.mkdir(exist_ok=True)
    (folder / "harbor.ttl").write_bytes(b"<urn:a> <urn:b> 1 .\n")
    (folder / "harbor.csv.gz").write_bytes(b"packed")
    files = files_of([folder / "harbor.ttl", folder / "harbor.csv.gz"], folder=folder)
    return description(timeline.store, imprint, files=files, inputs=inputs_of([TIMELINE]), is_made=True)
