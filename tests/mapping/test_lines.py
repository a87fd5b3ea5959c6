"""The lines of rows do not depend on which rows stand beside them."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from dateline.mapping.lines import row_lines
from dateline.tables import Tables
from generators import BASE, tables

SLOW = settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@SLOW
@given(tables())
def test_a_row_has_the_same_lines_alone_as_among_others(given_tables: Tables) -> None:
    for name, data in given_tables.frames().items():
        if data.height:
            together = row_lines(name, data, graphs=True, base=BASE)
            alone = [row_lines(name, data[at : at + 1], graphs=True, base=BASE) for at in range(data.height)]
            assert pl.concat(alone).to_list() == together.to_list()


@pytest.mark.parametrize("copies", [1, 2, 2000])
def test_rows_that_are_all_alike_have_all_their_lines(copies: int) -> None:
    place = {"id": f"{BASE}place/p", "label": 'a "place"', "label_lang": "en", "file": "t", "line": 1, "column": 1}
    data = Tables.from_rows({"places": [place] * copies}).places

    texts = row_lines("places", data, graphs=False, base=BASE)

    assert texts.len() == copies
    assert texts.n_unique() == 1
    assert texts[0].endswith(f'<{BASE}place/p> <http://www.w3.org/2000/01/rdf-schema#label> "a \\"place\\""@en .\n')
    assert texts[0].count("\n") == 3
