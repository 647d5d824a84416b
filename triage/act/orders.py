"""Turns what a person asks of an action into the changes that do it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from triage.act import status_words
from triage.model.errors import UsageError
from triage.model.standing import Change
from triage.model.vocabulary import Priority, Status

if TYPE_CHECKING:
    from triage.model.standing import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a person sets; None leaves a thing as it is, "" clears it.

    Attributes:
        status: Where the action stands.
        until: Instant until which it is snoozed.
        owner: Who does it; "" lets the program choose again.
        due: Date by which it should be done, as YYYY-MM-DD; "" lets the program choose again.
        note: The analyst's.
        priority: P1 to P4; "" takes the score's own again.
    """

    status: Status | None = None
    until: datetime | None = None
    owner: str | None = None
    due: str | None = None
    note: str | None = None
    priority: str | None = None


def changes_of(standing: Standing, order: Order, *, at: datetime, by: str, whence: str) -> list[Change]:
    """Returns what an order changes in an action; nothing where it stands so already.

    An owner or a date that the program gave becomes the person's, even where it stays the same.

    Args:
        standing: Where the action stands.
        order: What is set.
        at: When.
        by: Who.
        whence: The command.

    Raises:
        UsageError: It would be snoozed without an end, or only until before `at`; or what is not snoozed has an end.
    """
    wanted = _wanted(standing, order, at)
    return [
        Change(action_id=standing.action_id, what=what, before=before, after=after, at=at, by=by, whence=whence)
        for what, (before, after, taken_over) in wanted.items()
        if before != after or taken_over
    ]


def read_status(text: str) -> Status:
    """Returns the status that a word names, in English or German.

    Raises:
        UsageError: There is no such status.

    >>> read_status("In progress").value, read_status("erledigt").value
    ('in-progress', 'done')
    """
    status, day = status_words.read_status(text)
    if not status:
        raise UsageError(f"{text!r} {status_words.status_expected(text)}")
    if day:
        raise UsageError(f"{text!r} says more than a status", hint=f"give --until {day!r} beside it")
    return Status(status)


def read_priority(text: str) -> str:
    """Returns a priority in capitals, "" for none.

    Raises:
        UsageError: There is no such priority.
    """
    word = text.strip().upper()
    if word and word not in set(Priority):
        raise UsageError(f"there is no priority {text!r}", hint=f"known are {', '.join(Priority)}")
    return word


def read_due(text: str) -> str:
    """Returns a date as YYYY-MM-DD, "" for none.

    Raises:
        UsageError: The text is no date.

    >>> read_due("31.12.2026")
    '2026-12-31'
    """
    word = text.strip()
    try:
        if found := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", word):
            return date(int(found[3]), int(found[2]), int(found[1])).isoformat()
        return date.fromisoformat(word).isoformat() if word else ""
    except ValueError:
        raise UsageError(f"{text!r} is not a date", hint="write it as 2026-12-31") from None


def _wanted(standing: Standing, order: Order, at: datetime) -> dict[str, tuple[str, str, bool]]:
    """Returns what is set, with its value before and after, and whether a person takes it over from the program."""
    status = standing.status if order.status is None else order.status
    until = _until(standing, order, status, at)
    wanted = {"until": (_instant(standing.until), _instant(until), False)}
    if until is None:  # the end of a snooze goes first, so that taking both back ends as it began
        wanted["status"] = (standing.status, status, False)
    else:
        wanted = {"status": (standing.status, status, False)} | wanted
    if order.owner is not None:
        wanted["owner"] = (standing.owner, order.owner, bool(order.owner) and not standing.owner_by_person)
    if order.due is not None:
        wanted["due"] = (standing.due, order.due, bool(order.due) and not standing.due_by_person)
    if order.note is not None:
        wanted["note"] = (standing.note, order.note, False)
    if order.priority is not None:
        wanted["priority"] = (standing.priority, order.priority, False)
    return wanted


def _until(standing: Standing, order: Order, status: str, at: datetime) -> datetime | None:
    if status != Status.SNOOZED:
        if order.until is not None:
            told = f"{standing.action_id} is {status}, and only what is snoozed has an end"
            raise UsageError(told, where="--until", hint="add --status snoozed")
        return None
    until = standing.until if order.until is None and order.status is None else order.until
    if until is None:
        raise UsageError("what is snoozed needs an end", where="--status snoozed", hint="add --until 2026-12-31")
    if order.until is not None and until <= at:
        told = f"{_instant(until)} is not after {_instant(at)}, when this is set"
        raise UsageError(told, where="--until", hint="say when it should come back")
    return until


def _instant(instant: datetime | None) -> str:
    return "" if instant is None else instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
