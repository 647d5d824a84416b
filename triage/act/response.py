"""Chooses what to do about a theme, by rules that are data."""

from __future__ import annotations

import functools
import tomllib
from importlib import resources
from typing import TYPE_CHECKING, Any

from triage.act.playbook import shipped_playbook
from triage.model.vocabulary import JOINER, Kind, Trend

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from triage.act.playbook import Step
    from triage.model.theme import Theme


def choose_kind(theme: Theme, answerable: Sequence[str] = ()) -> Kind:
    """Returns the kind of action that a theme's measures ask for.

    Args:
        theme: The measured theme.
        answerable: Channels on which the company can answer; empty means all but those where nobody can.

    Returns:
        `escalate` where a grave risk counts, else the kind of the first rule whose limits hold, else `watch`.
    """
    rules = _data("response.toml")
    if theme.rest:
        return Kind.WATCH
    if graves(risks_that_count(theme)):
        return Kind.ESCALATE
    measures = _measures(theme, answerable)
    return next((Kind(rule["kind"]) for rule in rules["rule"] if _holds(rule, measures)), Kind.WATCH)


def risks_that_count(theme: Theme) -> tuple[str, ...]:
    """Returns the theme's risks, gravest first, without those that are one stray voice among many."""
    return counting_risks(theme.risks(), theme.voices)


def counting_risks(people_of: Mapping[str, int], voices: int) -> tuple[str, ...]:
    """Returns the risks that count where so many people speak of each, and so many of the theme."""
    limits = _data("response.toml")["risk"]
    several = max(limits["least_voices"], limits["stray_share"] * voices)
    enough = min(several, limits["least_share"] * voices)
    first = limits["from_the_first"] if voices <= limits["small"] else ()
    return tuple(risk for risk, people in people_of.items() if people >= (1 if risk in first else enough))


def graves(risks: Sequence[str]) -> tuple[str, ...]:
    """Returns those of some risks that are escalated."""
    return tuple(risk for risk in risks if risk in _data("response.toml")["risk"]["escalates"])


def next_step(kind: str, risks: Sequence[str], lang: str, channel: str, playbook: Sequence[Step] = ()) -> str:
    """Returns what to do first: the most specific step that fits, a risk before a channel, the company's before others.

    Args:
        kind: Kind of the action.
        risks: Risks that count, gravest first; a step about a graver one wins.
        lang: "de" for German, else English; a step that is not written in it is passed over.
        channel: The theme's main channel.
        playbook: The steps; those that come with triage without.
    """
    ranks = {risk: len(risks) - place for place, risk in enumerate(risks)}
    language = "de" if lang == "de" else "en"
    fitting = [
        (ranks.get(step.risk, 0), bool(step.channels), step.own, step.words[language])
        for step in playbook or shipped_playbook()
        if step.kind == kind
        and language in step.words
        and (not step.risk or step.risk in ranks)
        and (not step.channels or channel.casefold() in step.channels)
    ]
    return max(fitting)[3]


def _measures(theme: Theme, answerable: Sequence[str]) -> dict[str, float | None]:
    people = max(theme.voices, 1)
    return {
        "negative": theme.negative,
        "positive": theme.positive,
        "asking": theme.questions / people,
        "helpable": theme.helpable / people,
        "thankful": theme.thankful / people,
        "voices": theme.voices,
        "rising": theme.trend in {Trend.RISING, Trend.BACK},
        "answerable": _answerable(theme.channels, answerable),
    }


def _answerable(channels: str, answerable: Sequence[str]) -> bool:
    """Tells whether one of the channels can be answered on; where none is known, it can."""
    known = [channel.casefold() for channel in channels.split(JOINER) if channel]
    if answerable:
        allowed = {channel.casefold() for channel in answerable}
        return not known or any(channel in allowed for channel in known)
    silent = _data("response.toml")["channels"]["silent"]
    return not known or any(channel not in silent for channel in known)


def _holds(rule: dict[str, Any], measures: dict[str, float | None]) -> bool:
    """Tells whether all limits hold; an unknown measure keeps none."""
    for name, limit in rule.get("at_least", {}).items():
        measure = measures[name]
        if measure is None or measure < limit:
            return False
    for name, limit in rule.get("at_most", {}).items():
        measure = measures[name]
        if measure is None or measure > limit:
            return False
    return True


@functools.cache
def _data(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files("triage.act").joinpath(name).read_text(encoding="utf-8"))
