"""Puts what became of the actions into titles, tables and sentences, the same for every output."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from triage.present.charts import bar, sparkline
from triage.present.digest import counted, percent
from triage.present.progress_people import gaps, owners, what_ifs
from triage.present.progress_section import MOST_ROWS, Section, day_of, more_rows, time_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from triage.model.headway import Answered, Difference, Effect, Headway, NightLine

_VOICES: Final = "voices a day"
_NEGATIVE: Final = "negative"


def sections(told: Headway, *, width: int) -> list[Section]:
    """Returns the parts of the report that have something to tell, in reading order.

    Args:
        told: What became of the actions.
        width: Columns of the terminal, by which charts and bars are as wide as they may be.
    """
    parts = [_nights(told.nights, width)]
    if told.answered and told.answered[0].acted_on:
        parts += [_answered(told.answered, width), _came_back(told), *_effects(told.effects, width)]
    if any(one.owned for one in told.owners):
        parts.append(owners(told))
    if told.missing.has_team:
        parts += [gaps(told), what_ifs(told)]
    return [part for part in parts if part.rows or part.lines]


def nothing_yet(told: Headway) -> str:
    """Returns a line for nights in which nobody acted on anything, "" where somebody did."""
    if not told.nights:
        return "no night is in the store yet; `triage run` with this store makes the first"
    every = told.answered[0]
    if every.acted_on:
        return ""
    listed = f"{counted(every.listed, 'action')} of {counted(len(told.nights), 'night')}"
    return f"nobody has acted on any of the {listed} yet; `triage update` or `triage sync` tells when somebody does"


def _nights(nights: Sequence[NightLine], width: int) -> Section:
    shown = nights[-max(width - 38, 10) :]
    measures: tuple[tuple[str, list[float | None]], ...] = (
        ("voices", [night.voices for night in shown]),
        ("negative %", [None if night.negative is None else night.negative * 100 for night in shown]),
        ("actions listed", [night.listed for night in shown]),
        ("without an owner", [night.without_owner for night in shown]),
        ("acted on", [night.acted_on for night in shown]),
    )
    rows = tuple((name, sparkline(values), _plain(values[0]), _plain(values[-1])) for name, values in measures)
    cut = f", the last {len(shown)} drawn" if len(shown) < len(nights) else ""
    first, last = day_of(nights[0].as_of), day_of(nights[-1].as_of)
    span = f": {first} to {last}" if len(nights) > 1 else f": {first}"
    title = f"{counted(len(nights), 'night')}{span if first and last else ''}{cut}"
    return Section(
        title=title, heads=("", "each night", "first", "last"), rows=rows, numbers=frozenset({"first", "last"})
    )


def _answered(answered: Sequence[Answered], width: int) -> Section:
    room = min(max(width - 76, 4), 40)
    rows = tuple(
        (
            one.priority,
            f"{one.listed:,}",
            f"{one.acted_on:,}",
            f"{percent(one.share)} %".rjust(5) + f" {bar(one.share or 0.0, 1.0, room)}",
            f"{one.done:,}",
            f"{one.dismissed:,}",
            _waited(one.median_hours, one),
            _waited(one.p90_hours, one),
            f"{one.waiting:,}",
        )
        for one in answered
    )
    heads = ("", "listed", "acted on", "share", "done", "dismissed", "median", "90 %", "waiting")
    every = answered[0]
    fresh = f", of {every.timed:,} first listed in these nights" if every.timed < every.listed else ""
    line = (
        f"median, 90 %: time from the first list to the first person who acts{fresh}; those still waiting count as "
        "such (Kaplan-Meier)"
    )
    return Section(
        title="How soon somebody acted",
        heads=heads,
        rows=rows,
        numbers=frozenset({"listed", "acted on", "done", "dismissed", "median", "90 %", "waiting"}),
        lines=(line,),
    )


def _came_back(told: Headway) -> Section:
    back = len({back.action_id for back in told.came_back})
    share = f", {percent(back / told.done)} %" if told.done else ""
    times = f" ({len(told.came_back):,} times)" if len(told.came_back) > back else ""
    rows = tuple(
        (one.theme, one.owner, day_of(one.done_at), day_of(one.back_at), f"{one.nights:,}") for one in told.came_back
    )
    return Section(
        title=f"What came back: {back:,} of {told.done:,} done{share}{times}",
        heads=("theme", "owner", "done", "back", "nights between"),
        rows=rows[:MOST_ROWS],
        numbers=frozenset({"nights between"}),
        lines=more_rows(len(rows)) if rows else ("nothing so far",) if told.done else (),
    )


def _effects(effects: Sequence[Effect], width: int) -> list[Section]:
    """Returns one section a group; what was done has none of its own where that is all that was acted on."""
    told = [effect for place, effect in enumerate(effects) if not place or effect.themes < effects[0].themes]
    return [_effect(effect, min(max((width - 52) // 2, 6), 30)) for effect in told if effect.themes]


def _effect(effect: Effect, room: int) -> Section:
    rows: list[tuple[str, ...]] = []
    lines: list[str] = []
    for name, found in ((_VOICES, effect.voices), (_NEGATIVE, effect.negative)):
        if found is not None:
            rows += _compared(effect.group, name, found, room)
            lines.append(f"{name}: {_beyond(name, found)}")
    if rows:
        later = f"; on {percent(effect.later)} % of it somebody acted later, which hides some" if effect.later else ""
        lines.append(f"baseline: like themes of the same night that nobody had acted on{later}")
    else:
        lines.append(_too_few(effect))
    return Section(
        title=f"Did it help? Themes that were {effect.group}, {counted(effect.days, 'day')} before and after",
        heads=("", "themes", "before", "after"),
        rows=tuple(rows),
        numbers=frozenset({"themes"}),
        lines=tuple(lines),
    )


def _compared(group: str, name: str, found: Difference, room: int) -> list[tuple[str, ...]]:
    top = max(found.before, found.after, found.baseline_before, found.baseline_after)
    pairs = (
        (f"{name}, {group}", found.themes, found.before, found.after),
        ("  baseline", found.baseline, found.baseline_before, found.baseline_after),
    )
    return [
        (label, f"{themes:,}", *(f"{_measure(name, value):>5} {bar(value, top, room)}" for value in values))
        for label, themes, *values in pairs
    ]


def _measure(name: str, value: float) -> str:
    return f"{percent(value)} %" if name == _NEGATIVE else f"{value:.1f}"


def _beyond(name: str, found: Difference) -> str:
    """Returns the effect with its interval, and a sign that needs no colour; what may be none is said to be that."""
    unit = "points" if name == _NEGATIVE else "%"
    low, high, size = found.low * 100, found.high * 100, found.effect * 100
    interval = f"90 % interval {low:+.0f} to {high:+.0f}"
    if low <= 0 <= high:
        return f"→ {size:+.0f} {unit} beyond the baseline, which may be chance ({interval})"
    sign = "▼" if size < 0 else "▲"
    return f"{sign} {size:+.0f} {unit} beyond the baseline ({interval})"


def _too_few(effect: Effect) -> str:
    return (
        f"too few to tell: of {counted(effect.themes, 'theme')} {effect.observed:,} had enough voices before and all "
        f"days after, {effect.compared:,} of these a baseline; it takes {effect.least}, and as many in the baseline"
    )


def _waited(hours: float | None, one: Answered) -> str:
    if hours is not None:
        return time_words(hours)
    return "not yet" if one.timed else ""


def _plain(value: float | None) -> str:
    return "" if value is None else f"{value:,.0f}"
