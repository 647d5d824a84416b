"""Directions of phrases by what their words mean."""

from __future__ import annotations

import numpy as np
import pytest

from triage.understand.meanings import directions


def cosine(one: str, other: str) -> float:
    first, second = directions([one, other]).astype(float)
    return float(first @ second)


@pytest.mark.parametrize(
    ("near", "to", "far"),
    [
        ("luggage", "lost my bag", "login"),
        ("refund", "money back", "weather"),
        ("login", "App has logged me out", "grinder"),
        ("legal", "lawyer", "smoke"),
        ("Garantie", "warranty in Ireland", "Bohnen"),
        ("Entkalkungslampe", "descale light", "Rückruf"),
        ("Mahlwerk", "grinder", "Anmeldung"),
    ],
)
def test_what_means_the_same_is_near_in_two_languages(near: str, to: str, far: str) -> None:
    assert cosine(near, to) > 0.25
    assert cosine(near, to) > 2 * cosine(far, to)


def test_words_that_only_join_others_do_not_count() -> None:
    assert cosine("the bag and the other bag", "bag") == pytest.approx(1, abs=0.01)


def test_each_phrase_has_the_same_direction_whatever_stands_beside_it() -> None:
    phrases = ["plug had melted", "Stecker geschmolzen", "", "the", "!!!", "😀"]
    together = directions(phrases)
    for phrase, direction in zip(phrases, together, strict=True):
        np.testing.assert_array_equal(directions([phrase])[0], direction)


def test_what_has_no_known_word_has_no_direction_and_the_rest_has_length_one() -> None:
    lengths = np.linalg.norm(directions(["", "!!!", "refund", "die Rückerstattung"]), axis=1)
    assert lengths.tolist() == pytest.approx([0, 0, 1, 1], abs=0.01)
    assert directions([]).shape == (0, 256)
