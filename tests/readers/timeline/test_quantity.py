"""Quantities in words."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.readers.timeline.quantity import Quantity, number, read_quantity


def D(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


@pytest.mark.parametrize(
    ("text", "value", "least", "most", "unit"),
    [
        ("12 tanks", "12", None, None, "tanks"),
        ("12", "12", None, None, None),
        ("4.5 tons of wheat", "4.5", None, None, "tons of wheat"),
        ("1,000 drones", "1000", None, None, "drones"),
        ("1 000 000 USD", "1000000", None, None, "USD"),
        ("2 million people", "2000000", None, None, "people"),
        ("40k guns", "40000", None, None, "guns"),
        ("40 kg of rice", "40", None, None, "kg of rice"),
        ("3 dozen boats", "36", None, None, "boats"),
        ("20 %", "20", None, None, "%"),
        ("20% of the seats", "20", None, None, "% of the seats"),
        ("at least 1000 drones", None, "1000", None, "drones"),
        ("At  least\n1000 drones", None, "1000", None, "drones"),
        ("more than 12 people", None, "12", None, "people"),
        ("up to 5 ships", None, None, "5", "ships"),
        ("fewer than 5", None, None, "5", None),
        ("about 5 days", "5", None, None, "days"),
        ("~5 days", "5", None, None, "days"),
        ("2 to 3 days", None, "2", "3", "days"),
        ("2-3 days", None, "2", "3", "days"),
        ("٥ طن", "5", None, None, "طن"),
        ("2–3", None, "2", "3", None),
        ("between 2 and 3 days", None, "2", "3", "days"),
        ("2 million to 3 million people", None, "2000000", "3000000", "people"),
    ],
)
def test_a_quantity_is_read(
    text: str, value: str | None, least: str | None, most: str | None, unit: str | None
) -> None:
    assert read_quantity(text) == Quantity(D(value), D(least), D(most), unit)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "drones",
        "many drones",
        "thousands of drones",
        "5 to 2 days",
        "1.2.3 x",
        "-5 x",
        "1234567890123",
        "9999999 million",
        "999999 million to 9999999 million x",
        "at least",
        "1,00 x",
        "5 to",
        "5_000",
        "²",
    ],
)
def test_what_is_not_a_quantity_is_refused(text: str) -> None:
    assert read_quantity(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [("5", "5"), (" -1.5 ", "-1.5"), ("1,000.25", "1000.25"), ("1e5", None), ("0.1234567", None), ("", None)],
)
def test_a_number_is_decimal_digits(text: str, expected: str | None) -> None:
    assert number(text) == D(expected)


def test_limits_and_number_of_a_quantity() -> None:
    assert read_quantity("at least 5").limits() == (5, Decimal("Infinity"))  # type: ignore[union-attr]
    assert read_quantity("up to 5").limits() == (Decimal("-Infinity"), 5)  # type: ignore[union-attr]
    assert read_quantity("5").limits() == (5, 5)  # type: ignore[union-attr]
    assert read_quantity("up to 5").number == 5  # type: ignore[union-attr]
    assert Quantity().number is None


@given(st.text(max_size=40))
def test_any_text_is_a_quantity_or_none(text: str) -> None:
    found = read_quantity(text)
    assert found is None or found.number is not None


@given(st.integers(0, 10**11), st.integers(0, 10**11))
def test_grouped_digits_mean_the_same_number(low: int, more: int) -> None:
    high = low + more
    assert (
        read_quantity(f"{low:,} to {high:,} x")
        == read_quantity(f"{low} to {high} x")
        == Quantity(None, D(str(low)), D(str(high)), "x")
    )
