"""The reference page of the ontology: up to date, complete, and its example right."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from dateline import resources, vocab
from dateline.errors import InputError
from dateline.export import reference
from dateline.mapping.rules import RULES, Constant


def test_the_page_is_up_to_date() -> None:
    stale = "ontology/README.md is stale; write it again with: " + reference.COMMAND
    assert resources.text("README.md") == reference.ontology_readme(), stale


def test_the_page_lists_every_term_and_every_word() -> None:
    page = reference.ontology_readme()
    own = set(re.findall(r"^dl:(\w+) a ", resources.text("dateline.ttl"), flags=re.MULTILINE))
    missing = {f"`dl:{name}`" for name in own if f"| `dl:{name}` |" not in page}
    words = {word for scheme in vocab.concepts().values() for word in scheme}
    missing |= {word for word in words if f"| `{word}` |" not in page}
    assert missing == set()


def test_the_page_lists_every_foreign_property_that_the_mapping_writes() -> None:
    page = reference.ontology_readme()
    written = {rule.predicate.iri for rule in RULES if isinstance(rule.predicate, Constant)}
    foreign = {vocab.shorten(iri) for iri in written if not iri.startswith(vocab.DL)} - {"rdf:type", "oa:hasSelector"}
    assert {name for name in foreign if f"| `{name}` |" not in page} == set()


def test_every_table_of_the_page_has_rows_of_one_width() -> None:
    for block in re.findall(r"(?:^\|.*\n)+", reference.ontology_readme(), flags=re.MULTILINE):
        assert len({len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}) == 1


def test_the_example_for_newcomers_is_turtle_in_defined_terms() -> None:
    (example,) = re.findall(r"```turtle\n(.*?)```", reference.ontology_readme(), flags=re.DOTALL)
    triples = list(ox.parse(example, format=ox.RdfFormat.TURTLE))
    named = {term.value for triple in triples for term in triple if isinstance(term, ox.NamedNode)}
    own = {iri for iri in named if iri.startswith(vocab.DL)}
    assert own
    assert own <= set(reference.load_terms("dateline.ttl").values)
    words = {concept.iri for scheme in vocab.concepts().values() for concept in scheme.values()}
    assert {iri for iri in named if iri.startswith(vocab.CONCEPT)} - own <= words


def test_the_page_names_every_file_beside_it() -> None:
    page = reference.ontology_readme()
    files = [name for suffix in (".ttl", ".jsonld", ".json", ".yaml", ".txt") for name in resources.names("", suffix)]
    assert {name for name in files if f"| `{name}` |" not in page} == set()


def test_a_term_under_no_prefix_is_written_in_full() -> None:
    terms = reference.Terms({}, {"dl": vocab.DL})
    assert terms.short("https://example.org/x") == "<https://example.org/x>"
    assert terms.short(vocab.DL + "Event") == "`dl:Event`"


def test_the_command_writes_the_page_into_the_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ontology").mkdir()
    (tmp_path / "ontology" / "dateline.ttl").touch()
    monkeypatch.chdir(tmp_path)
    reference.main()
    assert (tmp_path / reference.PAGE).read_bytes() == reference.ontology_readme().encode()


def test_the_command_writes_nothing_outside_a_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match="top folder of a checkout"):
        reference.main()
    assert list(tmp_path.iterdir()) == []
