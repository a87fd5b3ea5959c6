"""Laws of the mapping, for any tables."""

from __future__ import annotations

import pyoxigraph as ox
from hypothesis import HealthCheck, Phase, given, settings
from polars.testing import assert_frame_equal

from dateline.mapping.from_rdf import tables_of, triple_frame
from dateline.mapping.quads import lines, nquads
from dateline.tables import SCHEMAS, Tables
from generators import tables

SLOW = settings(
    max_examples=40,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking eight frames takes minutes and shows little
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@SLOW
@given(tables())
def test_tables_to_quads_to_tables_is_the_identity(given_tables: Tables) -> None:
    document = nquads(given_tables)

    read, problems = tables_of(triple_frame(ox.parse(document, format=ox.RdfFormat.N_TRIPLES)), "t.nt")

    assert problems == []
    for name in SCHEMAS:
        assert_frame_equal(read.without_origins()[name], given_tables.without_origins()[name])


@SLOW
@given(tables())
def test_every_line_is_one_statement_whatever_the_texts_hold(given_tables: Tables) -> None:
    written = lines(given_tables, graphs=True)

    parsed = list(ox.parse(nquads(given_tables, graphs=True), format=ox.RdfFormat.N_QUADS))

    assert len(parsed) == len(written) == len(set(written))


@SLOW
@given(tables())
def test_neither_the_order_nor_the_repetition_of_rows_changes_the_document(given_tables: Tables) -> None:
    turned = {name: frame.reverse() for name, frame in given_tables.frames().items()}
    twice = Tables.concat([Tables(**turned, origins=given_tables.origins), given_tables])

    assert nquads(twice, graphs=True) == nquads(given_tables, graphs=True)
