"""Puts into words who carries the actions, what nobody could take, and what would change that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from triage.present.digest import counted, percent
from triage.present.progress_section import MOST_ROWS, Section, more_rows, time_words

if TYPE_CHECKING:
    from triage.model.headway import Carried, Gap, Headway, WhatIf

_LANGUAGES: Final = {"de": "German", "en": "English", "fr": "French", "it": "Italian", "es": "Spanish", "nl": "Dutch"}
_ROLES: Final = {
    "employee": "employees", "press": "press", "legal": "legal", "lead": "leads", "": "not in the team file",
}  # fmt: skip


def owners(told: Headway) -> Section:
    """Returns what each owner and role carries, and the volunteers' part of it."""
    named = [one for one in told.owners if one.owned]
    rows = [_carried(one, one.name, one.role) for one in named[:MOST_ROWS]]
    if told.volunteers:
        rows += [_carried(one, f"all {_ROLES[one.name]}", "") for one in told.roles]
    lines = list(more_rows(len(named)))
    idle = [one.name for one in told.owners if not one.owned]
    if idle:
        lines.append(f"owned nothing: {', '.join(idle[:MOST_ROWS])}{' ...' if len(idle) > MOST_ROWS else ''}")
    if told.volunteers:
        own = told.volunteers
        share = f"{percent(own.share_of_actions)} % of the owned actions and {percent(own.share_of_minutes)} %"
        lines.append(f"volunteers carry {share} of the minutes; they did {own.done:,} in {own.minutes_done:,} minutes")
    else:
        lines.append("without a team file nobody has a role; say --team FILE")
    return Section(
        title="Who carries it",
        heads=("owner", "role", "owned", "acted on", "done", "minutes", "done min", "median"),
        rows=tuple(rows),
        numbers=frozenset({"owned", "acted on", "done", "minutes", "done min", "median"}),
        lines=tuple(lines),
    )


def _carried(one: Carried, name: str, role: str) -> tuple[str, ...]:
    median = "" if one.median_hours is None else time_words(one.median_hours)
    counts = (one.owned, one.acted_on, one.done, one.minutes, one.minutes_done)
    return (name, role, *(f"{count:,}" for count in counts), median)


def gaps(told: Headway) -> Section:
    """Returns what the last nights left without an owner, by the rule that refused."""
    missing = told.missing
    size = f"{counted(missing.actions, 'action')}, {missing.minutes:,} minutes, {missing.people:,} people to be helped"
    nights = f"the last {missing.nights} nights" if missing.nights > 1 else "the last night"
    if not missing.actions:
        return Section(title=f"Left without an owner in {nights}: nothing", lines=("nothing is missing",))
    rows = tuple(
        (_rule(gap), f"{gap.actions:,}", f"{gap.minutes:,}", f"{gap.people:,}", f"{gap.voices:,}")
        for gap in missing.gaps
    )
    each = ("an action counts under each rule that refused somebody",) if len(rows) > 1 else ()
    return Section(
        title=f"Left without an owner in {nights}: {size}",
        heads=("refused by", "actions", "minutes", "people", "voices"),
        rows=rows[:MOST_ROWS],
        numbers=frozenset({"actions", "minutes", "people", "voices"}),
        lines=(*more_rows(len(rows)), *each),
    )


def _rule(gap: Gap) -> str:
    code, _, rest = gap.detail.partition(" ")
    return f"{gap.rule}: {language(code)} {rest}".rstrip() if gap.detail else gap.rule


def what_ifs(told: Headway) -> Section:
    """Returns what more training or more people would have given an owner."""
    taken = told.missing.taken_now
    now = (f"the team file as it is now would have given {counted(taken, 'action')} an owner",) if taken else ()
    rows = tuple(
        (
            _what_if(one),
            f"{one.hours:g}" if one.hours else "",
            f"{one.actions:,}",
            f"{one.people:,}",
            "" if one.people_an_hour is None else f"{one.people_an_hour:.1f}",
        )
        for one in told.missing.what_ifs
    )
    return Section(
        title="What would have given them one",
        heads=("with", "hours of class", "actions", "people", "an hour"),
        rows=rows[:MOST_ROWS],
        numbers=frozenset({"hours of class", "actions", "people", "an hour"}),
        lines=(*more_rows(len(rows)), *now),
    )


def _what_if(one: WhatIf) -> str:
    who = ", ".join(one.members) if len(one.members) <= 3 else f"{len(one.members)} members"  # noqa: PLR2004
    words = {
        "level": f"{who} trained as {one.value}",
        "renewal": f"the training of {who} renewed",
        "volunteer": f"{who} as a volunteer",
        "minutes": f"{one.value} minutes a night more of {who}",
        "budget": f"{one.value} minutes a night more in the budget",
        "newcomer": f"one more volunteer who speaks {language(one.value)}, {one.minutes} minutes a night",
    }
    return words[one.change]


def language(code: str) -> str:
    """Returns the English name of a language where it is a common one, else its code.

    >>> language("de"), language("sv")
    ('German', 'sv')
    """
    return _LANGUAGES.get(code, code)
