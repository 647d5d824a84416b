"""Measures each theme: volume, voices, shares, reach, trend, risk, and what its people want."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from triage.model.vocabulary import JOINER, Intent, Risk
from triage.understand.daily import Voices, count_days
from triage.understand.particulars import is_grave, is_specific
from triage.understand.sentiment.additive import AdditiveModel
from triage.understand.shares import estimate_shares
from triage.understand.trend import judge_days

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from numpy.typing import NDArray

    from triage.frames import ScoredFrame
    from triage.understand.daily import EarlierVoices

#: What is said on these channels is published, not asked of the company.
PUBLISHED: Final = frozenset({"news", "blog", "press"})
#: A company's posts are none that the model learnt from: on years and sources left out it was off half as much again as
#: on the training posts that its doubt was measured on (see its card).
_ELSEWHERE: Final = 1.5
_SHARES: Final = ["negative", "neutral", "positive"]
#: Fewer people than these, and a smaller share, are no risk of their theme but a few strays in it.
_SEVERAL: Final = 2
_STRAY_SHARE: Final = 0.03
_HELPED: Final = frozenset({Intent.QUESTION, Intent.COMPLAINT, Intent.REQUEST})


def measure(
    mentions: ScoredFrame,
    group: NDArray[np.int64],
    ids: Sequence[str],
    as_of: datetime | None,
    earlier: EarlierVoices | None = None,
) -> pd.DataFrame:
    """Measures groups of mentions.

    Args:
        mentions: The night's scored mentions.
        group: Group of each mention, 0..count-1; shape (mentions,).
        ids: Id of each group; one without mentions measures 0 and is unknown in all else.
        as_of: The night's instant; None where no mention has a date.
        earlier: Who spoke of them on earlier nights.

    Returns:
        One row a group with the columns of `Theme` that can be counted: all but its names, topic, quote and url.
    """
    voices, count = _voices(mentions, group), len(ids)
    table = pd.DataFrame({"mentions": np.bincount(group, minlength=count)})
    table["voices"] = _distinct(group[voices.index], voices["speaker"], count)
    speakers = _speakers(mentions)
    table["authors"] = _distinct(group, speakers, count)
    known = (mentions["author"] != "").to_numpy(bool)
    table["named"] = _distinct(group[known], speakers[known], count)
    table["reach"] = _reach(mentions, group, speakers, count)
    table["engagement"] = _total(mentions["engagement"], group, count)
    _add_shares(table, mentions, group, voices, count)
    _add_trend(table, mentions, voices, ids, as_of, earlier)
    _add_wants(table, mentions, group, voices, count)
    _add_risk(table, mentions, group, voices, count)
    table["channels"] = _listed(mentions["channel"], group, count)
    table["languages"] = _listed(mentions["language"], group, count)
    times = mentions["created_at"].groupby(group)
    table["first_seen"] = times.min().reindex(range(count))
    table["last_seen"] = times.max().reindex(range(count))
    return table


def _speakers(mentions: ScoredFrame) -> pd.Series[Any]:
    """Returns who speaks: the author on a channel, or where unknown the text itself."""
    author = mentions["author"] + "\x00" + mentions["channel"]
    unknown = "\x00\x00" + mentions["duplicate_group"].astype("str")
    return author.where(mentions["author"] != "", unknown)


def _voices(mentions: ScoredFrame, group: NDArray[np.int64]) -> pd.DataFrame:
    """Returns the first mention of each copied text in each group, with its speaker."""
    table = pd.DataFrame({"group": group, "copy": mentions["duplicate_group"], "speaker": _speakers(mentions)})
    return table.drop_duplicates(["group", "copy"])


def _distinct(group: NDArray[np.int64], what: pd.Series[Any], count: int) -> NDArray[np.int64]:
    pairs = pd.DataFrame({"group": group, "what": pd.factorize(what)[0]}).drop_duplicates()
    return np.bincount(pairs["group"], minlength=count)


def _reach(mentions: ScoredFrame, group: NDArray[np.int64], speakers: pd.Series[Any], count: int) -> pd.Series[Any]:
    seen = mentions["reach"].fillna(mentions["followers"])
    table = pd.DataFrame({"group": group, "speaker": speakers, "seen": seen}).dropna()
    each = table.groupby(["group", "speaker"])["seen"].max()
    return each.groupby("group").sum().reindex(range(count)).astype("Int64")


def _total(values: pd.Series[Any], group: NDArray[np.int64], count: int) -> pd.Series[Any]:
    return values.groupby(group).sum(min_count=1).reindex(range(count)).astype("Int64")


def _add_shares(
    table: pd.DataFrame, mentions: ScoredFrame, group: NDArray[np.int64], voices: pd.DataFrame, count: int
) -> None:
    once = mentions.loc[voices.index, _SHARES].to_numpy(float)
    scored = ~np.isnan(once[:, 0])
    of = group[voices.index][scored]
    sums = np.column_stack([np.bincount(of, weights=once[scored, i], minlength=count) for i in range(len(_SHARES))])
    squares = np.bincount(of, weights=once[scored, 0] ** 2, minlength=count).astype(np.float64)
    counts = np.bincount(of, minlength=count).astype(np.int64)
    shares = estimate_shares(sums.astype(np.float64), squares, counts, AdditiveModel.load().doubt * _ELSEWHERE)
    table["scored"] = np.bincount(group[mentions["negative"].notna().to_numpy(bool)], minlength=count)
    table["negative"] = shares.expected[:, 0].round(3)
    table["positive"] = shares.expected[:, 2].round(3)
    table["neutral"] = (1 - table["negative"] - table["positive"]).round(3)
    table["negative_low"], table["negative_high"] = shares.low.round(3), shares.high.round(3)
    for name in ("polarity", "subjectivity"):
        table[name] = mentions[name].groupby(group).mean().reindex(range(count)).round(3).to_numpy()


def _add_trend(
    table: pd.DataFrame,
    mentions: ScoredFrame,
    voices: pd.DataFrame,
    ids: Sequence[str],
    as_of: datetime | None,
    earlier: EarlierVoices | None,
) -> None:
    times, count = mentions.loc[voices.index, "created_at"], len(ids)
    known = np.array([earlier is not None and theme_id in earlier.themes for theme_id in ids], bool)
    said = Voices(voices["group"].to_numpy(np.int64), voices["speaker"], times, count)
    if earlier is not None:
        said = earlier.beside(said, voices.index.to_numpy(np.int64), ids)
        known = np.append(known, np.ones(said.count - count, bool))
    if as_of is None or said.times.isna().all():
        table["recent"], trends = 0, judge_days(np.zeros((count, 1), np.int64), known=known[:count])
    else:
        daily = count_days(said, as_of)
        table["recent"] = daily.counts[:count, -1]
        known |= daily.known
        trends = judge_days(daily.counts, daily.covered, weekday=daily.weekday, authors=daily.authors, known=known)
    table["growth"], table["surprise"] = trends.growth[:count].round(1), trends.surprise[:count].round(2)
    table["trend"] = trends.trend[:count]


def _add_wants(
    table: pd.DataFrame, mentions: ScoredFrame, group: NDArray[np.int64], voices: pd.DataFrame, count: int
) -> None:
    said = mentions.loc[voices.index]
    of = pd.Series(group[voices.index], index=said.index)
    published = said["channel"].isin(PUBLISHED)
    wants = {intent: said["intent"].str.contains(intent.value, regex=False).astype(bool) for intent in Intent}
    negative = said["negative"].fillna(0) > said["positive"].fillna(0).clip(lower=0.5)
    helped = (
        pd.concat([wants[intent] for intent in _HELPED], axis=1).any(axis=1) | negative | is_grave(said)
    ) & ~published
    asked = wants[Intent.QUESTION] & ~published
    thanked = wants[Intent.PRAISE] & ~helped
    for name, chosen in (("questions", asked), ("helpable", helped), ("thankful", thanked)):
        table[name] = _distinct(of[chosen].to_numpy(), voices.loc[chosen[chosen].index, "speaker"], count)
    table["specific_low"] = _low_share(is_specific(said) & ~published.to_numpy(bool), of.to_numpy(np.int64), count)


def _low_share(chosen: NDArray[np.bool_], of: NDArray[np.int64], count: int) -> NDArray[np.float64]:
    """Returns the lower end of each group's share of what is chosen, shrunk to the share of all."""
    counts = np.bincount(of, minlength=count).astype(np.int64)
    found = np.bincount(of[chosen], minlength=count).astype(np.float64)
    shares = estimate_shares(np.column_stack([found, counts - found, np.zeros(count)]), found, counts)
    return shares.low.round(3)


def _add_risk(
    table: pd.DataFrame, mentions: ScoredFrame, group: NDArray[np.int64], voices: pd.DataFrame, count: int
) -> None:
    said = mentions.loc[voices.index]
    flags = said["risk"][said["risk"] != ""].str.split(JOINER, regex=False).explode()
    speakers = voices.loc[flags.index, "speaker"]
    found = set(zip(group[flags.index].tolist(), flags.tolist(), speakers.tolist(), strict=True))
    voiced = Counter((number, risk) for number, risk, _ in found)
    size = table["voices"].tolist()
    risks, people = [""] * count, [""] * count
    for number in {number for number, _ in voiced}:
        known = {risk.value: voiced[number, risk.value] for risk in Risk if _counts(voiced[number, risk], size[number])}
        risks[number], people[number] = JOINER.join(known), JOINER.join(map(str, known.values()))
    table["risk"], table["risk_voices"] = risks, people


def _counts(voices: int, all_voices: int) -> bool:
    """Tells whether a risk is the theme's: one in ten speaks of it, or several who are no stray few."""
    return voices > 0 and voices >= min(all_voices / 10, max(_SEVERAL, _STRAY_SHARE * all_voices))


def _listed(values: pd.Series[Any], group: NDArray[np.int64], count: int) -> list[str]:
    pairs = pd.DataFrame({"group": group, "value": values})
    pairs = pairs[pairs["value"] != ""].groupby(["group", "value"]).size().reset_index(name="n")
    pairs = pairs.sort_values(["group", "n", "value"], ascending=[True, False, True])
    joined = pairs.groupby("group")["value"].agg(JOINER.join)
    return joined.reindex(range(count), fill_value="").tolist()
