"""A small dataset with what can go wrong in one, and jobs that convert it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dateline.readers.datasets import load_profile
from dateline.stream import Input, Job, target_of

PROFILE = """\
profile: harbor
title: Harbor log
base: https://example.org/harbor/
license: https://creativecommons.org/licenses/by/4.0/
language: en
source: {id: log, title: The harbor log}
event:
  id: "event/{id}"
  date: {of: "{date}", formats: ["%Y-%m-%d", "%Y"]}
  type: "{type}"
  label: "{what}"
actors:
  - {id: "actor/{who}", label: "{who}", role: initiator}
claims:
  - {says: type, original: "{type}"}
"""

Make = Callable[..., Job]


def rows(count: int, *, bad: tuple[int, ...] = ()) -> str:
    """Return a table of so many events; those with the given numbers name an impossible day."""
    lines = ["id,date,type,what,who"]
    for number in range(count):
        day = "2023-02-30" if number in bad else f"2023-{number % 12 + 1:02}-{number % 28 + 1:02}"
        lines.append(f'e{number},{day},aid,"Boat ""{number}"" lands \\ waits",a{number % 7}')
    return "\n".join(lines) + "\n"


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    path = tmp_path / "harbor.profile.yaml"
    path.write_text(PROFILE, encoding="utf-8")
    return path


@pytest.fixture
def make(tmp_path: Path, profile: Path) -> Make:
    """Make a job that converts a text into a file or folder."""

    def made(text: str, out: str | Path, *, to: str | None = None, parts: int | None = None, **wishes: Any) -> Job:
        data = tmp_path / "harbor.csv"
        data.write_text(text, encoding="utf-8")
        target = target_of(tmp_path / out, to, parts=parts)
        assert target is not None
        return Job((Input(data, load_profile(profile)),), target, **{"rows": 10, **wishes})

    return made
