"""The samples of all datasets give exactly the quads and the messages that stand beside them.

After a change that is meant, `python tests/readers/datasets/test_samples.py` writes them anew; read the difference.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline.mapping.quads import lines
from dateline.readers.datasets import Mapping, batches, recognize
from dateline.readers.files import read

ROOT = Path(__file__).parents[3]
SAMPLES = sorted(path for path in (ROOT / "seeds/samples").iterdir() if path.suffix != ".md")
EXPECTED = ROOT / "tests/cases/datasets"


def results(path: Path) -> dict[str, str]:
    found = read([path])
    messages = [str(one).removeprefix(f"{path.parent.as_posix()}/") for one in found.diagnostics]
    return {
        f"{path.name}.nq": "".join(f"{line}\n" for line in lines(found.tables, graphs=True)),
        f"{path.name}.messages": "".join(f"{message}\n" for message in messages),
    }


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_sample_gives_the_quads_and_messages_beside_it(path: Path) -> None:
    for name, text in results(path).items():
        assert text == (EXPECTED / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_every_row_of_a_sample_is_an_event_or_rejected_whatever_the_batches(path: Path) -> None:
    profile = recognize(path)
    assert profile is not None
    whole: set[str] = set()
    for rows in (3, 100_000):
        found: set[str] = set()
        mapping = None
        for batch in batches(path, profile, rows=rows):
            mapping = mapping or Mapping.of(profile, batch.rows.schema)
            mapped = mapping.tables(batch.rows, file=path.name)
            kept = mapped.tables.events if profile.event else mapped.tables.claims
            assert batch.read == batch.rows.height + batch.rejected.height
            assert batch.rows.height == kept.height + mapped.rejected.height
            found |= set(lines(mapped.tables))
        assert not whole or found == whole
        whole = found


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_sample_is_sound_but_for_its_planted_rows(path: Path) -> None:
    from dateline.build import read as read_timeline

    found = read_timeline(path)
    beyond = set(found.check()) - set(found.diagnostics)

    assert {one.code for one in beyond} <= {"W530", "W583"}, "events without actors, mentions without their events"


if __name__ == "__main__":
    for sample in SAMPLES:
        for name, text in results(sample).items():
            (EXPECTED / name).write_text(text, encoding="utf-8")
