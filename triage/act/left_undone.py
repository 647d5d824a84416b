"""Collects what the last nights left without an owner, by the rule that refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from triage.act.guard_rails import OVER_BUDGET, is_about_role, rule_of, rules
from triage.model.headway import Gap
from triage.model.need import Need
from triage.model.vocabulary import UNDETERMINED, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from triage.model.history import History, ListedRow

#: Nights that are looked at: what is missing is a question of these days.
LAST_NIGHTS: Final = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class NightUndone:
    """What one night left without an owner, and what its owners had given out.

    Attributes:
        date: Date of the night.
        undone: Rows without an owner, each with its need; the highest score first.
        taken: Owner -> minutes of what they owned that night.
    """

    date: date
    undone: tuple[tuple[ListedRow, Need], ...]
    taken: Mapping[str, int]


def nights_undone(history: History, nights: Sequence[int]) -> tuple[NightUndone, ...]:
    """Returns what the last of some nights left without an owner.

    Args:
        history: What the store tells.
        nights: The chosen nights; those without an instant or without a team file are left out.
    """
    as_of = {night.night: night.as_of for night in history.nights}
    last = [night for night in nights if as_of.get(night)][-LAST_NIGHTS:]
    lists: dict[int, list[ListedRow]] = {night: [] for night in last}
    for row in history.rows:
        if row.night in lists and row.kind != Kind.WATCH:
            lists[row.night].append(row)
    found = []
    for night, rows in lists.items():
        instant = as_of[night]
        if instant is not None and any(row.measures.refusals for row in rows):
            found.append(_night(instant.date(), rows))
    return tuple(found)


def gaps(undone: Iterable[ListedRow]) -> tuple[Gap, ...]:
    """Returns what each rule left without an owner, most people first.

    An action counts under each rule that refused somebody, those about the role in the company only where no other
    did: that the press is kept for risks says nothing about why no engineer was free.

    Args:
        undone: One row an action.
    """
    under: dict[tuple[str, str], list[ListedRow]] = {}
    for row in undone:
        names = {name or OVER_BUDGET for name in row.measures.refusals.values()}
        told = {OVER_BUDGET} if OVER_BUDGET in names else {name for name in names if not is_about_role(name)} or names
        for name in told:
            under.setdefault((name, _spoken(row) if name == "language" else ""), []).append(row)
    found = [_gap(rule, detail, rows) for (rule, detail), rows in under.items()]
    return tuple(sorted(found, key=lambda gap: (-gap.people, -gap.actions, gap.rule, gap.detail)))


def largest(rows: Iterable[ListedRow]) -> dict[str, ListedRow]:
    """Returns for each action the row in which most people could be helped, the earliest of equals."""
    found: dict[str, ListedRow] = {}
    for row in rows:
        other = found.get(row.action_id)
        if other is None or _people(row) > _people(other):
            found[row.action_id] = row
    return found


def language_of(row: ListedRow) -> str:
    """Returns the language that an owner has to speak, "" where none can be told."""
    return next((code for code in row.languages if code not in {"", UNDETERMINED}), "")


def _spoken(row: ListedRow) -> str:
    channel = next((name for name in row.channels if name), "")
    return f"{language_of(row)} on {channel}" if channel else language_of(row)


def _people(row: ListedRow) -> tuple[int, int]:
    return row.measures.helpable, row.measures.voices


def _gap(rule: str, detail: str, rows: Sequence[ListedRow]) -> Gap:
    return Gap(
        rule=rule,
        detail=detail,
        actions=len(rows),
        minutes=sum(row.measures.minutes for row in rows),
        people=sum(row.measures.helpable for row in rows),
        voices=sum(row.measures.voices for row in rows),
    )


def _night(day: date, rows: Sequence[ListedRow]) -> NightUndone:
    taken: dict[str, int] = {}
    for row in rows:
        if row.owner:
            taken[row.owner] = taken.get(row.owner, 0) + row.measures.minutes
    undone = [row for row in rows if not row.owner and row.measures.refusals]
    undone.sort(key=lambda row: (-row.score, row.action_id))
    return NightUndone(date=day, undone=tuple((row, _need(row)) for row in undone), taken=taken)


def _need(row: ListedRow) -> Need:
    return Need(
        index=0,
        kind=row.kind,
        priority=row.priority,
        score=row.score,
        languages=row.languages,
        channels=row.channels,
        risks=_risks(row),
        minutes=row.measures.minutes,
        voices=row.measures.voices,
    )


def _risks(row: ListedRow) -> tuple[str, ...]:
    """Returns the risks that counted: those of the row that lead to the rule which held."""
    tried = [(), *((risk,) for risk in row.risks), *(rule.risks[:1] for rule in rules())]
    return next((risks for risks in tried if rule_of(row.kind, risks).name == row.measures.rule), row.risks)
