"""`triage evaluate` measures judges on labelled mentions, and keeps what calibrates the next runs."""

from __future__ import annotations

import csv
import json
import random
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Triage = Callable[..., subprocess.CompletedProcess[bytes]]

SAID = {
    "negative": ["I am so angry, the worst {}", "my {} is broken again and nobody helps", "Das {} ist eine Frechheit"],
    "neutral": ["the {} arrives at nine", "where can I find the {}?", "Der {} kommt um neun Uhr"],
    "positive": ["I love this {}, thank you", "great {}, well done!", "Super {}, vielen Dank"],
}
THINGS = ["train", "app", "bag", "coffee", "seat", "ticket", "update", "driver", "flight", "menu", "price", "website"]


@pytest.fixture
def labelled(here: Path) -> Path:
    """Mentions of a domain where most are negative, labelled."""
    dice = random.Random(3)  # noqa: S311 - no secret
    path = here / "labelled.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "text", "gold"])
        for number in range(240):
            label = dice.choices(list(SAID), [6, 2, 2])[0]
            writer.writerow([number, dice.choice(SAID[label]).format(f"{dice.choice(THINGS)} {number}"), label])
        writer.writerow([900, "C'est vraiment nul et trop cher pour ce que c'est", "negative"])
        writer.writerow([901, "the seat is fine", "?"])
    return path


def told(done: subprocess.CompletedProcess[bytes]) -> dict[str, Any]:
    assert done.returncode == 0, done.stderr
    content: dict[str, Any] = json.loads(done.stdout)
    return content


def test_judges_are_compared_on_the_same_rows(quick: Triage, labelled: Path) -> None:
    found = told(quick("evaluate", labelled, "--json"))
    assert (found["labelled"], found["unscored"]) == (241, {"fr": 1})
    by = {(one["judge"], one["language"]): one["quality"] for one in found["judged"]}
    assert by["triage", "en"]["texts"] == by["TextBlob", "en"]["texts"] == by["VADER", "en"]["texts"]
    assert by["triage", "en"]["texts"] + by["triage", "de"]["texts"] == by["triage", "all"]["texts"] == 240
    assert by["triage", "all"]["macro_recall"] >= by["TextBlob", "en"]["macro_recall"]
    assert by["TextBlob", "en"]["calibration_error"] is None
    assert len(found["mistakes"]) <= 10


def test_a_calibration_is_kept_and_used_by_the_next_run(quick: Triage, labelled: Path, here: Path) -> None:
    before = told(quick("evaluate", labelled, "--json"))["judged"]
    found = told(quick("evaluate", labelled, "--calibrate", "--json"))
    assert found["calibration"]["rows"] == 240
    after = told(quick("evaluate", labelled, "--json"))["judged"]
    (was,), (now,) = ([one["quality"] for one in side if one["language"] == "all"] for side in (before, after))
    assert now["confusion"] == was["confusion"]
    assert abs(now["negative"] - now["negative_true"]) < 0.02
    (here / "calibration.json").unlink()
    assert told(quick("evaluate", labelled, "--json"))["judged"][0]["quality"] == before[0]["quality"]


def test_a_run_uses_what_was_kept_beside_its_settings(quick: Triage, labelled: Path, here: Path) -> None:
    folder = here / "config"
    folder.mkdir()
    config = folder / "triage.toml"
    config.write_text("top = 0\n", encoding="utf-8")

    def negative(*options: object) -> float:
        done = quick("run", labelled, "-q", "-f", "jsonl", *options)
        rows = [json.loads(line) for line in done.stdout.splitlines()]
        return sum((row["negative"] * row["mentions"] for row in rows if row["negative"] is not None), 0.0)

    plain = negative("--config", config)
    assert quick("evaluate", labelled, "--calibrate", "--config", config).returncode == 0
    assert (folder / "calibration.json").is_file()
    assert negative() == plain
    assert negative("--config", config) != plain


def test_the_table_shows_confusion_and_mistakes(quick: Triage, labelled: Path) -> None:
    shown = quick("evaluate", labelled, "--calibrate").stdout.decode()
    for words in ("241 labelled rows", "TextBlob", "VADER", "en: labels down, judged across", "5 folds", "fr 1"):
        assert words in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_a_file_without_labels_is_refused_with_what_helps(quick: Triage, export: Path) -> None:
    done = quick("evaluate", export)
    assert done.returncode == 2
    assert b"say --map source_sentiment=COLUMN" in done.stderr
    assert b"columns are id, text" in done.stderr


def test_too_few_labels_calibrate_nothing(quick: Triage, here: Path) -> None:
    path = here / "few.csv"
    path.write_text("text,sentiment\nso bad,negative\nso good,positive\n", encoding="utf-8")
    done = quick("evaluate", path, "--calibrate")
    assert done.returncode == 2
    assert b"too few to calibrate with" in done.stderr
    assert not (here / "calibration.json").exists()
