"""Shows one action on one screen: where it stands, why, what to do, the score redone, who may, what has happened."""

from __future__ import annotations

import io
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

from rich.cells import cell_len
from rich.console import Console, Group
from rich.style import Style
from rich.table import Table
from rich.text import Text

from triage.model.vocabulary import JOINER
from triage.present.digest import counted, percent
from triage.present.safe import terminal_text, web_link
from triage.present.sparkline import sparkline
from triage.present.table import fitted, priority_sign, trend_sign

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from triage.model.action import Action
    from triage.model.past import History, Quote
    from triage.model.standing import Change, Standing

_LABEL_WIDTH: Final = 10
_GAP: Final = 2
#: Channels and languages that are named.
_FEW: Final = 2
#: Days of voices that are drawn at least.
_FEWEST_DAYS: Final = 7


class Part(NamedTuple):
    """One part of the score, with the sum that gives it.

    Attributes:
        name: Its column, such as "volume_points".
        measure: What was measured, in words.
        formula: The sum with its numbers put in.
        points: What it comes to.
    """

    name: str
    measure: str
    formula: str
    points: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """Everything that is known of one action.

    Attributes:
        action: Its row as it stands now.
        standing: Where it stands.
        scored: The priority that its score has, whatever a person gave.
        parts: The parts of its score, redone.
        history: What the nights remember of it.
        last_night: Number of the last night.
    """

    action: Action
    standing: Standing
    scored: str
    parts: tuple[Part, ...]
    history: History
    last_night: int


class _Room(NamedTuple):
    """How much is shown of what may be long.

    Attributes:
        quotes: How many quotes.
        quote: Lines of each.
        sentence: Lines of why, of the next step and of the note each.
        names: Lines of who may and of who may not each.
        changes: How many times at which something was changed.
    """

    quotes: int
    quote: int
    sentence: int
    names: int
    changes: int


#: The most that is shown, then less and less, for as long as a terminal has too few lines.
_ROOMS: Final = (
    _Room(5, 9, 9, 9, 1_000),
    _Room(3, 4, 4, 4, 12),
    _Room(2, 3, 4, 3, 6),
    _Room(2, 2, 3, 2, 4),
    _Room(1, 2, 3, 2, 2),
    _Room(1, 1, 3, 1, 2),
    _Room(1, 1, 2, 1, 1),
    _Room(1, 1, 1, 1, 1),
)


class _Row(NamedTuple):
    label: str
    text: Text


def brief(found: Brief, *, width: int, height: int | None = None) -> Group:
    """Returns one action for the terminal.

    Args:
        found: The action.
        width: Columns of the terminal.
        height: Lines that it may take, which long texts and histories are cut to; None for no limit.

    Returns:
        A Rich renderable.
    """
    shown = _laid_out(found, _ROOMS[0], width)
    for room in _ROOMS[1:]:
        if height is None or _lines(shown, width) <= height:
            break
        shown = _laid_out(found, room, width)
    return shown


def _lines(shown: Group, width: int) -> int:
    console = Console(file=io.StringIO(), width=width)
    return len(console.render_lines(shown, pad=False))


def _laid_out(found: Brief, room: _Room, width: int) -> Group:
    grid = Table.grid(padding=(0, _GAP, 0, 0))
    grid.add_column(width=_LABEL_WIDTH, no_wrap=True)
    grid.add_column(width=max(width - _LABEL_WIDTH - _GAP, 1), overflow="fold")
    for row in _rows(found, room, max(width - _LABEL_WIDTH - _GAP, 1)):
        grid.add_row(Text(row.label, style="dim"), row.text)
    return Group(_head(found.action, width), grid)


def _head(action: Action, width: int) -> Text:
    """Returns priority and title, with the id at the right end."""
    sign, style = priority_sign(action.priority)
    name = terminal_text(action.action_id)
    room = max(width - cell_len(sign) - cell_len(name) - 2 * _GAP, 1)
    title = fitted(action.theme, room, lines=1)
    gap = " " * max(room - cell_len(title) + _GAP, 1)
    return Text.assemble((sign, style), " " * _GAP, (title, "bold"), gap, (name, "dim"), overflow="fold")


def _rows(found: Brief, room: _Room, width: int) -> Iterator[_Row]:
    action, history = found.action, found.history
    yield _Row("stands", _plain(_stands(found)))
    yield _Row("heard", _plain(_heard(found)))
    if history.members:
        told = ", ".join(f"{title} ({theme_id})" for theme_id, title in history.members)
        yield _Row("includes", Text(fitted(told, width, lines=room.names)))
    yield _Row("sentiment", _plain(_sentiment(action)))
    yield _Row("trend", _plain(_trend(action, history.voices)))
    for label, text in (("why", action.why), ("next step", action.next_step), ("note", action.note)):
        if text:
            yield _Row(label, Text(fitted(text, width, lines=room.sentence)))
    yield from _quoted(history.quotes[: room.quotes], width, room.quote)
    yield from _score(found, width)
    yield from _who(found.standing, width, room.names)
    yield from _history(history, action.first_seen, width, room)


def _plain(text: str) -> Text:
    return Text(" ".join(terminal_text(text).split()), overflow="fold")


def _stands(found: Brief) -> str:
    action, standing = found.action, found.standing
    status = action.status if standing.until is None else f"{action.status} until {_minute(standing.until)}"
    owner = action.owner or "no owner"
    parts = [action.action, status, f"{owner}, due {action.due}" if action.due else owner]
    if standing.priority:
        parts.append(f"{standing.priority} by a person, {found.scored} by its score")
    if action.topic:
        parts.append(f"in {action.topic}")
    return " · ".join(parts)


def _heard(found: Brief) -> str:
    action = found.action
    night = max((each.night for each in found.history.nights if each.mentions), default=0)
    told = counted(action.mentions, "mention")
    if night:
        told += f" in night {night}" + ("" if night == found.last_night else " and nobody since")
    lists = [_few(cell.split(JOINER)) for cell in (action.channels, action.languages) if cell]
    risks = [f"risk: {action.risk.replace(JOINER, ', ')}"] if action.risk else []
    return " · ".join([f"{told}, {action.mentions_total:,} in all", *lists, *risks])


def _few(words: Sequence[str]) -> str:
    more = len(words) - _FEW
    return ", ".join(words) if more <= 0 else f"{', '.join(words[:_FEW])} and {more} more"


def _sentiment(action: Action) -> str:
    if action.negative is None:
        return "not scored: no analyser speaks the language"
    interval = f" ({percent(action.negative_low)} to {percent(action.negative_high)})"
    shares = f", {percent(action.neutral)} % neutral, {percent(action.positive)} % positive"
    return f"{percent(action.negative)} % negative{interval}{shares}"


def _trend(action: Action, voices: Sequence[int]) -> str:
    parts = [trend_sign(action.trend, 99)]
    if action.growth is not None:
        parts.append(f"{action.growth:.1f} times the usual")
    if any(voices):
        since = min(next(place for place, count in enumerate(voices) if count), len(voices) - _FEWEST_DAYS)
        parts.append(f"{sparkline(voices[since:])} most {max(voices):,} a day")
    return " · ".join(parts)


def _quoted(quotes: Sequence[Quote], width: int, lines: int) -> Iterator[_Row]:
    for number, quote in enumerate(quotes):
        text, link = Text(fitted(quote.text, width, lines=lines)), web_link(quote.url)
        if link:
            text.stylize(Style(link=link))
        yield _Row("" if number else "quotes" if len(quotes) > 1 else "quote", text)
    if not quotes:
        yield _Row("quote", Text("no words of customers are kept any more", style="italic"))


def _score(found: Brief, width: int) -> Iterator[_Row]:
    """Yields the score as the sum of its parts, then how each comes about."""
    action, parts = found.action, found.parts
    redone = round(sum(part.points for part in parts), 1)
    told = f"{redone:.1f} = " + " + ".join(f"{part.points:.1f}" for part in parts)
    if any(part.points != round(getattr(action, part.name), 1) for part in parts):
        told += f"; the list has {action.score:.1f}, from other settings"
    yield _Row("score", Text(told, style="bold"))
    for part in parts:
        whole = f"{part.points:4.1f}  {part.measure}: {part.formula}"
        short = f"{part.points:4.1f}  {part.formula}"
        text = whole if cell_len(whole) <= width else short
        yield _Row(part.name.removesuffix("_points"), Text(terminal_text(text), overflow="fold"))


def _who(standing: Standing, width: int, lines: int) -> Iterator[_Row]:
    measures = standing.measures
    if measures.rule:
        may = [member for member, rule in measures.refusals.items() if not rule]
        names = (_few(may) if lines == 1 else ", ".join(may)) or ("nobody" if measures.refusals else "no team given")
        needs = f"{measures.rule}: {' or '.join(measures.roles)}, {measures.level} or above"
        told = f"{names} ({measures.minutes:,} minutes; {needs})" if measures.roles else measures.rule
        yield _Row("may", Text(fitted(told, width, lines=lines)))
    refused: dict[str, list[str]] = {}
    for member, rule in measures.refusals.items():
        if rule:
            refused.setdefault(rule, []).append(member)
    if refused:
        told = "; ".join(f"{rule}: {', '.join(members)}" for rule, members in refused.items())
        yield _Row("may not", Text(fitted(told, width, lines=lines)))


def _history(history: History, first_seen: datetime | None, width: int, room: _Room) -> Iterator[_Row]:
    numbers = [each.night for each in history.nights]
    nights = (
        f"nights {min(numbers)} to {max(numbers)}" if len(numbers) > 1 else f"night {numbers[0]}" if numbers else ""
    )
    said = [f"first said {_minute(first_seen)}"] if first_seen else []
    said += [f"in {counted(len(numbers), 'list')} ({nights})"] if numbers else []
    yield _Row("history", _plain(", ".join(said) or "no list is kept any more"))
    times = [list(group) for _, group in groupby(history.changes, key=lambda each: (each.at, each.by, each.whence))]
    earlier = sum(map(len, times[: -room.changes]))
    if earlier:
        yield _Row("", Text(f"{counted(earlier, 'earlier change')}; -f json has all", style="italic"))
    for changes in times[-room.changes :]:
        yield _Row("", Text(fitted(_changed(changes), width, lines=room.names)))


def _changed(changes: Sequence[Change]) -> str:
    """Returns what was changed at one time in words: when, by whom, what, and by which command."""
    first = changes[0]
    told = ", ".join(map(_change, changes))
    return f"{_minute(first.at)} {first.by}: {told} ({first.whence})"


def _change(change: Change) -> str:
    if change.what == "status" and not change.before:
        return "opened"
    return f"{change.what.replace('_', ' ')} {change.before or 'none'} → {change.after or 'none'}"


def _minute(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%d %H:%M")
