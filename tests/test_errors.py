"""Exceptions: their messages, exit codes and what they carry."""

from __future__ import annotations

import pickle

import pytest

from dateline import errors


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (errors.InputError("a.yaml", "there is no such file."), 2, "a.yaml: there is no such file."),
        (errors.UnknownName("query", "dyadd", ["dyad", "tie"]), 2, "Did you mean 'dyad'?"),
        (errors.ParameterError("dyad", "x", "unknown."), 2, "Query 'dyad', parameter 'x': unknown."),
        (errors.QueryRefused("SERVICE is refused."), 2, "SERVICE"),
        (errors.DateSyntaxError("2023-13", 5, "a month"), 2, "at character 6, expected a month"),
        (errors.InvalidData([]), 1, "0 problem(s)."),
        (errors.InvalidData(["x"]), 1, "1 problem(s). The first: x"),
        (errors.OutsideError("store", "locked."), 3, "store: locked."),
    ],
)
def test_an_exception_says_what_and_where_and_has_its_exit_code(
    error: errors.DatelineError, code: int, words: str
) -> None:
    assert error.exit_code == code
    assert words in str(error)


def test_a_date_error_survives_pickling() -> None:
    error = pickle.loads(pickle.dumps(errors.DateSyntaxError("2023-13", 5, "a month")))

    assert (error.text, error.offset, error.expected) == ("2023-13", 5, "a month")
    assert isinstance(error, ValueError)


@pytest.mark.parametrize(
    ("given", "known", "sentence"),
    [
        ("rusia", ["russia", "iran"], "Did you mean 'russia'?"),
        ("RUSSIA", ["russia", "iran"], "Did you mean 'russia'?"),
        ("x", ["b", "a"], "Known: a, b."),
        ("x", [], ""),
        (
            "zz",
            [f"n{n:02}" for n in range(20)],
            "Known: n00, n01, n02, n03, n04, n05, n06, n07, n08, n09, n10, n11, ….",
        ),
    ],
)
def test_did_you_mean_offers_the_nearest_or_lists_what_there_is(given: str, known: list[str], sentence: str) -> None:
    assert errors.did_you_mean(given, known) == sentence
