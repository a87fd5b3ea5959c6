"""Events converted by dateline, with faults of 16 kinds planted and the results that the ontology's shapes must have.

The events are those of `event_data.py`. A fault takes a statement of an event away, or says another instead or beside
it, in the lines of the graph: so every program meets the same fault, whichever way it reads.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import event_data

SHAPES = Path(__file__).parents[2] / "ontology" / "shapes.ttl"
STATEMENTS_EACH = 45
"""About so many statements tell of an event, with its share of those about actors and places: 47 of few, 42 of many."""
EVERY = 97
"""Every so many events one is faulty."""

_EVENT = b"<https://example.org/measured/event/e"
_DL, _SEM = "https://w3id.org/dateline/ns#", "http://semanticweb.cs.vu.nl/2009/11/sem/"
_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
_DATE, _INTEGER, _DECIMAL = (f"<http://www.w3.org/2001/XMLSchema#{name}>" for name in ("date", "integer", "decimal"))
_EDTF = "<http://id.loc.gov/datatypes/edtf/EDTF>"

Result = tuple[str, str, str]
"""Focus node, local name of the path, local name of the constraint component."""


def _dl(name: str) -> str:
    return f"<{_DL}{name}>"


def _sem(name: str) -> str:
    return f"<{_SEM}{name}>"


class Fault(NamedTuple):
    """What is wrong with an event: at the statement with a `predicate`, other lines stand instead, or beside it.

    In `lines` EVENT stands for the IRI of the event. Of each result, `results` has what follows that IRI in the focus
    node, path and component.
    """

    predicate: str
    stays: bool
    lines: tuple[str, ...]
    results: tuple[Result, ...]


FAULTS = (
    Fault(_LABEL, False, (), (("", "label", "MinCount"),)),
    Fault(_LABEL, True, (f'<EVENT> {_LABEL} "Another label"@en .',), (("", "label", "UniqueLang"),)),
    Fault(_dl("edtf"), False, (f'<EVENT> {_dl("edtf")} "24 July"^^{_EDTF} .',), (("", "edtf", "Pattern"),)),
    Fault(_dl("edtf"), True, (f'<EVENT> {_dl("edtf")} "1985"^^{_EDTF} .',), (("", "edtf", "MaxCount"),)),
    Fault(_dl("year"), False, (f'<EVENT> {_dl("year")} "soon"^^{_INTEGER} .',), (("", "year", "Datatype"),)),
    Fault(
        _dl("year"),
        True,
        (f'<EVENT> {_dl("ongoingAsOf")} "2023-02-29"^^{_DATE} .',),
        (("", "ongoingAsOf", "Datatype"),),
    ),
    Fault(
        _sem("hasEarliestBeginTimeStamp"),
        False,
        (f'<EVENT> {_sem("hasEarliestBeginTimeStamp")} "2200-01-01"^^{_DATE} .',),
        (("", "hasEarliestBeginTimeStamp", "LessThanOrEquals"),) * 2,
    ),
    Fault(
        _dl("earliestDay"),
        False,
        (f'<EVENT> {_dl("earliestDay")} "9999999"^^{_INTEGER} .',),
        (("", "earliestDay", "LessThanOrEquals"),),
    ),
    Fault(_sem("eventType"), False, (f'<EVENT> {_sem("eventType")} "war" .',), (("", "eventType", "In"),)),
    Fault(_dl("scoreScheme"), False, (), (("", "scoreScheme", "MinCount"),)),
    Fault(
        _dl("year"),
        True,
        (f"<EVENT> {_dl('participation')} <EVENT/nobody> .",),
        (("", "participation", "Class"),),
    ),
    Fault(_sem("hasPlace"), False, (f"<EVENT> {_sem('hasPlace')} <EVENT> .",), (("", "hasPlace", "Class"),)),
    Fault(
        _dl("year"),
        True,
        ('<EVENT> <http://purl.org/dc/terms/source> "a newspaper" .',),
        (("", "source", "NodeKind"), ("", "source", "Class")),
    ),
    Fault(
        _dl("year"),
        True,
        ('<EVENT> <http://www.w3.org/2004/02/skos/core#note> "" .',),
        (("", "note", "MinLength"),),
    ),
    Fault(
        _dl("year"),
        True,
        (
            f"<EVENT/spot> {_TYPE} {_dl('Place')} .",
            f'<EVENT/spot> {_LABEL} "North of the pole"@en .',
            f'<EVENT/spot> <http://www.w3.org/2003/01/geo/wgs84_pos#lat> "91.0"^^{_DECIMAL} .',
            f'<EVENT/spot> <http://www.w3.org/2003/01/geo/wgs84_pos#long> "0.0"^^{_DECIMAL} .',
        ),
        (("/spot", "lat", "MaxInclusive"),),
    ),
    Fault(
        _dl("year"),
        True,
        (
            f"<EVENT/who> {_TYPE} {_dl('Actor')} .",
            f'<EVENT/who> {_LABEL} "Somebody"@en .',
            "<EVENT/who> <http://www.w3.org/2002/07/owl#sameAs> <https://www.wikidata.org/wiki/nobody> .",
        ),
        (("/who", "sameAs", "Or"),),
    ),
)


def planted(lines: Iterable[bytes], expected: Counter[Result]) -> Iterator[bytes]:
    """Yield lines with faults planted, and count the results that they must have."""
    for line in lines:
        fault = _fault_at(line)
        if fault is None or fault.stays:
            yield line
        if fault is not None:
            event = line[1 : line.index(b">")].decode()
            yield "".join(f"{one}\n" for one in fault.lines).replace("EVENT", event).encode()
            expected.update((event + after, path, component) for after, path, component in fault.results)


def _fault_at(line: bytes) -> Fault | None:
    """Return the fault that a line is the place for; every EVERY-th event has one."""
    if not line.startswith(_EVENT):
        return None
    about, predicate, _ = line.split(b" ", 2)
    number = about[len(_EVENT) : -1]
    if not number.isdigit() or int(number) % EVERY:
        return None
    fault = FAULTS[int(number) // EVERY % len(FAULTS)]
    return fault if predicate.decode() == fault.predicate else None


def write(file: Path, triples: int) -> Counter[Result]:
    """Write about so many triples and return the results that a correct program finds in them."""
    expected: Counter[Result] = Counter()
    with tempfile.TemporaryDirectory(dir=file.parent) as folder:
        table, _ = event_data.write(triples // STATEMENTS_EACH, Path(folder))
        sound = Path(folder) / "sound.nt"
        command = [sys.executable, "-m", "dateline", "convert", str(table), "--profile", str(event_data.PROFILE)]
        subprocess.run([*command, "-o", str(sound)], check=True, capture_output=True)
        with sound.open("rb") as lines, file.open("wb") as out:
            out.writelines(planted(lines, expected))
    return expected
