"""Knowing mentions and authors again by keyed hashes."""

from __future__ import annotations

import pandas as pd

from triage.frames import MentionFrame, mention_frame
from triage.listen.keys import author_keys, mention_keys

SECRET = b"s" * 32


def mentions(*rows: dict[str, str]) -> MentionFrame:
    usual = {"mention_id": "1", "text": "App crashes", "created_at": "2026-11-20", "channel": "x", "author": "ann"}
    return mention_frame(pd.DataFrame([usual | row for row in rows]))


def keys(*rows: dict[str, str]) -> list[set[int]]:
    by_id, by_content = mention_keys(mentions(*rows), SECRET)
    assert len(set(by_id.tolist())) == len(rows)
    return [{int(one), int(other)} for one, other in zip(by_id, by_content, strict=True)]


def test_a_row_has_the_same_keys_whatever_stands_beside_it() -> None:
    for time in ("2026-11-20", "2026-11-20T08:15Z"):
        row = {"created_at": time}
        assert keys(row)[0] & keys(row, row | {"text": "Invoice wrong"}, row | {"mention_id": "2"})[0]
    assert keys({})[0] == keys({}, {"text": "Invoice wrong"})[0]


def test_an_edited_post_is_one_mention_where_its_time_is_known() -> None:
    assert keys({"created_at": "2026-11-20T08:15Z"})[0] & keys({"created_at": "2026-11-20T08:15Z", "text": "edited"})[0]


def test_one_number_for_different_texts_of_a_day_is_no_id() -> None:
    assert not keys({"author": ""})[0] & keys({"author": "", "text": "Invoice wrong"})[0]


def test_another_tool_with_another_id_has_the_same_mention() -> None:
    assert keys({})[0] & keys({"mention_id": "brandwatch-77", "channel": "twitter"})[0]
    assert not keys({"author": ""})[0] & keys({"author": "", "mention_id": "brandwatch-77"})[0]


def test_equal_rows_are_told_apart_in_their_order() -> None:
    first, second = keys({"author": ""}, {"author": ""})
    assert first != second


def test_nobody_without_the_key_can_tell_a_name() -> None:
    assert author_keys(["Ann"], SECRET) == author_keys([" @ann"], SECRET) != author_keys(["Ann"], b"t" * 32)
