"""A whole night through the Python functions."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

import triage
from triage.model.action import OTHER_VOICES, Action
from triage.model.column import names_of
from triage.model.settings import DuplicateSettings, Settings

if TYPE_CHECKING:
    from pathlib import Path

BAGS = ["they lost my bag at JFK", "lost my bag at JFK again", "you lost my bag", "my bag is lost, nobody answers"]
ALONE = ["a cat sat on the keyboard", "quantum physics is hard", "nice sunset over the river tonight"]


def frame(texts: list[str], **columns: Any) -> pd.DataFrame:
    times = pd.date_range("2026-11-17", periods=len(texts), freq="7h", tz="UTC")
    plain = {"mention_id": [f"m{i}" for i in range(len(texts))], "text": texts, "created_at": times}
    return pd.DataFrame(plain | {"author": [f"a{i}" for i in range(len(texts))], "channel": "x"} | columns)


def test_the_list_has_all_columns_in_order_and_ends_with_the_other_voices() -> None:
    night = triage.run(frame([*BAGS, *ALONE]))
    assert tuple(night.actions.columns) == names_of(Action)
    assert night.actions["theme"].iloc[-1] == OTHER_VOICES
    assert night.actions["rank"].tolist() == list(range(1, len(night.actions) + 1))


def test_mentions_in_the_list_add_up_to_the_nights() -> None:
    night = triage.run(frame([*BAGS, *ALONE]))
    assert night.actions["mentions"].sum() == len(night.mentions) == night.summary["mentions"] == 7
    assert set(night.mentions["action_id"]) <= set(night.actions["action_id"])


def test_a_mention_that_is_alone_and_carries_risk_has_a_row_of_its_own() -> None:
    night = triage.run(frame([*BAGS, *ALONE, "Der Wasserkocher hat Feuer gefangen, meine Hand ist verbrannt"]))
    alone = night.actions[night.actions["risk"].str.contains("safety")]
    assert alone["mentions"].tolist() == [1]
    assert alone["action"].tolist() == ["escalate"]


def test_the_order_of_the_rows_changes_nothing() -> None:
    mentions = frame([*BAGS, *ALONE, *(f"on hold for {n} hours, nobody answers the phone" for n in range(2, 9))])
    straight, shuffled = triage.run(mentions), triage.run(mentions.sample(frac=1, random_state=4))
    pd.testing.assert_frame_equal(straight.actions, shuffled.actions)
    pd.testing.assert_frame_equal(straight.mentions, shuffled.mentions)


@pytest.mark.parametrize(("agreement", "voices"), [(0.9, 1), (1.0, 2)])
def test_how_near_a_copy_is_stands_in_the_settings(agreement: float, voices: int) -> None:
    text = "The Duo has been dead since this morning and nobody at the service desk answers"
    settings = Settings(duplicates=DuplicateSettings(agreement=agreement))
    night = triage.run(frame([text, f"{text} again"]), settings)
    assert night.mentions["duplicate_group"].nunique() == voices
    assert night.summary["copies"] == 2 - voices


def test_no_mention_makes_an_empty_list_with_its_columns() -> None:
    night = triage.run(frame([]))
    assert night.actions.empty
    assert tuple(night.actions.columns) == names_of(Action)


@pytest.mark.parametrize("texts", [["only one"], ["😀"], [""], ["!!!", "!!!"], ["ÄÖÜ"], ["a" * 10_000]])
def test_any_few_mentions_make_a_list(texts: list[str]) -> None:
    assert triage.run(frame(texts)).actions["mentions"].sum() == len(texts)


def test_a_language_that_nobody_scores_is_left_unscored_and_said_so() -> None:
    night = triage.run(frame(["とても良いコーヒーです", "コーヒーが冷たいです", "コーヒーが冷たい"]))
    assert night.summary["unscored"] == 3
    assert night.actions["negative"].isna().all()


def test_what_is_left_out_is_counted() -> None:
    settings = Settings(since=datetime(2026, 11, 18, tzinfo=UTC), channels=("x",))
    night = triage.run(frame([*BAGS, *ALONE]), settings)
    assert night.summary["left_out"] + night.summary["mentions"] == night.summary["rows_read"] == 7
    assert night.summary["left_out"] > 0


def test_the_summary_says_nothing_that_a_customer_wrote(tmp_path: Path) -> None:
    export = tmp_path / "export.csv"
    rows = [["id", "created_at", "author", "text"]]
    rows += [[f"id-{n}", f"2026-11-1{n}", f"who-{n}", f"what {n} said"] for n in range(3)]
    rows += [["id-8", "soon", "who-8", ""], ["id-9", "2026-11-19", "who-9", "one cell", "too many"]]
    export.write_text("\n".join(map(",".join, rows)) + "\n", encoding="utf-8")
    night = triage.run(export)
    assert any("said" in example for report in night.sources for example in report.examples.values())
    assert night.summary["rejects"] > 0
    told = json.dumps(night.summary)
    assert [cell for row in rows[1:] for cell in (row[0], *row[2:]) if cell and cell in told] == []


def test_the_instant_leaves_out_what_came_later() -> None:
    night = triage.run(frame(BAGS), Settings(as_of=datetime(2026, 11, 17, 8, tzinfo=UTC)))
    assert night.summary["mentions"] == 2


def test_reasons_come_in_the_language_that_is_set() -> None:
    night = triage.run(frame([*BAGS, *ALONE]), Settings(lang="de"))
    assert "negativ" in night.actions["why"].iloc[0]


def test_a_team_gets_what_it_may_and_the_rest_stands_below(tmp_path: Path) -> None:
    team = tmp_path / "team.csv"
    team.write_text(
        "name,email,role,level,skills,channels,languages,trained_until,max_priority,minutes,volunteer\n"
        "Anna,,employee,professional,bags,,en,2027-01-01,P1,20,yes\n",
        encoding="utf-8",
    )
    holds = [f"on hold for {n} hours, nobody answers the phone, worst service" for n in range(2, 9)]
    actions = triage.run(frame([*BAGS, *holds, *ALONE]), Settings(team=str(team))).actions
    owned = actions["owner"] != ""
    assert owned.any()
    assert (actions.loc[owned, "due"] != "").all()
    assert (actions.loc[~owned, "due"] == "").all()
    assert owned.tolist() == sorted(owned.tolist(), reverse=True)
    assert actions.loc[owned, "why"].str.contains("Anna may").all()


def test_sentiment_is_scored_for_any_texts_and_unknown_stays_unknown() -> None:
    scores = triage.score_sentiment(["I love this, thank you so much!", "worst service ever, I hate it", "コーヒー"])
    assert list(scores.columns) == ["negative", "neutral", "positive", "polarity", "subjectivity"]
    assert scores["positive"].iloc[0] > 0.5 > scores["positive"].iloc[1]
    assert scores.iloc[2].isna().all()
