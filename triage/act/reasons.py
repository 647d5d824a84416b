"""Says in one sentence why an action stands where it stands."""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from triage.model.vocabulary import JOINER, Trend

if TYPE_CHECKING:
    from triage.model.theme import Theme

#: A growth or a reach smaller than this is not worth a clause.
_TELLING_GROWTH: Final = 1.5
_TELLING_REACH: Final = 10_000
_TELLING_PRAISE: Final = 0.5
_MANY_COPIES: Final = 1.2
_HOUR: Final = 3600
_DAY: Final = 24 * _HOUR


def reason(theme: Theme, *, owner: str, refusal: str, lang: str) -> str:
    """Returns `why` of one action.

    Args:
        theme: The theme it is about.
        owner: Who does it; empty for nobody.
        refusal: Why nobody does it, in a few words; empty where nobody was asked.
        lang: "en" or "de".

    Returns:
        One sentence without a full stop.
    """
    say = _clauses(lang)
    parts = [_who(theme, say), _trend(theme, say), _sentiment(theme, say), _wants(theme, say), _seen(theme, say)]
    parts.append(_risk(theme, say))
    sentence = ", ".join(part for part in parts if part)
    if owner:
        language = say["languages"].get(theme.languages.split(JOINER)[0], "")
        form = "owner" if language else "owner_plain"
        return f"{sentence}; {say[form].format(owner=owner, language=language)}"
    return f"{sentence}; {say['nobody'].format(reason=refusal)}" if refusal else sentence


@functools.cache
def _clauses(lang: str) -> dict[str, Any]:
    with Path(__file__).with_name("reasons.toml").open("rb") as file:
        clauses: dict[str, Any] = tomllib.load(file)[lang]
    return clauses


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
