"""Grouping reposts and copies."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.evaluation.duplicates import figures, keys_of, texts_of
from tests.evaluation.reposts import CHANGES, any_change, other_number
from triage.model.settings import DuplicateSettings
from triage.understand.agreement import are_copies
from triage.understand.duplicates import copy_keys, group_copies
from triage.understand.tokens import split_texts
from triage.understand.wording import wording_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.evaluation.reposts import Change

ENGLISH = "The Duo has been dead since this morning and nobody at the service desk answers the phone, what a shame!"
GERMAN = "Seit heute früh ist der Sauger tot, und niemand von der Hotline nimmt ab, obwohl ich schon dreimal anrief."
ORDER = "Where is my order 4711 that you promised for last week, nobody answers my mails about it?"
NEWS = (
    "MANILA, Dec 7 - A powerful typhoon roared into the eastern Philippines on Saturday, bringing lashing rain and "
    "strong winds that felled trees, ripped off tin roofs and toppled power lines in areas still scarred by a storm a "
    "year ago. More than half a million people fled their homes in what the United Nations called the largest "
    "evacuation in peacetime."
)
SETS = ("mentions/airline.csv", "mentions/incidents_dev.csv.gz"), ("mentions/germeval2017_dev.csv.gz",)


def _changed(text: str, changes: Sequence[Change], seed: int) -> str:
    random = Random(seed)  # noqa: S311 - no secret
    for change in changes:
        text = change(text, random)
    return text


WORDS = st.sampled_from([f"word{letter}" for letter in "abcdefghijkl"])
SENTENCES = st.lists(WORDS, min_size=1, max_size=24).map(" ".join)
#: Few texts, most of them changed copies of a long one, a short one, or one with a number.
BASES = st.sampled_from([ENGLISH, GERMAN, ORDER, NEWS, ENGLISH[:40], "still waiting"])
CHANGED = st.builds(
    _changed,
    BASES,
    st.lists(st.sampled_from([*CHANGES.values(), other_number]), max_size=2),
    st.integers(0, 40),
)
TEXTS = st.lists(st.one_of(CHANGED, CHANGED, SENTENCES), max_size=14, unique=True)


def groups(*mentions: tuple[str, str], agreement: float = 0.9) -> list[int]:
    texts = sorted({text for text, _ in mentions})
    place = np.array([texts.index(text) for text, _ in mentions], np.int64)
    authors = [author for _, author in mentions]
    found = group_copies(split_texts(texts), place, authors, DuplicateSettings(agreement=agreement))
    return [int(group) for group in found]


def is_copy(one: str, other: str, agreement: float = 0.9) -> bool:
    return len(set(groups((one, "ann"), (other, "bob"), agreement=agreement))) == 1


def parts(keys: Sequence[object]) -> set[frozenset[int]]:
    return {frozenset(i for i, key in enumerate(keys) if key == each) for each in set(keys)}


def test_a_repost_is_a_copy_whatever_stands_around_it() -> None:
    text = "The Duo has been dead since this morning"
    found = groups((text, "a"), (f"RT @a: {text}", "b"), (f"{text.upper()}!! https://t.example/1", "c"), ("other", "d"))
    assert found[0] == found[1] == found[2] != found[3]


def test_two_people_who_say_the_same_few_words_are_two_voices() -> None:
    found = groups(("still waiting", "ann"), ("Still waiting!", "bob"), ("still waiting", "ann"))
    assert found[0] == found[2] != found[1]


def test_few_words_without_an_author_stand_alone() -> None:
    assert len(set(groups(("still waiting", ""), ("still waiting", "")))) == 2


@pytest.mark.parametrize("text", [ENGLISH, GERMAN], ids=["English", "German"])
@pytest.mark.parametrize("name", CHANGES)
def test_a_changed_copy_of_a_sentence_is_a_copy(name: str, text: str) -> None:
    for seed in range(20):
        assert is_copy(text, CHANGES[name](text, Random(seed))), seed  # noqa: S311 - no secret


def test_two_orders_are_two_cases() -> None:
    assert not is_copy(ORDER, ORDER.replace("4711", "4712"))
    assert not is_copy("Your order 4711 is late and I am sad.", "Your order 4712 is late and I am sad.")


def test_two_trains_named_by_their_tags_are_two_cases() -> None:
    text = "Why does {} stand in the fields since an hour, does anybody at the railway know what to do?"
    assert not is_copy(text.format("#RB33"), text.format("#RB38"))


def test_an_order_told_twice_in_other_words_around_is_one_case() -> None:
    assert is_copy(ORDER, f"Hello? {ORDER}")


def test_a_report_of_an_agency_is_a_copy_though_another_paper_dates_it_otherwise() -> None:
    assert is_copy(NEWS, NEWS.replace("MANILA, Dec 7", "Manila, Dec 8"))


def test_short_complaints_that_differ_in_a_word_are_two_voices() -> None:
    assert not is_copy("my flight was cancelled again", "my flight was delayed again")
    assert not is_copy("the app does not work on my phone", "the app does not work on my tablet")


def test_an_answer_below_a_quote_is_a_voice_of_its_own() -> None:
    answer = (
        "I had the same thing last year, they sent me a new one after I had written to the boss, who was very kind."
    )
    assert not is_copy(ENGLISH, f"{ENGLISH} {answer}")


def test_a_text_that_trails_off_is_no_copy_of_one_that_begins_alike() -> None:
    assert not is_copy("I have been on hold for...", "I have been on hold for two hours and missed my flight to Boston")


def test_one_beginning_that_was_cut_does_not_join_two_texts_that_go_on_otherwise() -> None:
    begin = "Deutsche Bahn warns of long delays between Berlin and Hamburg because of"
    found = groups(
        (f"{begin} a fallen tree near Wittenberge, two hours at least", "a"),
        (f"{begin} striking drivers who want more money from tonight on", "b"),
        (f"{begin}…", "c"),
    )
    assert found[0] != found[1]
    assert found[2] in found[:2]


def test_a_flood_of_edited_reposts_is_one_group() -> None:
    random = Random(1)  # noqa: S311 - no secret
    edits = [CHANGES[name] for name in ("word_edited", "word_added", "typo", "tags", "comment", "repost_cut", "case")]
    flood = {random.choice(edits)(NEWS[16:180], random) for _ in range(600)}
    found = groups(*((text, "") for text in sorted(flood)))
    assert len(flood) > 300
    assert len(set(found)) == 1


def test_a_chain_of_edits_is_cut_where_nothing_is_left_of_the_text() -> None:
    random = Random(2)  # noqa: S311 - no secret
    words, chain = [f"x{letter}" for letter in "abcdefghijklmnopqrst"], []
    for i in range(600):
        words[random.randrange(len(words))] = f"y{'ab'[i % 2]}{'z' * (i // 2)}"
        chain.append(" ".join(words))
    wording = wording_of(split_texts(chain))
    keys = copy_keys(wording, 0.9)
    place = {key: i for i, key in enumerate(wording.keys.tolist())}
    led = np.array([(i, place[key]) for i, key in enumerate(keys.tolist()) if place[key] != i], np.int64)
    assert are_copies(wording, led, 0.9).all()
    assert 600 / 5 <= len(np.unique(keys)) <= 600 / 2


@given(TEXTS, st.randoms())
def test_order_of_the_mentions_changes_no_number(texts: list[str], random: Random) -> None:
    mentions = [(text, "ann" if i % 2 else "bob") for i, text in enumerate(texts)]
    shuffled = mentions.copy()
    random.shuffle(shuffled)
    before = dict(zip(mentions, groups(*mentions), strict=True))
    assert before == dict(zip(shuffled, groups(*shuffled), strict=True))


@given(TEXTS, st.randoms())
def test_order_of_the_texts_changes_no_key(texts: list[str], random: Random) -> None:
    order = [*range(len(texts))]
    random.shuffle(order)
    keys = copy_keys(wording_of(split_texts(texts)), 0.9)
    assert copy_keys(wording_of(split_texts([texts[i] for i in order])), 0.9).tolist() == keys[order].tolist()


@given(TEXTS, st.sampled_from([0.5, 0.8, 0.9, 0.97]))
def test_equal_texts_are_in_one_group_whatever_the_agreement(texts: list[str], agreement: float) -> None:
    exact, near = keys_of(texts, 1.0), keys_of(texts, agreement)
    assert all(any(small <= large for large in parts(near.tolist())) for small in parts(exact.tolist()))


@given(TEXTS)
def test_an_agreement_of_one_takes_equal_texts_only(texts: list[str]) -> None:
    wording = wording_of(split_texts(texts))
    assert copy_keys(wording, 1.0).tolist() == wording.keys.tolist()


@given(TEXTS)
def test_mentions_given_twice_are_grouped_as_they_were(texts: list[str]) -> None:
    once, twice = groups(*((text, "ann") for text in texts)), groups(*((text, "ann") for text in texts * 2))
    assert twice == once * 2


@given(TEXTS)
def test_each_text_is_a_copy_of_the_one_that_leads_it(texts: list[str]) -> None:
    wording = wording_of(split_texts(texts))
    keys = copy_keys(wording, 0.9)
    of_key = {key: place for place, key in enumerate(wording.keys.tolist())}
    led = [(place, of_key[key]) for place, key in enumerate(keys.tolist()) if key != wording.keys[place]]
    assert are_copies(wording, np.array(led, np.int64).reshape(-1, 2), 0.9).all()


@given(TEXTS)
def test_texts_that_lead_are_no_copies_of_one_another(texts: list[str]) -> None:
    wording = wording_of(split_texts(texts))
    keys = copy_keys(wording, 0.9)
    leaders = [texts[i] for i in np.flatnonzero(keys == wording.keys)]
    own = wording_of(split_texts(leaders))
    assert copy_keys(own, 0.9).tolist() == own.keys.tolist()


@given(TEXTS, st.integers(1, 20))
def test_a_text_of_other_words_changes_no_group(texts: list[str], count: int) -> None:
    stranger = " ".join(f"zz{'y' * i}" for i in range(1, count + 1))
    assert copy_keys(wording_of(split_texts([*texts, stranger])), 0.9).tolist()[:-1] == (
        copy_keys(wording_of(split_texts(texts)), 0.9).tolist()
    )


@given(st.lists(st.tuples(st.sampled_from(["a b c d e", "A b c d e!", "x", "y z"]), st.sampled_from("ab")), min_size=1))
def test_groups_are_numbered_without_gaps(mentions: list[tuple[str, str]]) -> None:
    found = groups(*mentions)
    assert sorted(set(found)) == list(range(max(found) + 1))


def test_no_mentions_have_no_groups() -> None:
    assert groups() == []


@pytest.mark.parametrize("files", SETS, ids=["English", "German"])
def test_real_texts_are_found_again_after_a_change_and_others_are_not(files: tuple[str, ...], shared: Path) -> None:
    texts = texts_of(shared / "data", files, 0.9)[::2]
    random = Random(11)  # noqa: S311 - no secret
    together = [*texts, *(any_change(text, random) for text in texts)]
    true = np.tile(np.arange(len(texts)), 2)
    found, exact = figures(keys_of(together, 0.9), true), figures(keys_of(together, 1.0), true)
    assert found["P"] > 99
    assert found["R"] > 88
    assert found["B3"] > exact["B3"] + 12
