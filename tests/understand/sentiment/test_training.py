"""Training is repeatable, fair to small classes, and good enough on held-out posts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import recall_score
from threadpoolctl import threadpool_limits

from triage.understand.sentiment.additive import AdditiveModel
from triage.understand.sentiment.pattern import score_polarity
from triage.understand.sentiment.training import (
    calibrate,
    held_out,
    labels_of,
    main,
    near_copies,
    read_labelled,
    train,
)
from triage.understand.tokens import split_texts

if TYPE_CHECKING:
    from pathlib import Path

GOOD, BAD, PLAIN = (
    ["love", "great", "super", "danke"],
    ["hate", "awful", "mist", "nie"],
    ["train", "monday", "zug", "um"],
)


@pytest.fixture
def tiny(tmp_path: Path) -> list[Path]:
    """Two tables of made-up posts."""
    rows = [
        {"sentiment": label, "text": f"@a {first} {second} {n}", "source": source}
        for label, words in (("positive", GOOD), ("negative", BAD), ("neutral", PLAIN))
        for n, source in enumerate(("one", "two", "three"))
        for first in words
        for second in words
    ]
    paths = [tmp_path / "en.csv.gz", tmp_path / "de.csv"]
    pd.DataFrame(rows[::2]).to_csv(paths[0], index=False)
    pd.DataFrame([*rows[1::2], {"sentiment": "mixed", "text": "left out", "source": "one"}]).to_csv(
        paths[1], index=False
    )
    return paths


def test_the_same_rows_in_any_order_give_the_same_bytes(tiny: list[Path], tmp_path: Path) -> None:
    for name, files in (("first.npz", tiny), ("second.npz", tiny[::-1])):
        assert main([*map(str, files), "-o", str(tmp_path / name)]) == 0
    assert (tmp_path / "first.npz").read_bytes() == (tmp_path / "second.npz").read_bytes()
    model = AdditiveModel.read(tmp_path / "first.npz")
    assert model.predict(split_texts(["awful mist", "the zug", "great super"])).argmax(axis=1).tolist() == [0, 1, 2]


def test_rows_of_another_label_are_left_out_and_escapes_are_read(tmp_path: Path) -> None:
    table = tmp_path / "some.csv"
    table.write_text('sentiment,text,source\nneutral,"so\\u002c well",a\nmixed,x,a\n', "utf-8")
    assert read_labelled([table])["text"].tolist() == ["so, well"]


def test_held_out_rows_are_fixed_by_their_text(tiny: list[Path]) -> None:
    rows = read_labelled(tiny)
    out = held_out(rows, ["one"], ["two"])
    assert out[rows["source"] == "one"].all()
    assert 0 < out[rows["source"] == "two"].sum() < (rows["source"] == "two").sum()
    assert not out[rows["source"] == "three"].any()


def test_calibration_flattens_what_is_too_sure() -> None:
    labels = np.array([0, 0, 0, 1] * 50)
    scores = np.tile([8.0, 0.0, -8.0], (200, 1))
    assert calibrate(scores, labels, np.ones(200)) < 0.5


def test_a_near_copy_of_a_held_out_row_is_not_learnt() -> None:
    texts = ["Late AGAIN!", "@acme late again http://a.example", "on time", "!!!", "!!!"]
    rows = pd.DataFrame({"text": texts})
    out = np.array([True, False, False, True, False])
    assert near_copies(rows, out).tolist() == [False, True, False, False, False]


def test_a_model_of_a_third_of_the_posts_beats_textblob_on_a_source_held_out(shared: Path) -> None:
    table = shared / "data" / "sentiment" / "en_train.csv.gz"
    if not table.is_file():
        pytest.skip(f"{table} is absent")
    rows = read_labelled([table])
    judged = rows[rows["source"] == "2016devtest"].reset_index(drop=True)
    learnt = rows[rows["source"].isin(["2013train", "2016train"])].reset_index(drop=True)
    with threadpool_limits(1):
        shares = train(learnt).predict(split_texts(judged["text"].tolist()))
    labels = labels_of(judged)
    polarity, _ = score_polarity(judged["text"].tolist())
    cuts = [(low, high) for low in (-0.3, -0.1, 0.0) for high in (0.01, 0.1, 0.2, 0.3)]
    textblob = max(
        recall_score(labels, (polarity >= low).astype(int) + (polarity >= high), average="macro") for low, high in cuts
    )
    assert recall_score(labels, shares.argmax(axis=1), average="macro") > textblob + 0.05
