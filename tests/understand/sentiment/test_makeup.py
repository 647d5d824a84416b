"""What texts are made of."""

from __future__ import annotations

import math

from triage.understand.sentiment.makeup import MEASURES, measure
from triage.understand.tokens import split_texts


def test_marks_and_kinds_are_counted_up_to_four() -> None:
    row = measure(split_texts(["@a @b #c 1 http://d.example \U0001f60d ok?! !!!!!!"]))[0]
    found = dict(zip(MEASURES, row.tolist(), strict=True))
    assert found["!"] == 4
    assert found["?"] == 1
    assert [found[name] for name in ("numbers", "hashtags", "handles", "urls", "emoji")] == [1, 1, 2, 1, 1]
    assert found["log length"] == math.log1p(15)
    assert found["inverse root of length"] == 1 / math.sqrt(15)


def test_an_empty_text_has_nothing_in_it() -> None:
    assert measure(split_texts(["", "a"]))[0].tolist() == [0.0] * 8 + [1.0]


def test_no_texts_give_no_rows() -> None:
    assert measure(split_texts([])).shape == (0, len(MEASURES))
