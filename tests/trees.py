"""What the tests of readers share: cases on disk, and the bare values of located trees."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from dateline.diagnostics import Diagnostic
from dateline.readers.located import Node

CASES = Path(__file__).parent / "cases" / "readers"


def folders(kind: str) -> list[Path]:
    """Return the folders of one kind of case, sorted."""
    return sorted(path for path in (CASES / kind).iterdir() if path.is_dir())


def plain(node: Node | None) -> Any:
    """Return the bare value of a tree."""
    if node is None or node.value is None or isinstance(node.value, str):
        return node and node.value
    if isinstance(node.value, tuple):
        return [plain(item) for item in node.value]
    return {name: plain(entry.value) for name, entry in node.value.items()}


def said(diagnostics: Iterable[Diagnostic]) -> str:
    """Return diagnostics as people read them, one a line."""
    return "".join(f"{diagnostic}\n" for diagnostic in sorted(diagnostics, key=Diagnostic.sort_key))


def scalars(node: Node) -> list[Node]:
    """Return every text of a tree, keys too."""
    keys = [entry.key for inner in node.walk() for entry in inner.entries.values()]
    return [*keys, *(inner for inner in node.walk() if inner.text is not None)]
