"""Answers of services, kept on the disk: asked again, the same question needs no network.

A folder of small JSON files, one for each question, each written whole or not at all. A file that cannot be read
is no answer.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from dateline.atomic import atomic_file
from dateline.errors import OutsideError


class Cache:
    """Answers by question. With `is_fresh`, kept answers are not given, but new ones are kept."""

    def __init__(self, folder: Path, *, is_fresh: bool = False) -> None:
        self._folder = folder
        self._is_fresh = is_fresh

    def get(self, service: str, question: object) -> Any:
        """Return the kept answer of a service, None where there is none."""
        if self._is_fresh:
            return None
        try:
            kept = json.loads(self._path(service, question).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return kept.get("answer") if isinstance(kept, dict) else None

    def put(self, service: str, question: object, answer: object) -> None:
        """Keep an answer.

        Raises:
            OutsideError: the disk refuses.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutsideError(str(self._folder), error.strerror or str(error)) from error
        text = json.dumps({"service": service, "question": question, "answer": answer}, ensure_ascii=False, indent=1)
        with atomic_file(self._path(service, question)) as stream:
            stream.write(text.encode())

    def _path(self, service: str, question: object) -> Path:
        canonical = json.dumps([service, question], ensure_ascii=False, sort_keys=True)
        return self._folder / f"{hashlib.sha256(canonical.encode()).hexdigest()[:32]}.json"
