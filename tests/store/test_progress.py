from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from sqlalchemy import event

from tests.store.kept import heard, listed
from triage.model.action import OTHER_VOICES_ID
from triage.model.standing import Change, Measures
from triage.store.keeping import KeptNight, keep_night
from triage.store.opening import open_store
from triage.store.progress import read_history

if TYPE_CHECKING:
    from collections.abc import Iterator

    from triage.model.settings import StoreSettings
    from triage.store.store import Store

NIGHT = datetime(2026, 1, 2, 5, tzinfo=UTC)
DAY = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp()) // 86_400


MENTIONS = heard(
    ("a", "2026-01-01T00:00:00Z", 1, 0.5),
    ("a", "2026-01-01T23:59:59Z", 1, 0.25),
    ("a", "2026-01-01T12:00:00Z", 0, 1.0),  # a copy is no voice
    ("a", "2026-01-02T00:00:00Z", 1, None),  # nobody scored it
    ("b", "2026-01-01T12:00:00Z", 1, 1.0),
    (OTHER_VOICES_ID, "2026-01-01T12:00:00Z", 1, 0.0),
    ("a", "", 1, 0.0),  # nobody knows when
)
THEMES = pd.DataFrame(
    {"theme_id": ["a", "b"], "title": "", "topic": "", "first_seen": NIGHT, "last_seen": NIGHT, "mentions": 3}
)


@pytest.fixture
def store(settings: StoreSettings) -> Iterator[Store]:
    """A store of two nights, of which the second heard nothing."""
    with open_store(settings, writing=True) as opened:
        measures = {
            "a": Measures(voices=3, minutes=20, rule="answer", roles=("employee",), refusals={"Eva": "language"})
        }
        actions = (
            listed("a", languages="en|de", channels="x", owner="Anna", score=61.5, risk="legal|press"),
            listed("b"),
            listed(OTHER_VOICES_ID, action="watch"),
        )
        kept = KeptNight(
            as_of=NIGHT, summary={}, mentions=MENTIONS, themes=THEMES, known=(), actions=actions, measures=measures
        )
        keep_night(opened, kept)
        nothing = KeptNight(as_of=None, summary={}, mentions=MENTIONS[:0], themes=THEMES[:0], known=())
        keep_night(opened, nothing)
        yield opened


def change(action_id: str, what: str, after: str, *, by: str = "Ann") -> Change:
    return Change(
        action_id=action_id,
        what=what,
        before="open",
        after=after,
        at=NIGHT + timedelta(hours=3),
        by=by,
        whence="update",
    )


def test_nights_are_counted_by_voices(store: Store) -> None:
    first, second = read_history(store.connection).nights
    assert (first.night, first.as_of, first.voices, first.scored, first.negative) == (1, NIGHT, 6, 5, 1.75)
    assert (second.night, second.as_of, second.voices, second.scored, second.negative) == (2, None, 0, 0, 0.0)


def test_lists_are_read_without_the_other_voices(store: Store) -> None:
    one, other = read_history(store.connection).rows
    assert (one.action_id, one.theme, one.kind, one.owner, one.score) == ("a", "theme a", "respond", "Anna", 61.5)
    assert (one.languages, one.channels, one.risks) == (("en", "de"), ("x",), ("legal", "press"))
    assert (one.measures.minutes, one.measures.refusals) == (20, {"Eva": "language"})
    assert (other.action_id, other.languages, other.risks) == ("b", (), ())


def test_days_are_those_of_utc_and_know_what_was_scored(store: Store) -> None:
    days = read_history(store.connection).days
    assert [(day.theme_id, day.day - DAY, day.voices, day.scored, day.negative) for day in days] == [
        ("a", 0, 2, 2, 0.75), ("a", 1, 1, 0, 0.0), ("b", 0, 1, 1, 1.0),
    ]  # fmt: skip


def test_what_was_merged_counts_for_what_it_was_merged_into(store: Store) -> None:
    store.apply([change("b", "merge_into", "a")])
    history = read_history(store.connection)
    assert history.merged == {"b"}
    assert {day.theme_id for day in history.days} == {"a"}
    assert sum(day.voices for day in history.days) == 4


def test_changes_that_were_taken_back_are_left_out(store: Store) -> None:
    store.apply([change("a", "status", "done"), change("a", "note", "called them")])
    batch = store.apply([change("b", "status", "done")])
    store.undo(batch, at=NIGHT + timedelta(hours=4), by="Ann")
    found = [(one.action_id, one.what, one.after, one.night) for one in read_history(store.connection).changes]
    assert found == [("a", "status", "done", 2), ("b", "status", "open", 2)]


def test_no_word_of_a_customer_is_read(store: Store) -> None:
    asked: list[str] = []
    event.listen(store.connection, "before_cursor_execute", lambda *given: asked.append(given[2]))
    read_history(store.connection)
    assert asked
    assert not [query for query in asked if "quote" in query]
