"""Says in one sentence why an action stands where it stands."""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from triage.act.guard_rails import in_german
from triage.model.vocabulary import Trend

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from triage.act.lifecycle import Turn
    from triage.model.action import Action
    from triage.model.need import Assignment, Need
    from triage.model.standing import Standing
    from triage.model.theme import Theme

#: A growth or a reach smaller than this is not worth a clause.
_TELLING_GROWTH: Final = 1.5
_TELLING_REACH: Final = 10_000
_TELLING_PRAISE: Final = 0.5
_MANY_COPIES: Final = 1.2
_HOUR: Final = 3600
_DAY: Final = 24 * _HOUR


def reason(theme: Theme, *, lang: str, past: str = "", closing: str = "") -> str:
    """Returns `why` of an action that was heard tonight, or of the other voices.

    Args:
        theme: The theme it is about.
        lang: "en" or "de".
        past: What became of it, as `past` says it.
        closing: Who does it or why nobody does, as `closing` says it.

    Returns:
        One sentence without a full stop.
    """
    say = _clauses(lang)
    parts = [past, _who(theme, say), _trend(theme, say), _sentiment(theme, say), _wants(theme, say), _seen(theme, say)]
    parts.append(_risk(theme, say))
    return _sentence(parts, closing)


def carried_reason(row: Action, *, lang: str, past: str = "", closing: str = "") -> str:
    """Returns `why` of an action that is still to be done and that nobody spoke of tonight."""
    say = _clauses(lang)
    mentions = _count(say["mentions"], row.mentions_total, say)
    form = "unheard_since" if row.last_seen else "unheard"
    return _sentence([past, say[form].format(date=_date(row.last_seen), mentions=mentions)], closing)


def other_reason(rest: Theme, quiet: Mapping[str, int], mentions: int, *, lang: str) -> str:
    """Returns `why` of the other voices.

    Args:
        rest: The voices that stand alone, without those of quiet themes.
        quiet: How many themes of each status stay quiet.
        mentions: Mentions of these.
        lang: "en" or "de".
    """
    if not quiet:
        return reason(rest, lang=lang)
    say = _clauses(lang)
    told = [words for status, words in say["statuses"].items() if status in quiet]
    statuses = say["or"].join(part for part in (", ".join(told[:-1]), told[-1]) if part)
    counted = _count(say["mentions"], mentions, say)
    words = _count(say["quiet"], sum(quiet.values()), say, mentions=counted, statuses=statuses)
    return f"{reason(rest, lang=lang)}; {words}" if rest.mentions else words


def past(turn: Turn, standing: Standing | None, lang: str) -> str:
    """Returns what became of an action tonight that was done, snoozed or dismissed; "" of any other."""
    say = _clauses(lang)["past"]
    if standing is None or turn.event not in say:
        return ""
    since = say["since"].format(date=_date(standing.since)) if standing.since else ""
    return str(
        say[turn.event].format(
            since=since,
            until=_date(standing.until),
            status=_clauses(lang)["statuses"].get(turn.before, ""),
            risk=_clauses(lang)["risks"].get(turn.risk, ""),
            points=f"{turn.more:.1f}".replace(".", _clauses(lang)["decimal"]),
        )
    )


def closing(given: Assignment, need: Need, speaks: Sequence[str], *, refused: str, lang: str) -> str:
    """Returns who does an action, or why nobody does.

    Args:
        given: Who owns it.
        need: What it asks, and who had it.
        speaks: Languages that the owner answers in.
        refused: Why nobody owns it, in a few words.
        lang: "en" or "de".
    """
    say = _clauses(lang)
    if not given.owner:
        return refused
    rule = given.rules.get(given.owner)
    form, language = "owner_plain", ""
    if rule is None:
        form = "owner_has"
    elif rule:
        form, rule = "owner_against", in_german(rule) if lang == "de" else rule
    elif need.by_person:
        form = "owner_chosen"
    elif given.last_resort:
        form = "owner_at_last"
    elif need.languages[:1] and need.languages[0] in say["languages"] and need.languages[0] in speaks:
        form, language = "owner", say["languages"][need.languages[0]]
    return str(say[form].format(owner=given.owner, language=language, rule=rule))


@functools.cache
def _clauses(lang: str) -> dict[str, Any]:
    with Path(__file__).with_name("reasons.toml").open("rb") as file:
        clauses: dict[str, Any] = tomllib.load(file)[lang]
    return clauses


def _sentence(parts: Sequence[str], closing: str) -> str:
    return "; ".join(part for part in (", ".join(part for part in parts if part), closing) if part)


def _date(instant: datetime | None) -> str:
    return "" if instant is None else instant.date().isoformat()


def _count(forms: list[str], number: int, say: dict[str, Any], **more: str) -> str:
    return forms[number != 1].format(n=_whole(number, say), **more)


def _whole(number: int, say: dict[str, Any]) -> str:
    return f"{number:,}".replace(",", say["thousands"])


def _who(theme: Theme, say: dict[str, Any]) -> str:
    mentions = _count(say["mentions"], theme.mentions, say)
    if theme.rest:
        return f"{mentions}, {say['alone']}" if theme.mentions else mentions
    if not theme.named:
        return _since(theme, mentions, say)
    who = _count(say["people"], theme.voices, say)
    if theme.mentions >= _MANY_COPIES * theme.voices and theme.mentions > theme.voices:
        who = say["counted"].format(people=who, mentions=mentions)
    return _since(theme, who, say)


def _since(theme: Theme, who: str, say: dict[str, Any]) -> str:
    if theme.first_seen is None or theme.last_seen is None or theme.mentions == 1:
        return who
    span = (theme.last_seen - theme.first_seen).total_seconds()
    if span < _HOUR:
        return str(say["minutes"].format(who=who))
    if span < _DAY:
        return str(say["hours"].format(who=who, n=max(2, round(span / _HOUR))))
    return str(say["days"].format(who=who, n=max(2, -(-int(span) // _DAY))))


def _trend(theme: Theme, say: dict[str, Any]) -> str:
    if theme.trend == Trend.RISING and theme.growth is not None and theme.growth >= _TELLING_GROWTH:
        times = f"{theme.growth:.1f}".removesuffix(".0").replace(".", say["decimal"])
        return str(say["rising"].format(times=times))
    if theme.trend == Trend.NEW and theme.surprise > 0:
        return str(say["new"])
    return str(say["falling"]) if theme.trend == Trend.FALLING else ""


def _sentiment(theme: Theme, say: dict[str, Any]) -> str:
    if theme.negative is None or theme.negative_low is None or theme.negative_high is None or theme.positive is None:
        return str(say["unscored"]) if theme.mentions else ""
    if theme.positive >= _TELLING_PRAISE:
        return str(say["positive"].format(share=round(theme.positive * 100)))
    low, high = round(theme.negative_low * 100), round(theme.negative_high * 100)
    return str(say["negative"].format(share=round(theme.negative * 100), low=low, high=high))


def _wants(theme: Theme, say: dict[str, Any]) -> str:
    if theme.rest or theme.voices < 2:  # noqa: PLR2004 - what one person wants is in the quote
        return ""
    if theme.questions * 2 >= theme.helpable and theme.questions:
        return _count(say["asks"], theme.questions, say)
    return _count(say["helped"], theme.helpable, say) if theme.helpable else ""


def _seen(theme: Theme, say: dict[str, Any]) -> str:
    if theme.rest or theme.reach is None or theme.reach < _TELLING_REACH:
        return ""
    return str(say["reach"].format(n=_whole(int(theme.reach), say)))


def _risk(theme: Theme, say: dict[str, Any]) -> str:
    return ", ".join(
        _count(say["risk"], people, say, risk=say["risks"][risk]) for risk, people in theme.risks().items()
    )
