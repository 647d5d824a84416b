"""Finds the action that a person means by an id, the beginning of one, or words of a title."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from triage.model.action import OTHER_VOICES_ID
from triage.model.column import did_you_mean
from triage.model.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: Ids that a message lists at most.
_TOLD: Final = 5
#: Characters of an id that a table shows at least.
SHORTEST: Final = 6


def find_action(given: str, titles: Mapping[str, str]) -> str:
    """Returns the id that was meant.

    Args:
        given: An id, or a beginning that no other id has.
        titles: Title of each action by its id.

    Raises:
        UsageError: Several ids begin so, or none does; the message names those that may be meant.

    >>> find_action("t92", {"t928d70c6d3b6": "firmware", "t0034a6a1c2c3": "app"})
    't928d70c6d3b6'
    """
    word = given.strip()
    if word in titles:
        return word
    fitting = [each for each in titles if word and each.startswith(word.lower())]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise UsageError(f"{given!r} begins {len(fitting):,} ids: {_told(fitting, titles)}", hint="give more of it")
    if word == OTHER_VOICES_ID:
        raise UsageError("the other voices are no action", hint="-m of triage run writes what they say")
    raise UsageError(
        f"there is no action {given!r}{_suggested(word, titles)}", hint="`triage list --status all` has all"
    )


def telling_length(ids: Iterable[str]) -> int:
    """Returns how many characters tell all ids apart, at least `SHORTEST`.

    >>> telling_length(["t928d70c6d3b6", "t928d70f00000"])
    8
    """
    ordered = sorted(ids)
    shared = [_shared(one, other) for one, other in pairwise(ordered)]
    return max(SHORTEST, max(shared, default=0) + 1)


def _shared(one: str, other: str) -> int:
    return next((place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), len(one))


def _suggested(word: str, titles: Mapping[str, str]) -> str:
    """Returns ", did you mean ...?" with those whose title has the words, all of them first; or the id that is near."""
    words = word.casefold().split()
    hits = {each: sum(f" {part}" in f" {title.casefold()}" for part in words) for each, title in titles.items()}
    best = max(hits.values(), default=0)
    if best:
        return f", did you mean {_told([each for each in titles if hits[each] == best], titles, 'or')}?"
    return did_you_mean(word, titles)


def _told(ids: list[str], titles: Mapping[str, str], last: str = "and") -> str:
    told = [f"{each} ({titles[each]})" for each in ids[:_TOLD]]
    more = len(ids) - len(told)
    if more:
        return f"{', '.join(told)} {last} {more:,} more"
    return f" {last} ".join(filter(None, (", ".join(told[:-1]), told[-1])))
