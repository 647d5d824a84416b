"""What matters in many texts at once."""

from __future__ import annotations

import sys

import pyarrow as pa
import pyarrow.compute as pc
from hypothesis import given
from hypothesis import strategies as st

from tests.understand.sentiment.hostile_texts import HOSTILE
from triage.understand.sentiment.pattern_effects import Effects, steps_of
from triage.understand.sentiment.pattern_many import find_turns
from triage.understand.sentiment.pattern_sums import averaged
from triage.understand.sentiment.pattern_words import words_of


def test_white_space_is_to_pyarrow_what_it_is_to_python() -> None:
    said = [f"a{chr(code)}b" for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000]
    split = pc.list_value_length(pc.utf8_split_whitespace(pa.array(said, pa.large_string()))).to_pylist()
    assert split == [len(text.split()) for text in said]


@given(st.lists(HOSTILE.filter(str.isascii), max_size=6))
def test_what_is_left_out_of_a_text_changes_nothing(texts: list[str]) -> None:
    effects = Effects()
    turns = find_turns(texts, effects)
    assert len(turns.bounds) == len(texts) + 1
    for place, text in enumerate(texts):
        kept = turns.numbers[turns.bounds[place] : turns.bounds[place + 1]]
        said = averaged([effects.distinct[number].steps or () for number in kept])
        assert place in turns.untold or said == averaged([steps_of(words_of(text))])


def test_most_of_a_text_is_left_out() -> None:
    effects = Effects()
    turns = find_turns(["the plane was on time", "not the plane I like", "", "so very well done"], effects)
    kept = [len(turns.numbers[first:end]) for first, end in zip(turns.bounds, turns.bounds[1:], strict=False)]
    assert kept[0] == kept[2] == 0
    assert max(kept) < 4


def test_only_texts_with_an_emoticon_across_a_blank_are_looked_at_as_a_whole() -> None:
    texts = ["fine :)", "Warning: (", "see", "box D", "hello )", "( !", "a :", ") b"]
    assert find_turns(texts, Effects()).untold == [1, 3, 4, 5]
