"""Fixtures that every test may use."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pytest
from hypothesis import settings

from triage.act.score import explain, priority_of, total
from triage.model.action import OTHER_VOICES, OTHER_VOICES_ID, Action
from triage.model.memory import KnownTheme
from triage.model.settings import ScoreSettings, StoreSettings
from triage.model.standing import Change, Measures
from triage.store.keeping import KeptNight, keep_night
from triage.store.opening import open_store

settings.register_profile("patient", deadline=None)  # a busy machine is no fault
# what a fuzz finds anew must not turn an unrelated change red
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "patient")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of labelled data and hostile strings that lies beside the checkout, never in it."""
    folder = Path(os.environ.get("TRIAGE_SHARED", Path(__file__).parents[2] / "shared"))
    if not folder.is_dir():
        pytest.skip(f"no labelled data at {folder}; set TRIAGE_SHARED to its folder")
    return folder


@pytest.fixture(scope="session")
def halvara() -> Path:
    """The exports of the example: three nights, five files each."""
    return Path(__file__).parents[1] / "examples" / "halvara"


@pytest.fixture(scope="session")
def action_columns() -> list[str]:
    """The columns of the action list as they are promised: scripts and spreadsheets depend on them."""
    return """\
        rank priority score action topic theme owner status due note merge_into mentions mentions_total authors reach
        negative negative_low negative_high neutral positive sentiment polarity subjectivity trend growth channels
        languages risk first_seen last_seen quote url terms why next_step volume_points negativity_points
        momentum_points reach_points risk_points benefit_points action_id
    """.split()  # noqa: SIM905 - it reads as the contract does


#: Instants of the nights of `small_store`.
NIGHTS: Final = tuple(datetime(2026, 11, day, 23, tzinfo=UTC) for day in (17, 18, 19))
_MEASURES: Final = Measures(
    voices=31, negative_low=0.21, surprise=7.5, reach=35_874, helpable=21, can_act=True, risks={"safety": 1},
    minutes=36, rule="mend and tell", level="professional", roles=("employee", "lead"),
    refusals={"Anna Beck": "", "Jonas Wolter": "language", "Mia Kern": "no minutes left"},
)  # fmt: skip


@pytest.fixture(scope="session")
def stored_action() -> Action:
    """A row of a list, with the score that its measures give."""
    parts = explain(_MEASURES, ScoreSettings())
    points: dict[str, Any] = {part.name: part.points for part in parts}
    return Action(
        rank=1, priority=priority_of(total(parts), ScoreSettings()), score=total(parts), action="fix", topic="updates",
        theme="firmware bricks machine", owner="Anna Beck", status="open", due="2026-11-21", note="", merge_into="",
        mentions=33, mentions_total=64, authors=31, reach=35_874, negative=0.46, negative_low=0.21, negative_high=0.72,
        neutral=0.3, positive=0.24, sentiment=-0.22, polarity=-0.1, subjectivity=0.5, trend="rising", growth=9.4,
        channels="x|reddit", languages="en|de", risk="safety", first_seen=NIGHTS[0] - timedelta(hours=9),
        last_seen=NIGHTS[2], quote="it is bricked", url="https://x.example/1", terms="firmware|bricked",
        why="31 people in 3 days, 9.4 times the usual; Anna Beck may, in English", next_step="Reproduce it.",
        action_id="t1aaaa000001", **points,
    )  # fmt: skip


@pytest.fixture(scope="session")
def _small_store(stored_action: Action, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("store") / "nights.db"
    firmware = stored_action
    login = replace(
        firmware, rank=2, theme="app logs out", owner="", due="", action="respond", action_id="t1aaaa000002", risk="",
        mentions=5, authors=5, trend="steady", growth=None, score=30.1, priority="P3",
    )  # fmt: skip
    crema = replace(login, rank=3, theme="lovely crema", action="thank", action_id="t2bbbb000003", trend="new")
    update = replace(login, rank=3, theme="update fails at home", action_id="t3cccc000004", trend="back")
    lists = (
        (replace(firmware, mentions=2, authors=2), login, crema),
        (replace(firmware, mentions=29, authors=27), replace(login, mentions=0, authors=0), update),
        (firmware, replace(login, mentions=0, authors=0), update),
    )
    with open_store(StoreSettings(path=str(path), key=f"{path}.key"), writing=True) as store:
        for number, rows in enumerate(lists):
            if number == 1:
                store.apply(_changed_by_anna(crema.action_id))
            keep_night(store, _kept(number, rows, known=(firmware, login, crema, update)[: 3 + number]))
        store.commit()
    return path


@pytest.fixture
def small_store(_small_store: Path, tmp_path: Path) -> Path:
    """A store of three nights: firmware (heard last), login (heard first only), crema (done), update (open)."""
    for name in ("nights.db", "nights.db.key"):
        shutil.copy(_small_store.with_name(name), tmp_path / name)
    return tmp_path / "nights.db"


def _changed_by_anna(action_id: str) -> list[Change]:
    at = NIGHTS[0] + timedelta(hours=10)
    kinds = (("status", "open", "done"), ("note", "", "thanked them all"))
    return [
        Change(action_id=action_id, what=what, before=before, after=after, at=at, by="anna", whence="update")
        for what, before, after in kinds
    ]


def _kept(number: int, rows: tuple[Action, ...], known: tuple[Action, ...]) -> KeptNight:
    as_of = NIGHTS[number]
    others = replace(
        rows[0], rank=9, theme=OTHER_VOICES, action="watch", score=0.0, owner="", action_id=OTHER_VOICES_ID
    )
    heard = [row for row in rows if row.mentions]
    spoken = [(row.action_id, place) for row in heard for place in range(row.authors)]
    mentions = pd.DataFrame({
        "id_key": range(number * 1_000, number * 1_000 + len(spoken)),
        "content_key": range(number * 1_000, number * 1_000 + len(spoken)),
        "theme_id": [theme_id for theme_id, _ in spoken],
        "created_at": pd.to_datetime([as_of - timedelta(minutes=place) for _, place in spoken], utc=True),
        "author": range(len(spoken)), "channel": "x", "voice": 1, "negative": 0.5, "positive": 0.2,
    })  # fmt: skip
    return KeptNight(
        as_of=as_of,
        summary={"as_of": as_of.isoformat(), "mentions": len(spoken), "themes": len(heard)},
        mentions=mentions,
        themes=pd.DataFrame([_theme(row) for row in heard]),
        known=[KnownTheme(theme_id=row.action_id, words={"word": 2.0}, texts=2.0) for row in known],
        actions=[*rows, others],
        measures={row.action_id: _MEASURES for row in rows},
        changes=[_opened(row.action_id, as_of) for row in heard] if not number else (),
        quotes=_quotes(rows[0].action_id),
    )


def _theme(row: Action) -> dict[str, Any]:
    return {
        "theme_id": row.action_id, "title": row.theme, "topic": row.topic, "first_seen": row.first_seen,
        "last_seen": row.last_seen, "mentions": row.mentions,
    }  # fmt: skip


def _opened(action_id: str, as_of: datetime) -> Change:
    return Change(action_id=action_id, what="status", before="", after="open", at=as_of)


def _quotes(action_id: str) -> pd.DataFrame:
    texts = ("it is bricked, mail joe@acme.com", "=HYPERLINK(1) [bold]red[/] \x1b[31m")
    return pd.DataFrame({
        "action_id": action_id, "place": range(2), "id_key": range(2), "author": range(2), "text": texts,
        "url": ["https://x.example/1", "javascript:alert(1)"], "language": "en",
    })  # fmt: skip
