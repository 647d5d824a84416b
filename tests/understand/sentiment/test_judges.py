"""Who judges is a setting: the model, the exports' own labels, or TextBlob."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

import triage
from triage.model.errors import UsageError
from triage.model.settings import SentimentSettings, Settings
from triage.understand.sentiment.calibration import Calibration

if TYPE_CHECKING:
    from pathlib import Path

SHARES = ["negative", "neutral", "positive"]
TEXTS = ["I love this wonderful thing", "The train", "Eine Frechheit", "C'est vraiment nul et trop cher pour nous"]
LABELS = ["negative", "", "positive", "neutral"]


def judged(**settings: object) -> Any:
    frame = pd.DataFrame({"mention_id": list("abcd"), "text": TEXTS, "source_sentiment": LABELS})
    frame["language"] = ["en", "en", "de", "fr"]
    chosen = replace(SentimentSettings(), **settings)  # type: ignore[arg-type]  # each is of its field's type
    night = triage.run(frame, Settings(sentiment=chosen))
    return night.mentions.set_index("mention_id")[SHARES].sort_index()


def test_the_model_speaks_for_english_and_german_alone() -> None:
    shares = judged()
    assert shares.notna().all(axis=1).tolist() == [True, True, True, False]
    assert shares.loc["a", "positive"] > 0.5


def test_the_exports_own_labels_count_where_asked_for_whatever_the_language() -> None:
    shares = judged(by="source")
    assert shares.fillna(-1).to_numpy().tolist() == [[1, 0, 0], [-1, -1, -1], [0, 0, 1], [0, 1, 0]]


def test_textblob_alone_has_thresholds_and_no_german() -> None:
    assert judged(by="textblob").fillna(-1).to_numpy().tolist() == [[0, 0, 1], [0, 1, 0], [-1] * 3, [-1] * 3]
    assert judged(by="textblob", textblob_positive=0.9).loc["a"].tolist() == [0, 1, 0]


def test_own_words_act_on_every_judge() -> None:
    plain, weighed = judged(), judged(words={"train": -1.0})
    assert weighed.loc["b", "negative"] > plain.loc["b", "negative"] + 0.2
    assert weighed.loc["a"].tolist() == plain.loc["a"].tolist()


def test_a_calibration_is_used_and_a_missing_one_is_told(tmp_path: Path) -> None:
    path = tmp_path / "calibration.json"
    path.write_bytes(Calibration(shifts=(2.0, 0.0, 0.0)).as_json())
    plain, moved = judged(), judged(calibration=str(path))
    assert moved.loc["b", "negative"] > plain.loc["b", "negative"]
    assert moved.loc["a"].idxmax() == plain.loc["a"].idxmax()
    with pytest.raises(UsageError, match="is no calibration"):
        judged(calibration=str(tmp_path / "none.json"))


def test_shares_adapt_where_asked_for_and_a_calibration_wins(tmp_path: Path) -> None:
    path = tmp_path / "calibration.json"
    path.write_bytes(Calibration().as_json())
    plain, adapted = judged(), judged(adapt=True)
    assert adapted.loc["a", "negative"] != plain.loc["a", "negative"]
    assert adapted.loc["a"].idxmax() == plain.loc["a"].idxmax()
    both = judged(adapt=True, calibration=str(path))
    assert both.loc["a", "negative"] == pytest.approx(plain.loc["a", "negative"], abs=0.002)
