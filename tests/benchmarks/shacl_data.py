"""Synthetic events as N-Triples, 21 triples each, with faults of 13 kinds planted and the results they must have.

Nothing is random: an event is made from its number, so that every program and every day gets the same bytes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

BASE = "https://bench.example/"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
DATE = "<http://www.w3.org/2001/XMLSchema#date>"
INTEGER = "<http://www.w3.org/2001/XMLSchema#integer>"
TRIPLES_EACH = 21
ACTORS, PLACES = 2_000, 500
EVERY = 97
"""Every so many events one is faulty."""

Result = tuple[str, str, str]
"""Focus node, local name of the path, local name of the constraint component."""

DAYS = [(date(1990, 1, 1) + timedelta(days=number)).isoformat() for number in range(12_000)]


def _b(name: str) -> str:
    return f"<{BASE}{name}>"


def _is(name: str, value: str) -> str:
    return f"{_b(name)} {value}"


SILENT = ""
FAULTS: tuple[tuple[str, str, str, str], ...] = (
    # the beginning of what is taken away, what is said instead, and path and component of the result
    (f"{LABEL} ", SILENT, "label", "MinCount"),
    (SILENT, f'{LABEL} "Another label"@en', "label", "UniqueLang"),
    (_is("date", ""), _is("date", f'"24 July"^^{_b("EDTF")}'), "date", "Pattern"),
    (_is("earliestEnd", ""), _is("earliestEnd", f'"2023-02-29"^^{DATE}'), "earliestEnd", "Datatype"),
    (_is("earliestBegin", ""), _is("earliestBegin", f'"2200-01-01"^^{DATE}'), "earliestBegin", "LessThanOrEquals"),
    (SILENT, _is("latestEnd", f'"2199-12-31"^^{DATE}'), "latestEnd", "MaxCount"),
    (_is("place", ""), _is("place", _b("actor/1")), "place", "Class"),
    (_is("source", ""), _is("source", '"a newspaper"'), "source", "NodeKind"),
    (_is("precision", ""), _is("precision", '"week"'), "precision", "In"),
    (_is("quote", ""), _is("quote", f'"{"so " * 200}"'), "quote", "MaxLength"),
    (SILENT, _is("colour", '"red"'), "colour", "Closed"),
    (_is("participation", ""), _is("participation", _b("nobody")), "participation", "Node"),
    (_is("quantity", ""), _is("quantity", f'"-5"^^{INTEGER}'), "quantity", "MinInclusive"),
)


def statements(number: int) -> list[str]:
    """Return predicate and object of each triple about a sound event."""
    first, event = DAYS[number % 11_990], f"{BASE}event/{number}"
    last = DAYS[number % 11_990 + number % 7]
    quote = f'{_b("quote")} "The \\"{number}th\\" report said:\\n\\tback\\\\slash, caf\\u00E9 and all."'
    return [
        f"{TYPE} {_b('Event')}",
        f"{TYPE} {_b('Meeting' if number % 3 else 'Attack')}",
        f'{LABEL} "Event number {number} of the benchmark"@en',
        f'{_b("date")} "{first}"^^{_b("EDTF")}',
        f'{_b("earliestBegin")} "{first}"^^{DATE}',
        f'{_b("latestBegin")} "{first}"^^{DATE}',
        f'{_b("earliestEnd")} "{last}"^^{DATE}',
        f'{_b("latestEnd")} "{last}"^^{DATE}',
        f"{_b('participation')} <{event}/p1>",
        f"{_b('participation')} <{event}/p2>",
        f"{_b('place')} {_b(f'place/{number % PLACES}')}",
        f"{_b('source')} {_b(f'source/{number % 10_000}')}",
        quote,
        f'{_b("quantity")} "{number % 1000}"^^{INTEGER}',
        f'{_b("precision")} "day"',
    ]


def event(number: int) -> tuple[str, Result | None]:
    """Return the lines of one event, and the result it must have if a fault is planted in it."""
    about, said = f"{BASE}event/{number}", statements(number)
    result = None
    if number % EVERY == 0:
        without, instead, path, component = FAULTS[number // EVERY % len(FAULTS)]
        said = [one for one in said if not without or not one.startswith(without)] + ([instead] if instead else [])
        result = (about, path, component)
    lines = [f"<{about}> {one} .\n" for one in said]
    for part, actor in (("p1", number), ("p2", number * 7 + 1)):
        node = f"<{about}/{part}>"
        lines.append(f"{node} {_b('actor')} {_b(f'actor/{actor % ACTORS}')} .\n")
        lines.append(f"{node} {_b('role')} {_b('role/visitor' if part == 'p1' else 'role/host')} .\n")
        lines.append(f"{node} {TYPE} {_b('Participation')} .\n")
    return "".join(lines), result


def entities() -> Iterator[str]:
    """Yield the lines about actors and places."""
    for kind, count in (("Actor", ACTORS), ("Place", PLACES)):
        for number in range(count):
            node = f"<{BASE}{kind.lower()}/{number}>"
            yield f'{node} {TYPE} {_b(kind)} .\n{node} {LABEL} "{kind} {number}"@en .\n'


def write(file: Path, triples: int) -> Counter[Result]:
    """Write about so many triples and return the results that a correct program finds in them."""
    expected: Counter[Result] = Counter()
    with file.open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(entities())
        for number in range(triples // TRIPLES_EACH):
            text, result = event(number)
            out.write(text)
            if result:
                expected[result] += 1
    return expected
