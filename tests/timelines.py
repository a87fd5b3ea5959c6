"""Hypothesis strategies for timelines as people could write them: every field of every section, hostile texts too.

A timeline is plain data, whose texts are read as JSON; `TEXTS` are the files that its sources can name.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from dateline import vocab
from dateline.readers.json import parse
from dateline.readers.located import Node
from dateline.readers.timeline.fields import ACTOR_KINDS, RELATIONS

TEXTS = {
    "brief.txt": "On July 24, Assad visited Putin.\nThey met\nagain: twice, in \"Moscow\".\n\n- no: 'quotes' # here\n",
    "sub/zwei.txt": "Iran lieferte 1.000 Drohnen.\r\nSeit 2022 – so heißt es – geht das weiter. Iran lieferte mehr.\n",
}
"""Texts of sources by path."""

DATA = json.loads((Path(__file__).parent / "cases/export/timeline/strategies.json").read_text("utf-8"))
"""Texts that YAML could take for something else, dates and quantities."""

texts = st.sampled_from(DATA["texts"]) | st.text(
    st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20
).filter(str.strip)
languages = st.sampled_from(["en", "de", "zh-hans", "EN-gb"])
ids = st.sampled_from(["no", "on", "null", "010", "2024", "1.5", "a-b_c.d", "Асад", "e\u0301", "y", "x1", "putin", "ü"])
numbers = st.sampled_from(["0", "1", "-3.5", "1,000", "0.000001", "999999999999", "12.50"]) | st.integers(0, 5000).map(
    str
)
dates = st.sampled_from(DATA["dates"])
days = st.sampled_from(["2024-07-25", "2024-07-26", "1999-12-31", "July 24, 2024"])
quantities = st.sampled_from(DATA["quantities"]) | st.fixed_dictionaries(
    {"min": st.just("2")}, optional={"value": st.just("2.5"), "max": st.just("10"), "unit": texts}
)
rules = st.sampled_from(["FREQ=YEARLY", "RRULE:FREQ=MONTHLY;BYMONTHDAY=1;COUNT=12", "freq=weekly"])
iris = st.sampled_from(
    [
        "wd:Q7747",
        "geonames:524901",
        "http://dbpedia.org/resource/A_(b)",
        "https://e.org/a,b?c=d#e",
        "urn:isbn:1",
        "dbpedia:X",
    ]
)
points = st.sampled_from([["55.75", "37.62"], "10.5, -20.25", ["-90", "180"], ["0.1234567", "0"]])


def words(scheme: str) -> st.SearchStrategy[str]:
    """Words of a concept scheme."""
    return st.sampled_from(list(vocab.concepts()[scheme]))


def one_or_more(values: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    """A value, or a list of up to three different ones."""
    return values | st.lists(values, min_size=1, max_size=3, unique=True)


def some_of(known: list[str]) -> dict[str, Any]:
    """The strategy of references to known ids, under no name where there are none."""
    return {"refs": one_or_more(st.sampled_from(known)), "ref": st.sampled_from(known)} if known else {}


@st.composite
def quotes(draw: st.DrawFn, path: str | None) -> str:
    """The words of a text, by whole words, or any words where there is none."""
    if path is None:
        return draw(texts)
    given = TEXTS[path].split()
    first = draw(st.integers(0, len(given) - 1))
    return " ".join(given[first : draw(st.integers(first + 1, len(given)))])


LINKS = {"same_as": one_or_more(iris), "exact_match": one_or_more(iris), "close_match": one_or_more(iris)}
SPOT = {"at": points, "precision": words("place-precision")}


def sources(known: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    """Sources with the ids that are known."""
    fields = {
        "publisher": texts, "authors": one_or_more(texts), "date": dates | days, "url": iris, "kind": texts,
        "note": texts, "text": st.sampled_from(list(TEXTS)), "cites": some_of(known)["refs"],
    }  # fmt: skip
    member = st.fixed_dictionaries({"title": texts}, optional=fields)
    return st.fixed_dictionaries(dict.fromkeys(known, member))


def actors(known: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    """Actors with the ids that are known; those whose id has an even place are states, which can be places."""
    shared = {"of": some_of(known)["refs"], "aliases": one_or_more(texts), "born": dates, "died": dates, "note": texts}
    plain = st.fixed_dictionaries(
        {"name": texts}, optional={**shared, **LINKS, "kind": st.sampled_from([k for k in ACTOR_KINDS if k != "state"])}
    )
    states = {
        name: st.fixed_dictionaries(
            {"name": texts, "kind": st.just("state")},
            optional={**shared, **LINKS, **SPOT, "in": st.sampled_from([one for one in known[::2] if one != name])},
        )
        for name in known[::2]
    }
    return st.fixed_dictionaries({name: states.get(name, plain) for name in known})


def places(known: list[str], around: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    """Places with the ids that are known, which lie in states."""
    fields = {"aliases": one_or_more(texts), "in": st.sampled_from(around), **SPOT, **LINKS, "note": texts}
    return st.fixed_dictionaries(dict.fromkeys(known, st.fixed_dictionaries({"name": texts}, optional=fields)))


@st.composite
def statements(draw: st.DrawFn, path: str | None, spots: list[str]) -> Any:
    """What one source says of an event."""
    if draw(st.booleans()):
        return draw(st.none() | quotes(path))
    fields = {
        "quote": quotes(path), "date": dates, "type": words("type"), "where": some_of(spots)["refs"], "what": texts,
        "quantity": quantities, "words": texts, "rank": words("rank"),
    }  # fmt: skip
    return draw(st.fixed_dictionaries({}, optional=fields))


@st.composite
def events(draw: st.DrawFn, name: str | None, known: dict[str, Any]) -> dict[str, Any]:
    """An event, with an id or without."""
    part = st.sampled_from(known["actors"])
    who = part | st.fixed_dictionaries({"actor": part}, optional={"as": texts})
    spots, paths = known["spots"], known["texts"]
    said = st.fixed_dictionaries(
        {}, optional={one: statements(path, spots) | st.lists(statements(path, spots), min_size=1, max_size=3)
                      for one, path in paths.items()}
    )  # fmt: skip
    fields = {
        "date": dates, "date_words": texts, "date_method": texts, "as_of": days, "recurs": rules, "type": words("type"),
        "series": st.sampled_from(["true", "yes", "false"]), "contexts": one_or_more(words("context")), "what": texts,
        "language": languages, "who": st.dictionaries(words("role"), who | st.lists(who, max_size=2, min_size=1)),
        "where": some_of(spots)["refs"], "factuality": words("factuality"), "quantity": quantities, "says": said,
        "status": st.sampled_from(["draft", "accepted"]), "score_scheme": words("score-scheme"), "note": texts,
        **dict.fromkeys(RELATIONS, some_of([one for one in known["events"] if one != name]).get("refs", st.none())),
    }  # fmt: skip
    made = draw(st.fixed_dictionaries({"id": st.just(name)} if name else {}, optional=fields))
    if "score_scheme" in made and draw(st.booleans()):
        made["score"] = draw(numbers.filter(lambda number: "," not in number))
    return made


def judgements(known: dict[str, Any], number: int) -> st.SearchStrategy[dict[str, Any]]:
    """What is held of actors, places and events."""

    def of(source: str) -> st.SearchStrategy[dict[str, Any]]:
        about = known["actors"] + known["spots"] + known["events"]
        required = {"about": one_or_more(st.sampled_from(about)), "says": texts, "source": st.just(source)}
        optional = {
            "id": st.just(f"c{number}"), "by": st.sampled_from(known["actors"]),
            "quote": quotes(known["texts"][source]), "direction": words("direction"), "rank": words("rank"),
        }  # fmt: skip
        return st.fixed_dictionaries(required, optional=optional)

    return st.sampled_from(list(known["texts"])).flatmap(of)


@st.composite
def timelines(draw: st.DrawFn) -> dict[str, Any]:
    """A timeline; now and then one that its reader refuses, for an actor who is named twice or the like."""
    names = draw(st.permutations(["no", "on", "010", "1.5", "a-b_c.d", "Асад", "y", "x1", "e\u0301", "null"]))
    head = draw(
        st.fixed_dictionaries(
            {"timeline": texts, "base": st.sampled_from(["https://e.org/t/", "http://e.org/x#", "urn:x:y/"])},
            optional={"license": st.sampled_from(["CC-BY-4.0", "https://e.org/l"]), "language": languages,
                      "description": texts, "day_first": st.sampled_from(["true", "false"])},
        )
    )  # fmt: skip
    made = draw(sources(names[:2]))
    known = {
        "actors": names[:3], "spots": [names[0], names[2], names[3]], "events": names[4 : 4 + draw(st.integers(0, 2))],
        "texts": {name: one.get("text") for name, one in made.items()},
    }  # fmt: skip
    rows = [draw(events(name, known)) for name in [*known["events"], *[None] * draw(st.integers(0, 1))]]
    return head | {
        "sources": made,
        "actors": draw(actors(names[:3])),
        "places": draw(places(names[3:4], [names[0], names[2]])),
        "events": rows,
        "claims": [draw(judgements(known, number)) for number in range(draw(st.integers(0, 2)))],
    }


def located(timeline: dict[str, Any]) -> Node:
    """Return a timeline as a reader's tree."""
    node, problems = parse(json.dumps(timeline), "t.json")
    assert node is not None, problems
    return node
