"""Measure the temporal tagger on a corpus in TimeML: `python tests/benchmarks/bench_dates_in_text.py FOLDER`.

FOLDER has `.tml` files, at any depth, with a DCT and a TEXT in which TIMEX3 elements are the gold annotation. Printed
are precision, recall and F1 as TempEval-3 defines them: strict (same extent), relaxed (extents overlap), value (relaxed
and the same value), strict value, and type (relaxed and the same type); then the words a second of processor time.
`--mode narrative` counts dates from the last one mentioned; `--errors` lists what differs. Corpora are not included.
"""

# ruff: noqa: T201 - it is a program that talks to people

from __future__ import annotations

import argparse
import datetime
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from dateline.extract.temporal import tag

MEASURES = ("strict", "relaxed", "value", "strict value", "type")


@dataclass(frozen=True, slots=True)
class Timex:
    """One annotation: where it stands, its type and value."""

    start: int
    end: int
    type: str
    value: str


@dataclass(frozen=True, slots=True)
class Document:
    """One text with its date and its gold annotation."""

    name: str
    text: str
    date: datetime.date | None
    gold: tuple[Timex, ...]


def documents(folder: Path) -> Iterator[Document]:
    """Read the documents of a folder, sorted by path."""
    for path in sorted(folder.rglob("*.tml")):
        if path.name.startswith("."):
            continue
        root = ElementTree.parse(path).getroot()
        body = root.find("TEXT")
        stamp = root.find("DCT/TIMEX3")
        if body is None:
            continue
        shown = (stamp.get("value") or "")[:10] if stamp is not None else ""
        date = datetime.date.fromisoformat(shown) if len(shown) == 10 else None
        text, gold = annotated(body)
        yield Document(path.name, text, date, tuple(gold))


def annotated(body: ElementTree.Element) -> tuple[str, list[Timex]]:
    """Return the plain text of an element and the TIMEX3 in it, by place."""
    pieces: list[str] = []
    gold: list[Timex] = []

    def walk(element: ElementTree.Element) -> None:
        start = sum(map(len, pieces))
        pieces.append(element.text or "")
        for child in element:
            walk(child)
            pieces.append(child.tail or "")
        if element.tag == "TIMEX3" and start < sum(map(len, pieces)):
            gold.append(Timex(start, sum(map(len, pieces)), element.get("type", ""), element.get("value", "")))

    walk(body)
    return "".join(pieces), gold


def pairs(gold: tuple[Timex, ...], found: list[Timex]) -> Iterator[tuple[Timex | None, Timex | None]]:
    """Pair each gold annotation with the found one that overlaps it most; what is left stands alone."""
    left = list(found)
    for one in gold:
        over = [(min(one.end, other.end) - max(one.start, other.start), -other.start, other) for other in left]
        best = max(over, default=(0, 0, None), key=lambda entry: entry[:2])
        if best[0] > 0 and best[2] is not None:
            left.remove(best[2])
            yield one, best[2]
        else:
            yield one, None
    yield from ((None, other) for other in left)


def agreements(one: Timex, other: Timex) -> dict[str, bool]:
    """Tell in which measures two annotations that overlap agree."""
    strict, value = (one.start, one.end) == (other.start, other.end), one.value == other.value
    return {"strict": strict, "relaxed": True, "value": value, "strict value": strict and value,
            "type": one.type == other.type}  # fmt: skip


def main() -> None:
    """Measure one corpus and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--mode", choices=["news", "narrative"], default="news")
    parser.add_argument("--errors", action="store_true", help="list what was missed, added or read otherwise")
    options = parser.parse_args()
    right = dict.fromkeys(MEASURES, 0)
    wanted = given = words = 0
    seconds = 0.0
    tag("Warm up on 1 May 2020.")
    for document in documents(options.folder):
        begin = time.process_time()
        tagged = tag(document.text, date=document.date, mode=options.mode)
        seconds += time.process_time() - begin
        rules = {one.start: one.trace.rule for one in tagged}
        found = [Timex(one.start, one.end, one.type, one.value) for one in tagged if one.value]
        words += len(document.text.split())
        wanted, given = wanted + len(document.gold), given + len(found)
        for one, other in pairs(document.gold, found):
            agreed = agreements(one, other) if one and other else {}
            for measure, agrees in agreed.items():
                right[measure] += agrees
            if options.errors and not agreed.get("strict value"):
                show(document, one, other, rules.get(other.start, "") if other else "")
    print(f"{wanted} annotated, {given} found, {words} words, {words / max(seconds, 1e-9):,.0f} words a second\n")
    print(f"{'':14}{'precision':>10}{'recall':>10}{'F1':>10}")
    for measure in MEASURES:
        precision, recall = right[measure] / max(given, 1), right[measure] / max(wanted, 1)
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        print(f"{measure:14}{100 * precision:10.1f}{100 * recall:10.1f}{100 * f1:10.1f}")


def show(document: Document, one: Timex | None, other: Timex | None, rule: str) -> None:
    """Print one difference with its surroundings."""
    there = one or other
    assert there is not None
    text = document.text
    end = max(one.end if one else 0, other.end if other else 0)
    start = min(one.start if one else end, other.start if other else end)
    around = " ".join(f"{text[max(0, start - 60) : start]}[[{text[start:end]}]]{text[end : end + 40]}".split())
    kind = "MISSED" if other is None else "ADDED" if one is None else "VALUE" if one.value != other.value else "EXTENT"
    gold = f"{text[one.start : one.end]!r} {one.type} {one.value}" if one else "-"
    ours = f"{text[other.start : other.end]!r} {other.type} {other.value} ({rule})" if other else "-"
    print(f"{kind} | {gold} | {ours} | {document.date} | {around} | {document.name}")


if __name__ == "__main__":
    main()
