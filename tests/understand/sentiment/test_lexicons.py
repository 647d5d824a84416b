"""What the lexicons say of words."""

from __future__ import annotations

import numpy as np
import pytest

from triage.understand.lang import SCORED_LANGUAGES, table
from triage.understand.sentiment import lexicons
from triage.understand.sentiment.lexicons import (
    EDGES,
    FEATURES,
    LEXICONS,
    SERVICE_POLARITY,
    all_emoji,
    lexicon_features,
    lexicon_words,
    read_lexicons,
)
from triage.understand.tokens import split_texts


def features(text: str) -> dict[str, list[float]]:
    tokens = split_texts([text])
    table = lexicon_features(tokens.words, tokens.kinds, read_lexicons())
    assert table.shape == (len(tokens.words), FEATURES)
    return dict(zip(tokens.words, table.tolist(), strict=True))


def test_words_hashtags_and_emoji_have_a_polarity() -> None:
    found = features("great #awful Frechheit \U0001f60d the @great 5")
    assert found["great"][0] > 0
    assert found["#awful"][0] < 0
    assert found["frechheit"][2 * len(EDGES)] < 0
    assert found["\U0001f60d"][0] > 0
    assert not any(found["the"] + found["@great"] + found["5"])


def test_a_polarity_falls_into_one_step() -> None:
    row = np.array(features("great")["great"]).reshape(len(LEXICONS) + 1, len(EDGES))
    assert row[0, 1:].sum() == 1
    assert set(row[0, 1:].tolist()) == {0.0, 1.0}


def test_words_of_service_have_a_polarity_of_their_own_with_the_endings_of_adjectives() -> None:
    ours = len(LEXICONS) * len(EDGES)
    found = features("refund cancelled verspätete verspätetes pünktlicher Zug")
    assert found["refund"][ours] == pytest.approx(-0.2)
    assert found["cancelled"][ours] == found["verspätete"][ours] == found["verspätetes"][ours] == -0.5
    assert found["pünktlicher"][ours] == 0.5
    assert found["zug"][ours] == 0


@pytest.mark.parametrize("language", SCORED_LANGUAGES)
def test_no_word_of_service_is_in_two_lists(language: str) -> None:
    lists = table("service_words", language)
    assert set(lists) == set(SERVICE_POLARITY)
    told = [word.rstrip("*") for name in lists for word in lists[name].split()]
    assert sorted(told) == sorted(set(told))


def test_drawn_out_letters_make_no_difference() -> None:
    assert features("goooood")["goooood"] == features("good")["good"]


def test_entries_of_one_word_are_listed_once() -> None:
    words, kinds = lexicon_words([{"good": 1, ":)": 1, "not good": -1}, {"good": 1}], all_emoji())
    assert words.count("good") == 1
    assert ":)" not in words
    assert "not" not in words
    assert "\U0001f60d" in words
    assert len(words) == len(kinds)


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(lexicons.LEXICONS, "vaderSentiment", "absent.txt")
    with pytest.raises(FileNotFoundError, match=r"vaderSentiment has no absent.txt here; install"):
        read_lexicons()
