"""The words that TextBlob reads, without its tokeniser."""

from __future__ import annotations

import time
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textblob._text import ABBREVIATIONS, find_tokens

from tests.understand.sentiment.hostile_texts import EMOTICONS, HOSTILE
from triage.understand.sentiment.pattern_words import words_of


def textblobs(text: str) -> list[str]:
    return " ".join(find_tokens(text)).split()


@given(HOSTILE)
def test_words_are_textblobs_on_hostile_texts(text: str) -> None:
    assert words_of(text) == textblobs(text)


@given(st.text(max_size=40))
def test_words_are_textblobs_on_any_text(text: str) -> None:
    assert words_of(text) == textblobs(text)


@given(st.text(alphabet="xXDoO.|:)(-' !MrsT8\n\u201d", max_size=14))
def test_words_are_textblobs_on_few_characters(text: str) -> None:
    assert words_of(text) == textblobs(text)


@pytest.mark.parametrize(
    "text",
    [
        "Warning: (see below)",
        "say hello . O, box D, note: o",
        ";\n\n )@",  # found by fuzzing: an end of sentence that TextBlob forgets before it looks for emoticons
        "; END-OF-SENTENCE )",
        ":( !) and :(!)",
        "M|. Mr||||.|. o. O x.o. O",
        "a... a.. a. e.g.. etc...! ....",
        "can't n'tn't ''n't",
        ":o ) :c )",
    ],
)
def test_traps_are_walked_around(text: str) -> None:
    assert words_of(text) == textblobs(text)


def test_every_emoticon_is_joined_wherever_blanks_and_neighbours_stand() -> None:
    for emoticon, before, after in product(EMOTICONS, ("", "a", ">", ":", "8", "x "), ("", " ", "a", ")", " )", "!)")):
        for i in range(len(emoticon)):
            text = f"{before}{emoticon[:i]} {emoticon[i:]}{after}"
            assert words_of(text) == textblobs(text), text


def test_every_abbreviation_keeps_its_period_among_other_marks() -> None:
    for word, after in product(
        [*ABBREVIATIONS, "A.", "U.S.", "Mrs.", "no."], ("", ".", "..", "...", "!", ",.", "|.", ")")
    ):
        assert words_of(word + after) == textblobs(word + after), word + after


@pytest.mark.parametrize("piece", ["!", ".", ":", ":(", "a'", "n't", "( ! ) ", ": ) ", "“", "a.", "|.", "\n\n", "M|"])
def test_long_runs_cost_what_their_length_costs(piece: str) -> None:
    begin = time.process_time()
    words_of("x" + piece * (300_000 // len(piece)) + ": )")
    assert time.process_time() - begin < 4, "TextBlob takes 9 s for 320,000 exclamation marks"
