"""The list of names: what is meant comes first, and what is accepted by itself is never wrong."""

from __future__ import annotations

from functools import lru_cache

from link.names import Case, cases


@lru_cache(maxsize=1)
def looked_up() -> tuple[Case, ...]:
    return tuple(cases())


def test_the_list_is_long_enough_to_say_something() -> None:
    assert len(looked_up()) >= 60


def test_nothing_wrong_is_accepted_by_itself() -> None:
    wrong = [
        (case.wanted.name, one.entry) for case in looked_up() for one in case.accepted if one.entry not in case.meant
    ]
    assert wrong == []


def test_what_is_meant_is_the_first_candidate() -> None:
    assert [case.wanted.name for case in looked_up() if case.meant and not case.is_first] == []


def test_what_everything_speaks_for_is_accepted_and_nothing_else() -> None:
    differing = [case.wanted for case in looked_up() if bool(case.accepted) != case.is_auto]
    assert differing == []
