"""What chunks do, and what the shortcuts to it rest on."""

from __future__ import annotations

from itertools import pairwise, product
from string import ascii_letters, digits
from threading import Thread

from hypothesis import given
from hypothesis import strategies as st
from textblob import _text as textblob
from textblob.en import sentiment as lexicon

from tests.understand.sentiment.hostile_texts import HOSTILE, WORDS
from triage.understand.sentiment import pattern_effects
from triage.understand.sentiment.pattern_effects import PLAIN, Act, Effects, Modifier, effect_of, steps_of
from triage.understand.sentiment.pattern_words import JOINTS, words_of

CORES = ("abc", "b.c", "tEr", "_a_", "a:c", "x//", "a-b", "goo", "box", "a8")


def test_no_word_of_the_lexicon_is_a_negation_or_ends_in_a_period() -> None:
    assert not set(lexicon.negations) & set(WORDS)
    assert not [word for word in WORDS if word.endswith((".", ",", "?"))]
    assert all(lexicon[word][None][2] for word in WORDS), "1 is divided by it"
    assert all(len(word) != 2 or word == "no" for word in lexicon.negations)


def test_marks_that_a_shortcut_drops_are_in_no_emoticon_together() -> None:
    assert not JOINTS & {before + after for before, after in product(".,?!", repeat=2)}
    assert not JOINTS & {"@", "#"}
    assert not [joint for joint in JOINTS if joint[0] in "@#" or joint[1] in "@#,?"]
    assert not [joint for joint in JOINTS if joint[0] in pattern_effects._CLOSED and joint[1] in ".,?"]


def test_a_plain_chunk_does_what_its_words_do() -> None:
    for lead, core, end, tail in product(
        ("", "@", "#"), CORES, (*ascii_letters, *digits), ("", ".", ",", "?!", "...", ":")
    ):
        chunk = f"{lead}{core}d{end}{tail}"
        steps = steps_of(words_of(chunk))
        told = effect_of(chunk).steps
        assert told is not None
        assert told == steps or (set(steps) == set(told) == set(PLAIN.steps or ())), chunk
        assert Effects()[chunk] != 0 or set(steps) == set(PLAIN.steps or ()), chunk


@given(HOSTILE)
def test_chunks_do_together_what_the_text_does_unless_an_emoticon_may_be_between(text: str) -> None:
    effects = [effect_of(chunk) for chunk in text.split()]
    if any(effect.steps is None for effect in effects):
        return
    if any(after.head and before.tail + after.head in JOINTS for before, after in pairwise(effects)):
        return
    apart = [step for effect in effects for step in effect.steps or ()]
    assert without_repeats(apart) == without_repeats([*steps_of(words_of(text))])


def without_repeats(steps: list[pattern_effects.Step]) -> list[pattern_effects.Step]:
    return steps[:1] + [step for before, step in pairwise(steps) if not before.act == step.act == Act.CLEAR]


@given(st.lists(st.sampled_from(WORDS), max_size=4))
def test_words_of_the_lexicon_score_what_it_says(words: list[str]) -> None:
    for word, step in zip(words, steps_of(words), strict=True):
        assert [step.polarity, step.subjectivity, step.intensity] == [*lexicon[word][None]]
        assert (step.modifier != Modifier.NONE) == ("RB" in lexicon[word])


def test_long_chunks_are_not_kept() -> None:
    effects = Effects()
    assert effects.distinct[effects["!" * 5000]].steps is None
    assert not effects


def test_knowledge_begins_anew_when_it_has_grown_too_large() -> None:
    Effects.forget()
    first = Effects.shared()
    assert Effects.shared() is first
    first.update(dict.fromkeys(map(str, range(pattern_effects.MAX_KEPT + 1)), 0))
    assert Effects.shared() is not first
    assert not Effects.shared()


def test_threads_share_numbers() -> None:
    effects = Effects()
    chunks = [f"good{mark * i}" for i in range(1, 60) for mark in "!:("]
    threads = [Thread(target=lambda: [effects[chunk] for chunk in chunks]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(effects.distinct[effects[chunk]] == effect_of(chunk) for chunk in chunks)
    assert len(set(effects.distinct)) == len(effects.distinct)


def test_the_end_of_a_sentence_in_words_is_left_to_the_whole_text() -> None:
    assert effect_of(f"a{textblob.EOS}").steps is None
    assert effect_of(textblob.EOS.lower()).steps is not None
