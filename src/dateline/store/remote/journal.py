"""The account of a load that can be taken up again: how many parts of each graph the endpoint has confirmed.

A small JSON file, replaced whole after every part. It holds no data and no secret, and names what it is an account
of, so that it is never taken for that of another load.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from dateline.errors import OutsideError, UsageError


class Journal:
    """The confirmed parts of one load, in a file or in memory alone."""

    def __init__(self, subject: Mapping[str, str | int | bool], path: Path | None = None) -> None:
        """Read what the file says, if it is there.

        Raises:
            UsageError: the file is about another load, or no journal.
            OutsideError: the file cannot be read.
        """
        self._subject = dict(subject)
        self.path = path
        self._done: dict[str, int] = self._read() if path and path.exists() else {}

    def done(self, graph: str) -> int:
        """Return how many parts of a graph are confirmed."""
        return self._done.get(graph, 0)

    def record(self, graph: str, parts: int) -> None:
        """Write down that this many parts of a graph are confirmed.

        Raises:
            OutsideError: the disk refuses.
        """
        self._done[graph] = parts
        if self.path is None:
            return
        draft = self.path.with_name(f".{self.path.name}.{os.getpid()}")
        try:
            with draft.open("w", encoding="utf-8") as stream:
                json.dump({"load": self._subject, "done": self._done}, stream, indent=1, sort_keys=True)
                stream.flush()
                os.fsync(stream.fileno())
            draft.replace(self.path)
        except OSError as error:
            draft.unlink(missing_ok=True)
            raise OutsideError(str(self.path), f"the account cannot be written: {error.strerror}.") from error

    def _read(self) -> dict[str, int]:
        try:
            text = Path(self.path or "").read_text(encoding="utf-8")
        except OSError as error:
            raise OutsideError(str(self.path), f"the account cannot be read: {error.strerror}.") from error
        try:
            found = json.loads(text)
            subject, done = found["load"], {str(graph): int(parts) for graph, parts in found["done"].items()}
        except (ValueError, TypeError, KeyError, AttributeError):
            raise UsageError(f"{self.path} is no account of a load. Name another file for --resume.") from None
        if subject != self._subject:
            differs = ", ".join(sorted(key for key in self._subject if subject.get(key) != self._subject[key]))
            raise UsageError(
                f"{self.path} is the account of another load (other {differs}). Name another file for --resume, or "
                "remove this one to load everything."
            )
        return done
