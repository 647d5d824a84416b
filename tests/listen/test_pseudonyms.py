from __future__ import annotations

import re
import time
from typing import Any

import numpy as np
import pandas as pd
import pytest

from triage.frames import MentionFrame, mention_frame
from triage.listen.keys import author_keys, mention_keys
from triage.listen.pseudonyms import key_in, pseudonymise

SECRET = b"s" * 32
PSEUDONYM = "author_[0-9a-f]{16}"


def night(texts: list[str], authors: list[str] | None = None, **columns: Any) -> MentionFrame:
    given = {"mention_id": [f"id-{i}" for i in range(len(texts))], "text": texts, **columns}
    return mention_frame(pd.DataFrame(given | {"author": authors or [""] * len(texts)}))


def told(frame: MentionFrame, secret: bytes = SECRET, kept: tuple[str, ...] = ()) -> MentionFrame:
    authors = author_keys(frame["author"].tolist(), secret)
    return pseudonymise(frame, authors, mention_keys(frame, secret)[0], secret, kept=kept)


def one(text: str, author: str = "", kept: tuple[str, ...] = ()) -> str:
    """What becomes of a text, each pseudonym as a letter in the order of their first place."""
    shown = str(told(night([text], [author]), kept=kept).loc[0, "text"])
    letters: dict[str, str] = {}
    return re.sub(PSEUDONYM, lambda match: letters.setdefault(match[0], "ABCDEFG"[len(letters)]), shown)


def test_an_author_is_the_same_pseudonym_from_night_to_night_and_the_one_in_texts() -> None:
    first = told(night(["hello", "hi @Ann_Lee"], ["ann_lee", "bob"]))
    second = told(night(["thanks @ann_lee", "u/ANN_LEE said so", "ann_lee!"], ["", "@Ann_Lee", ""]))
    ann = first["author"][0]
    assert re.fullmatch(PSEUDONYM, ann)
    assert ann != first["author"][1]
    assert first["text"][1] == f"hi @{ann}"
    assert second["text"].tolist() == [f"thanks @{ann}", f"@{ann} said so", f"@{ann}!"]
    assert second["author"].tolist() == ["", ann, ""]


def test_another_key_gives_other_pseudonyms() -> None:
    frame = night(["hi @bob"], ["ann"])
    one_key, other = told(frame), told(frame, b"t" * 32)
    for name in ("author", "text", "mention_id"):
        assert one_key[name][0] != other[name][0]


def test_a_pseudonym_shows_the_hash_that_the_store_holds() -> None:
    frame = night(["hi", "ho"], ["ann", "Bob Lee"])
    shown = told(frame)
    assert [key_in(name) for name in shown["author"]] == author_keys(["ann", "bob lee"], SECRET)
    assert [key_in(name) for name in shown["mention_id"]] == mention_keys(frame, SECRET)[0].tolist()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("@ann: @bob, (@cem) .@dora", "@A: @B, (@C) .@D"),
        ("via @ann@social.example and @bob.bsky.social.", "via @A and @B."),
        ("as /u/ann and u/bob-lee's wrote", "as @A and @B's wrote"),
        ("RT @ann: RT @ann: hi", "RT @A: RT @A: hi"),
        ("\uff20ann hi", "@A hi"),
        ("@Müller_7 und @ünal", "@A und @B"),
        ("mail to joe@acme.com, 5 @ 3, @ @@", "mail to joe@acme.com, 5 @ 3, @ @@"),
        ("50/50, a/u/b, menu/s", "50/50, a/u/b, menu/s"),
    ],
)
def test_handles_in_texts_are_replaced(text: str, shown: str) -> None:
    assert one(text) == shown


@pytest.mark.parametrize(
    "text", ["@Acme my bag", "@ACME_Care.Thanks", "@acme, @acmecare!", "Acme Care is late", "ACME CARE"]
)
def test_the_companys_own_names_stay(text: str) -> None:
    assert one(text, "Acme Care", kept=("Acme", "AcmeCare")) == text
    frame = told(night(["hi"], ["Acme Care"]), kept=("Acme", "AcmeCare"))
    assert frame["author"].tolist() == ["Acme Care"]


def test_a_handle_that_only_begins_as_the_companys_goes() -> None:
    assert one("@acme_anna helped", kept=("Acme",)) == "@A helped"


@pytest.mark.parametrize(
    ("author", "text", "shown"),
    [
        ("Ann Lee", "Thanks, Ann Lee\n@Ann Lee: ANN  LEE's dog, annlee", "Thanks, @A\n@A: @A's dog, annlee"),
        ("Ann Lee", "Ann is here, Lee too, Hann Leef", "Ann is here, Lee too, Hann Leef"),
        ("Jürgen Groß", "Gruß Jürgen Groß", "Gruß @A"),
        ("ann.lee77", "Ask ann.lee77, ann.lee778", "Ask @A, ann.lee778"),
        ("ann@acme.com", "write ann@acme.com", "write @A"),
        ("Ann", "Ann and ann", "Ann and ann"),
        ("The (Real) Ann*", "so The (Real) Ann* said", "so @A said"),
        ("12 34", "12 34 is no name", "12 34 is no name"),
    ],
)
def test_names_of_authors_in_texts_are_replaced(author: str, text: str, shown: str) -> None:
    assert one(text, author) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("see https://x.com/ann/status/5703 now", "see https://x.com/… now"),
        ("see https://mobile.twitter.com/ann?s=20", "see https://mobile.twitter.com/…"),
        ("(https://www.reddit.com/user/ann/)", "(https://www.reddit.com/…)"),
        ("www.instagram.com/ann/ and facebook.com/ann.lee", "www.instagram.com/… and facebook.com/…"),
        ("https://social.example/@ann/11 https://a.example/users/ann", "https://social.example/… https://a.example/…"),
        ("https://www.tiktok.com/@ann/video/1", "https://www.tiktok.com/…"),
        (
            "https://www.acme.com/help/contact and http://t.co/abc",
            "https://www.acme.com/help/contact and http://t.co/abc",
        ),
        ("x.com is down, reddit.com too", "x.com is down, reddit.com too"),
    ],
)
def test_links_to_people_and_posts_keep_their_site_only(text: str, shown: str) -> None:
    assert one(text) == shown


def test_nothing_but_what_was_said_is_left_of_who_said_it() -> None:
    people = ["ann_lee", "Bob Q. Stone", "cem@acme.com", "@dora.b", "Émile Zola"]
    texts = [f"{name} wrote, cc {name}, https://x.com/{name.strip('@').split()[0]}/status/570306133" for name in people]
    frame = night(texts, people, url=[f"https://x.com/{i}/status/570306133" for i in range(5)])
    frame["mention_id"] = [f"570306133677{i}" for i in range(5)]
    shown = told(frame)
    cells = "\n".join(str(cell) for cell in shown.to_numpy().ravel())
    for trace in ("ann", "Bob", "Stone", "cem", "acme", "dora", "mile", "Zola", "570306133"):
        assert trace.lower() not in cells.lower()
    untouched = [name for name in frame if name not in {"mention_id", "author", "text", "url"}]
    pd.testing.assert_frame_equal(shown[untouched], frame[untouched])
    assert shown.dtypes.equals(frame.dtypes)


def test_the_frame_that_was_given_stays_as_it_is() -> None:
    frame = night(["hi @ann https://x.com/ann"], ["ann"])
    before = frame.copy()
    told(frame)
    pd.testing.assert_frame_equal(frame, before)


def test_an_empty_night_stays_empty() -> None:
    frame = night([])
    pd.testing.assert_frame_equal(told(frame), frame)


@pytest.mark.parametrize("text", ["ann", "author_12", "author_zzzzzzzzzzzzzzzz", ""])
def test_a_name_is_no_pseudonym(text: str) -> None:
    assert key_in(text) is None


@pytest.mark.parametrize("unit", ["@a.", "@@", "u/", "a.", "x.com/", "a/", "a-", "Ann ", "ann_lee7 "])
def test_a_huge_text_of_anything_takes_no_more_than_seconds(unit: str) -> None:
    frame = night([unit * (300_000 // len(unit))], ["Ann Ann"])
    began = time.process_time()
    told(frame)
    assert time.process_time() - began < 5


def test_many_authors_are_looked_for_at_once() -> None:
    count = 20_000
    frame = night([f"word{i % 97} of Ann Lee{i}" for i in range(count)], [f"Ann Lee{i}" for i in range(count)])
    began = time.process_time()
    shown = told(frame)
    assert time.process_time() - began < 10
    assert (shown["text"] == np.array([f"word{i % 97} of @" for i in range(count)], object) + shown["author"]).all()
