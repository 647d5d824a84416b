"""Themes that stay quiet, counted among the other voices."""

from __future__ import annotations

from typing import Any

import pytest

from tests.act.lives import REST, theme
from triage.act.other_voices import add_quiet


def test_without_quiet_themes_nothing_changes() -> None:
    assert add_quiet(REST, []) is REST


def test_counts_are_added_and_shares_averaged_by_what_was_scored() -> None:
    both = add_quiet(REST, [theme(reach=70, channels="reddit|x"), theme("t2", scored=0, negative=None, positive=None)])
    assert (both.mentions, both.voices, both.scored, both.helpable) == (29, 25, 17, 18)
    assert (both.reach, both.engagement, both.channels) == (70, None, "x|reddit")
    assert both.negative == pytest.approx((5 * 0.1 + 12 * 0.6) / 17, abs=0.001)
    assert (both.negative or 0) + (both.neutral or 0) + (both.positive or 0) == pytest.approx(1)
    assert (both.first_seen, both.last_seen) == (REST.first_seen, REST.last_seen)
    assert (both.theme_id, both.title, both.rest) == (REST.theme_id, REST.title, True)


def test_what_nobody_scored_stays_unscored() -> None:
    unscored: dict[str, Any] = {"scored": 0, "negative": None, "positive": None, "neutral": None}
    rest = add_quiet(theme(rest=True, **unscored), [theme("t2", **unscored)])
    assert (rest.negative, rest.neutral, rest.positive) == (None, None, None)


def test_the_order_of_quiet_themes_does_not_matter() -> None:
    one, other = theme("t1", channels="reddit"), theme("t2", channels="forum", mentions=30)
    assert add_quiet(REST, [one, other]) == add_quiet(REST, [other, one])
