from __future__ import annotations

import pytest

from triage.cli.action_ids import SHORTEST, find_action, telling_length
from triage.model.errors import UsageError

TITLES = {
    "t928d70c6d3b6": "firmware bricks machine",
    "t928e00000000": "Wifi after the firmware",
    "t0034a6a1c2c3": "app logs out",
}


@pytest.mark.parametrize("given", ["t928d70c6d3b6", "t928d", "T928D", " t928d "])
def test_an_id_may_be_begun_only(given: str) -> None:
    assert find_action(given, TITLES) == "t928d70c6d3b6"


def test_a_whole_id_is_meant_though_others_begin_with_it() -> None:
    assert find_action("t1", {"t1": "a", "t12": "b"}) == "t1"


def refusal(given: str, titles: dict[str, str] = TITLES) -> str:
    with pytest.raises(UsageError) as refused:
        find_action(given, titles)
    return str(refused.value)


def test_several_are_told() -> None:
    assert refusal("t928") == (
        "'t928' begins 2 ids: t928d70c6d3b6 (firmware bricks machine) and t928e00000000 (Wifi after the firmware); "
        "give more of it"
    )


def test_of_many_only_the_first_are_told() -> None:
    many = {f"t{number:03}": "x" for number in range(40)}
    assert "t004 (x) and 35 more" in refusal("t", many)


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("firmware", "t928d70c6d3b6 (firmware bricks machine) or t928e00000000 (Wifi after the firmware)?"),
        ("wifi FIRM", "did you mean t928e00000000 (Wifi after the firmware)?"),
        ("t0034a6a1c2d4", "did you mean 't0034a6a1c2c3'?"),
        ("", "there is no action ''; `triage list --status all` has all"),
        ("zzz", "there is no action 'zzz'; `triage list"),
        ("other-voices", "the other voices are no action"),
    ],
)
def test_none_is_told_with_what_may_be_meant(given: str, meant: str) -> None:
    assert meant in refusal(given)


def test_so_many_characters_tell_ids_apart() -> None:
    assert telling_length([]) == telling_length(["t928d70c6d3b6"]) == telling_length(TITLES) == SHORTEST
    assert telling_length(["t1234567", "t1234568", "t9"]) == 8
    assert telling_length(["t1", "t1234567"]) == SHORTEST
