"""Themes, and actions of earlier nights, to decide about."""

from __future__ import annotations

import dataclasses
import functools
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pandas as pd

from triage.act import Decided, decide
from triage.frames import ThemeFrame, theme_frame
from triage.model.action import OTHER_VOICES, OTHER_VOICES_ID, Action
from triage.model.column import names_of
from triage.model.member import Member
from triage.model.settings import Settings
from triage.model.standing import Standing
from triage.model.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triage.model.standing import Measures

NIGHT = datetime(2026, 11, 20, 6, tzinfo=UTC)
BEFORE = datetime(2026, 11, 18, 6, tzinfo=UTC)
THEME = Theme(
    theme_id="t1", title="lost bags", topic="bags", terms="lost my bag", mentions=12, voices=10, authors=10, named=10,
    scored=12, reach=None, engagement=None, negative=0.6, negative_low=0.5, negative_high=0.7, neutral=0.3,
    positive=0.1, polarity=-0.2, subjectivity=0.5, recent=10, growth=1.0, surprise=0.5, trend="steady", questions=2,
    helpable=9, thankful=0, channels="x", languages="en", risk="", risk_voices="",
    first_seen=datetime(2026, 11, 19, 8, tzinfo=UTC), last_seen=datetime(2026, 11, 20, 5, tzinfo=UTC),
    quote="They lost my bag", quote_language="en", url="https://example.org/1",
)  # fmt: skip
REST = dataclasses.replace(
    THEME, theme_id=OTHER_VOICES_ID, title=OTHER_VOICES, topic="other topics", terms="", mentions=5, voices=5,
    authors=5, scored=5, negative=0.1, neutral=0.8, helpable=0, questions=0, quote="", url="", rest=True,
)  # fmt: skip
ANNA = Member(
    name="Anna", role="employee", level="professional", skills=("bag",), languages=("en",),
    trained_until=date(2027, 1, 1), minutes=60, volunteer=True,
)  # fmt: skip
BEN = dataclasses.replace(ANNA, name="Ben", skills=("login",))
LEAD = Member(name="Eva", role="lead", level="professional", languages=("en",), minutes=60)


def frame_of(themes: Sequence[Theme]) -> ThemeFrame:
    rows = [{name: getattr(theme, name) for name in names_of(Theme)} for theme in (*themes, REST)]
    return theme_frame(pd.DataFrame(rows, columns=list(names_of(Theme))))


def rows_of(decided: Decided) -> dict[str, dict[str, Any]]:
    """Returns the rows of a list by their id."""
    rows = decided.actions.to_dict("records")
    return {str(row["action_id"]): {str(name): value for name, value in row.items()} for row in rows}


def theme(theme_id: str = "t1", **changed: Any) -> Theme:
    """Makes a theme of tonight."""
    return dataclasses.replace(THEME, theme_id=theme_id, **changed)


def night(
    *themes: Theme,
    standing: Sequence[Standing] = (),
    team: Sequence[Member] | None = (ANNA,),
    as_of: datetime | None = NIGHT,
    **settings: Any,
) -> Decided:
    """Decides about themes and standing actions, with Anna as the team unless another is given."""
    known = {each.action_id: each for each in standing}
    return decide(frame_of(themes), Settings(**settings), team=team, as_of=as_of, standing=known)


def standing(of: Theme = THEME, **changed: Any) -> Standing:
    """Makes an action of the night before, with the row and the measures that it had in that night's list."""
    row, measures = _night_before(of)
    plain: dict[str, Any] = {name: None if pd.isna(value) else value for name, value in row.items()}
    plain |= {name: row[name].to_pydatetime() for name in ("first_seen", "last_seen")}
    usual = Standing(
        action_id=of.theme_id,
        owner=row["owner"],
        due=row["due"],
        since=BEFORE,
        first_seen=datetime(2026, 11, 16, tzinfo=UTC),
        last_seen=datetime(2026, 11, 17, 20, tzinfo=UTC),
        mentions_total=30,
        row=Action(**plain),
        measures=measures,
    )
    return dataclasses.replace(usual, **changed)


@functools.cache
def _night_before(of: Theme) -> tuple[dict[str, Any], Measures]:
    decided = night(of, as_of=BEFORE)
    return rows_of(decided)[of.theme_id], decided.measures[of.theme_id]
