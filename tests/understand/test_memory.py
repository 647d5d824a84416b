"""Knowing the themes of earlier nights again."""

from __future__ import annotations

from itertools import pairwise, product
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

import triage
from triage.model.memory import KnownTheme
from triage.model.settings import Settings, StoreSettings
from triage.understand.memory import MOST_TEXTS, MOST_WORDS, changes, place_known, remember
from triage.understand.themes import Clusters, cluster
from triage.understand.tokens import split_texts
from triage.understand.vectors import make_space

if TYPE_CHECKING:
    from pathlib import Path

FIRST = [
    "they lost my bag", "my bag is lost", "lost bag again", "you lost our bags", "where is my lost bag",
    "on hold for an hour", "two hours on hold", "still on hold", "been on hold since nine", "on hold forever",
]  # fmt: skip
SECOND = [
    "lost my bag in Leipzig", "my bags were lost today", "another hour on hold", "on hold for two hours now",
    "App stürzt beim Login ab", "die App stürzt ab", "Login geht nicht, App stürzt ab", "App stürzt ständig ab",
]  # fmt: skip


def night(texts: list[str], known: list[KnownTheme], number: int) -> tuple[Clusters, list[str], list[KnownTheme]]:
    tokens = split_texts(texts)
    clusters = cluster(tokens, known=known)
    ids = [known_id or f"{number}-{theme}" for theme, known_id in enumerate(clusters.known)]
    return clusters, ids, remember(known, clusters, ids, tokens)


def test_what_is_said_again_keeps_its_id_and_what_is_new_gets_one() -> None:
    clusters, ids, known = night(FIRST, [], 1)
    bags, hold = ids[clusters.theme[0]], ids[clusters.theme[5]]
    assert bags != hold
    again, ids, _ = night(SECOND, known, 2)
    found = [ids[theme] for theme in again.theme.tolist()]
    assert found[:4] == [bags, bags, hold, hold]
    assert not {bags, hold} & set(found[4:])


def test_a_theme_that_nobody_speaks_of_is_remembered_as_it_was() -> None:
    _, _, known = night(FIRST, [], 1)
    _, _, after = night(["App stürzt beim Login ab", "die App stürzt ab"], known, 2)
    assert after[: len(known)] == known


def test_an_id_does_not_depend_on_the_order_of_the_rows() -> None:
    _, _, known = night(FIRST, [], 1)
    straight, ids, remembered = night(SECOND, known, 2)
    order = [5, 2, 7, 0, 1, 6, 3, 4]
    shuffled, other_ids, other = night([SECOND[i] for i in order], known, 2)
    assert [ids[straight.theme[i]] for i in order] == [other_ids[theme] for theme in shuffled.theme.tolist()]
    assert remembered == other


def test_entries_of_one_theme_stay_one_theme() -> None:
    clusters, ids, known = night(FIRST, [], 1)
    bags, hold = ids[clusters.theme[0]], ids[clusters.theme[5]]
    merged = [KnownTheme(theme_id=bags, words=theme.words, texts=theme.texts) for theme in known]
    again, ids, after = night(SECOND[:4], merged, 2)
    assert {ids[theme] for theme in again.theme.tolist()} == {bags}
    assert hold not in {theme.theme_id for theme in after}


def test_memory_is_bounded_and_moves_with_what_is_said() -> None:
    names = ["".join(pair) for pair in product("bcdfghklmn", "aeiouvwxyz")]
    known = [KnownTheme(theme_id="t", words=dict.fromkeys(names, 2_000.0), texts=4_000.0)]
    texts = [f"{name} {following}" for name, following in pairwise(names[:41])]
    tokens = split_texts(texts)
    clusters = Clusters(np.zeros(40, np.int64), np.zeros(40, np.int64), np.ones(40, np.float32), ["t"], [""])
    (after,) = remember(known, clusters, ["t"], tokens)
    assert after.texts == MOST_TEXTS + 40
    assert len(after.words) == MOST_WORDS == len(names)
    assert after.words["bi"] == 500 + 2


def test_a_known_theme_lies_where_its_texts_lie() -> None:
    clusters, _, known = night(FIRST, [], 1)
    tokens = split_texts(FIRST)
    weight = np.ones(len(tokens.words), np.float32)
    space = make_space(tokens, np.arange(len(FIRST)), weight)
    texts = space.place(tokens.counts(weight))
    places = place_known(known, tokens, space)
    for theme in range(2):
        inside = texts[clusters.theme == theme] @ places.T
        assert (inside.argmax(axis=1) == theme).all()


def test_changes_name_what_was_split_and_what_was_merged() -> None:
    nothing = np.zeros(0, np.int64)
    clusters = Clusters(nothing, nothing, np.zeros(0, np.float32), ["a", "", ""], ["", "a", ""], {"c": "b"})
    told = [(change.what, change.theme_id, change.known_id) for change in changes(clusters, ["a", "n", "m"])]
    assert told == [("split", "n", "a"), ("merged", "c", "b")]


@pytest.mark.parametrize("risky", [False, True])
def test_actions_keep_their_id_the_next_night(tmp_path: Path, *, risky: bool) -> None:
    def frame(texts: list[str], day: int) -> pd.DataFrame:
        ids = [f"{day}-{i}" for i in range(len(texts))]
        times = pd.Timestamp(f"2026-05-{day:02}T08:00Z") + pd.to_timedelta(range(len(texts)), unit="min")
        return pd.DataFrame({"mention_id": ids, "text": texts, "language": "en", "created_at": times})

    fire = ["my bag caught fire", "the bag is on fire", "bag caught fire in the hold"] if risky else []
    store = StoreSettings(path=str(tmp_path / "nights.db"), key=str(tmp_path / "key"))
    one, two = (
        triage.run(frame([*texts, *fire], day), Settings(store=store)) for day, texts in ((1, FIRST), (2, SECOND[:4]))
    )
    first = dict(zip(one.mentions["text"], one.mentions["action_id"], strict=True))
    second = dict(zip(two.mentions["text"], two.mentions["action_id"], strict=True))
    assert second["lost my bag in Leipzig"] == first["they lost my bag"]
    assert second["another hour on hold"] == first["on hold for an hour"]
    assert all(second[text] == first[text] for text in fire)
    assert two.summary["changes"] == []
