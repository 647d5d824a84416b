from __future__ import annotations

import pytest

from triage.act.status_words import read_status, status_expected
from triage.model.vocabulary import Status


@pytest.mark.parametrize("status", Status)
def test_each_status_is_read_as_lists_show_it(status: Status) -> None:
    assert read_status(status) == (status, "")
    assert read_status(f"  {status.upper().replace('-', '_')} ") == (status, "")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("To do", "open"), ("Offen", "open"), ("gesehen", "acknowledged"), ("zur Kenntnis genommen", "acknowledged"),
        ("in Bearb.", "in-progress"), ("WIP", "in-progress"), ("Erledigt", "done"), ("GELOEST", "done"),
        ("gelöst", "done"), ("verworfen", "dismissed"), ("won't fix", ""), ("erledgt", ""), ("", ""), ("ja", ""),
    ],
)  # fmt: skip
def test_words_of_people_in_english_and_german(text: str, status: str) -> None:
    assert read_status(text) == (status, "")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("snoozed until 2026-12-01", "2026-12-01"), ("Snoozed 12/1/2026", "12/1/2026"),
        ("snooze till Dec 1, 2026", "Dec 1, 2026"), ("later: 2026-12-01", "2026-12-01"),
        ("on hold until 2026-12-01", "2026-12-01"), ("zurückgestellt bis 1.12.2026", "1.12.2026"),
        ("Zurueckgestellt (bis zum 1. Dezember 2026)", "1. Dezember 2026"), ("Wiedervorlage am 1.12.26", "1.12.26"),
        ("vertagt auf den 1.12.2026", "1.12.2026"), ("snoozed", ""),
    ],
)  # fmt: skip
def test_the_day_until_which_an_action_is_snoozed(text: str, day: str) -> None:
    assert read_status(text) == ("snoozed", day)


def test_what_was_perhaps_meant() -> None:
    assert status_expected("erledgt").endswith("dismissed, did you mean 'erledigt'?")
    assert status_expected("").endswith("snoozed, dismissed")
