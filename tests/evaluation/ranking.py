"""Says whether the list begins with what matters; run by hand: python -m tests.evaluation.ranking DATA.

DATA is the shared data folder. Prints three tables for ranking.md beside this file:

- Emergencies: nDCG@100 of mentions in the order of the list, event by event, against the priority that people gave.
  Gains and discount as in TREC Incident Streams 2021: low 1, medium 3, high 7, critical 15 over log2(1 + place).
- Planted incidents (ranking_incidents.toml) in replayed nights: the reciprocal rank of each one's first row, and nDCG
  of the first 100 rows. A row is about an incident if it holds at least half of its mentions, or they are at least
  half of the row's.
- Rows of the first ten that a person keeps (ranking_judgements.toml says which and why), in the same nights unplanted.

`--rows` prints the first ten rows that nobody has judged yet, for that file.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

import triage
from triage.model.action import OTHER_VOICES, POINTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


EMERGENCIES: Final = "mentions/incidents_dev.csv.gz"
AIRLINE: Final = "mentions/airline.csv"
RAIL: Final = "mentions/germeval2017_dev.csv.gz"
GAINS: Final = {"Low": 1, "Medium": 3, "High": 7, "Critical": 15}
#: Weights and hazards were looked at on these events (each second by name); the others are told apart.
CHOSEN_ON: Final = ("albertaFloods2013", "chileEarthquake2014", "queenslandFloods2013", "typhoonHagupit2014")
#: Places that count.
PLACES: Final = 100
FIRST: Final = 10
_SHUFFLES: Final = 200
_HERE: Final = Path(__file__).parent


def ndcg(gains: Any) -> float:
    """Returns the discounted gain of the first places over the best possible; NaN where nothing is to be gained."""
    given = np.asarray(gains, float)
    best = np.sort(given)[::-1]
    discount = 1 / np.log2(np.arange(min(PLACES, len(given))) + 2)
    ideal = float(best[:PLACES] @ discount)
    return float(given[:PLACES] @ discount) / ideal if ideal else float("nan")


def _rows(actions: pd.DataFrame) -> pd.DataFrame:
    """Returns the rows that stand for one theme."""
    return actions[actions["theme"] != OTHER_VOICES].reset_index(drop=True)


def _by(key: Callable[[pd.DataFrame], pd.Series[Any]]) -> Callable[[pd.DataFrame], list[str]]:
    """Makes a way to order rows: by a key, the largest first, then by mentions and id."""

    def order(rows: pd.DataFrame) -> list[str]:
        table = rows.assign(key=key(rows).fillna(-np.inf))
        table = table.sort_values(["key", "mentions", "action_id"], ascending=[False, False, True])
        return [str(name) for name in table["action_id"]]

    return order


#: Ways to order the same rows.
WAYS: Final[dict[str, Callable[[pd.DataFrame], list[str]]]] = {
    "the list": _by(lambda rows: -rows["rank"]),
    "volume": _by(lambda rows: rows["mentions"]),
    "mean sentiment": _by(lambda rows: -rows["sentiment"]),
    "volume x negativity": _by(lambda rows: rows["mentions"] * rows["negative"]),
    "product of the parts": _by(lambda rows: rows[list(POINTS)].prod(axis=1)),
}


@dataclass(frozen=True, slots=True)
class Replay:
    """Real mentions of some days, the last of which is the night."""

    name: str
    language: str
    mentions: pd.DataFrame


def emergencies(data: Path) -> Iterator[list[str]]:
    """Yields a line of the first table for each event, and their means."""
    table = pd.read_csv(data / EMERGENCIES, dtype=str, keep_default_na=False)
    found: dict[str, list[float]] = {}
    for event, rows in table.groupby("event"):
        found[str(event)] = _emergency(rows)
        chosen = "*" if event in CHOSEN_ON else ""
        yield [f"{event}{chosen}", f"{len(rows):,}", *(f"{value:.3f}" for value in found[str(event)])]
    for name, events in (
        ("mean of those looked at*", [event for event in found if event in CHOSEN_ON]),
        ("mean of the others", [event for event in found if event not in CHOSEN_ON]),
        ("mean", list(found)),
    ):
        means = np.mean([found[event] for event in events], axis=0)
        yield [f"**{name}**", "", *(f"**{value:.3f}**" for value in means)]


def _emergency(rows: pd.DataFrame) -> list[float]:
    """Returns nDCG of the list, of random order, of rows by volume, of mentions by negativity and by time."""
    frame = rows.rename(columns={"id": "mention_id", "retweets": "engagement"}).drop(
        columns=["event", "priority", "topics"]
    )
    night = triage.run(frame)
    gain = night.mentions["mention_id"].map(dict(zip(rows["id"], rows["priority"].map(GAINS), strict=True)))
    place = {name: place for place, name in enumerate(WAYS["volume"](_rows(night.actions)))}
    volume = night.mentions["action_id"].map(place).fillna(len(place)).sort_values(kind="stable").index
    negative = night.mentions["negative"].sort_values(ascending=False, kind="stable", na_position="last").index
    random = np.random.default_rng(0)
    shuffled = np.mean([ndcg(random.permutation(gain.to_numpy(float))) for _ in range(_SHUFFLES)])
    earliest = night.mentions["created_at"].sort_values(kind="stable").index
    return [ndcg(gain), float(shuffled), *(ndcg(gain[order]) for order in (volume, negative, earliest))]


def replays(data: Path) -> Iterator[Replay]:
    """Yields the nights: four days each, so that the last can be compared with the days before."""
    air = pd.read_csv(data / AIRLINE, dtype=str).rename(columns={"tweet_id": "mention_id"})
    air["created_at"] = pd.to_datetime(air["tweet_created"], format="%m/%d/%Y %H:%M", utc=True)
    air = air.assign(channel="x").drop_duplicates("mention_id").sort_values("created_at", kind="stable")
    for first, last in (("2015-02-17", "2015-02-20"), ("2015-02-21", "2015-02-24")):
        days = air["created_at"].dt.strftime("%Y-%m-%d").between(first, last)
        yield Replay(f"airlines to {last}", "en", air.loc[days, ["mention_id", "text", "created_at", "channel"]])
    rail = pd.read_csv(data / RAIL, dtype=str, keep_default_na=False)
    rail = rail.assign(mention_id=[f"r{number}" for number in range(len(rail))], channel="forum")
    for half, rows in enumerate(np.array_split(np.arange(len(rail)), 2), 1):
        start, step = pd.Timestamp("2016-05-02", tz="UTC"), pd.Timedelta(days=4) / len(rows)
        times = [start + step * place for place in range(len(rows))]
        part = rail.iloc[rows][["mention_id", "text", "channel"]].assign(created_at=times)
        yield Replay(f"rail, part {half}", "de", part)


def incidents(language: str) -> list[dict[str, Any]]:
    """Returns the incidents in a language."""
    table = tomllib.loads((_HERE / "ranking_incidents.toml").read_text(encoding="utf-8"))
    return [incident for incident in table["incident"] if incident["language"] == language]


def planted(replay: Replay) -> pd.DataFrame:
    """Adds the incidents to the night, each over its last six hours; their ids begin with their number."""
    end = replay.mentions["created_at"].max()
    rows = [
        {
            "mention_id": f"planted-{number}-{place}",
            "text": text,
            "created_at": end - pd.Timedelta(hours=6) * (1 - place / len(incident["texts"])),
            "channel": str(replay.mentions["channel"].iloc[0]),
        }
        for number, incident in enumerate(incidents(replay.language))
        for place, text in enumerate(incident["texts"])
    ]
    return pd.concat([replay.mentions, pd.DataFrame(rows)], ignore_index=True)


def judge_planted(replay: Replay) -> list[list[str]]:
    """Returns a line for each way: the reciprocal rank of each incident, their mean, and nDCG of the rows."""
    night = triage.run(planted(replay))
    number = night.mentions["mention_id"].str.extract(r"^planted-(\d+)-")[0]
    counts = pd.crosstab(night.mentions["action_id"], number.fillna("none"))
    held = counts.drop(columns="none")
    found = held.div(counts.sum(axis=1), axis=0).combine(held / held.sum(), np.maximum)
    about = {str(row): str(share.idxmax()) for row, share in found.iterrows() if share.max() >= 1 / 2}
    known, lines = incidents(replay.language), []
    for way, order in WAYS.items():
        rows = order(_rows(night.actions))
        firsts = [
            next((1 / p for p, row in enumerate(rows, 1) if about.get(row) == str(n)), 0.0) for n in range(len(known))
        ]
        gains = [known[int(about[row])]["gain"] if row in about else 0 for row in rows]
        numbers = [*firsts, float(np.mean(firsts)), ndcg(gains)]
        lines.append([replay.name, way, *(f"{value:.2f}" for value in numbers)])
    return lines


def judgements() -> dict[str, str]:
    """Returns "keep" or "drop" for each judged row, by the night's name and the row's id."""
    table = tomllib.loads((_HERE / "ranking_judgements.toml").read_text(encoding="utf-8"))
    return {f"{row['night']}/{row['id']}": row["say"] for row in table["row"]}


def judge_first(replay: Replay) -> list[str]:
    """Returns a line: how many of the first ten rows of each way a person keeps, of those that were judged."""
    rows, said = _rows(triage.run(replay.mentions).actions), judgements()
    cells = []
    for order in WAYS.values():
        judged = [said.get(f"{replay.name}/{row}") for row in order(rows)[:FIRST]]
        known = [say for say in judged if say]
        cells.append(f"{known.count('keep')} of {len(known)}")
    return [replay.name, *cells]


def unjudged(replay: Replay) -> Iterator[str]:
    """Yields an entry for the file of judgements for each of the first rows that is in none."""
    night, said = triage.run(replay.mentions), judgements()
    rows = _rows(night.actions)
    firsts = {row for order in WAYS.values() for row in order(rows)[:FIRST]}
    for row in rows[rows["action_id"].isin(firsts)].to_dict("records"):
        if f"{replay.name}/{row['action_id']}" not in said:
            yield f"{replay.name} | {row['action_id']} | {row['action']} | {row['theme']} | {row['why']}"
            yield from night.mentions.loc[night.mentions["action_id"] == row["action_id"], "text"].head(6)


def _table(head: Sequence[str], lines: Iterator[list[str]] | list[list[str]]) -> None:
    sys.stdout.write(f"| {' | '.join(head)} |\n{'| --- ' * len(head)}|\n")
    for line in lines:
        sys.stdout.write(f"| {' | '.join(line)} |\n")
        sys.stdout.flush()
    sys.stdout.write("\n")


def main() -> int:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--rows", action="store_true", help="print first rows that nobody has judged yet")
    options = parser.parse_args()
    with threadpool_limits(1):
        nights = list(replays(options.data))
        if options.rows:
            for replay in nights:
                sys.stdout.writelines(f"{line}\n" for line in unjudged(replay))
            return 0
        heads = ("event", "mentions", "the list", "random", "volume", "most negative first", "earliest first")
        _table(heads, emergencies(options.data))
        names = [incident["name"] for incident in incidents("en")]
        lines = [line for replay in nights for line in judge_planted(replay)]
        _table(("night", "order", *names, "mean", "nDCG of rows"), lines)
        _table(("night", *WAYS), [judge_first(replay) for replay in nights])
    return 0


if __name__ == "__main__":
    sys.exit(main())
