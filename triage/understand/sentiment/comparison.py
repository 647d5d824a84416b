"""Compares judges of sentiment on labelled texts: our model, TextBlob and VADER on the same rows."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from triage.model.evaluation import Comparison, Judged, Mistake
from triage.understand.lang import SCORED_LANGUAGES
from triage.understand.sentiment import score_sentiment
from triage.understand.sentiment.additive import CLASSES
from triage.understand.sentiment.calibration import LEAST_ROWS, learn_calibration
from triage.understand.sentiment.judges import judge_texts, polarity_shares
from triage.understand.sentiment.metrics import measure_quality
from triage.understand.sentiment.pattern import score_polarity
from triage.understand.tokens import split_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from triage.model.settings import SentimentSettings
    from triage.understand.sentiment.calibration import Calibration

#: The thresholds of VADER's compound that its authors recommend.
VADER_LIMIT: Final = 0.05
ALL: Final = "all"
_FOLDS: Final = 5


def compare_judges(
    texts: Sequence[str],
    languages: Sequence[str],
    truth: NDArray[np.int8],
    settings: SentimentSettings,
    *,
    worst: int,
    calibrate: bool,
) -> tuple[Comparison, Calibration | None]:
    """Compares judges on labelled texts.

    Args:
        texts: The texts.
        languages: Their languages.
        truth: 0 negative, 1 neutral, 2 positive; shape (texts,).
        settings: The company's words and calibration, and TextBlob's thresholds.
        worst: Mistakes to keep.
        calibrate: Whether to learn a calibration; the one in the settings is left aside then.

    Returns:
        The `Comparison`, and the calibration from all rows if that was asked for.

    Raises:
        UsageError: Too few labelled texts can be scored to calibrate with.
    """
    if calibrate:
        settings = replace(settings, calibration="")
    settings = replace(settings, by="model")
    codes = np.array([code.split("-")[0] for code in languages], object)
    _model(texts[:1], languages[:1], settings)  # reading the model is no part of its speed
    shares, speed = _timed(lambda: _model(texts, languages, settings), len(texts))
    scored = ~np.isnan(shares[:, 0])
    found = Comparison(labelled=len(texts), unscored=_counted(codes[~scored]))
    found.judged = _by_language("triage", shares, truth, codes, speed)
    english = np.flatnonzero(scored & (codes == "en"))
    said = [texts[place] for place in english.tolist()]
    for name, judge in (("TextBlob", _textblob), ("VADER", _vader)):
        try:
            theirs, speed = _timed(lambda judge=judge: judge(said, settings), len(said))  # type: ignore[misc]  # bound at once
        except ModuleNotFoundError:
            found.missing[name] = "is not installed; pip install vaderSentiment"
            continue
        if said:
            quality = measure_quality(truth[english], _likeliest(theirs))
            found.judged.append(Judged(judge=name, language="en", quality=quality, texts_a_second=speed))
    found.mistakes = _worst(texts, codes, truth, shares, worst)
    if not calibrate:
        return found, None
    plain = shares if not settings.words else _model(texts, languages, replace(settings, words={}))
    found.calibrated = _cross_validated(plain, truth, codes, scored)
    return found, learn_calibration(plain[scored], truth[scored])


def _timed(judge: Callable[[], NDArray[np.float64]], count: int) -> tuple[NDArray[np.float64], float]:
    start = time.perf_counter()
    shares = judge()
    return shares, count / max(time.perf_counter() - start, 1e-9)


def _model(texts: Sequence[str], languages: Sequence[str], settings: SentimentSettings) -> NDArray[np.float64]:
    tokens = split_texts(texts)
    return judge_texts(score_sentiment(texts, languages, tokens), tokens, settings)


def _textblob(texts: Sequence[str], settings: SentimentSettings) -> NDArray[np.float64]:
    polarity = score_polarity(list(texts), ["en"] * len(texts))[0]
    return polarity_shares(np.asarray(polarity, np.float64), settings)


def _vader(texts: Sequence[str], settings: SentimentSettings) -> NDArray[np.float64]:  # noqa: ARG001 - as the others
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyzer = SentimentIntensityAnalyzer()
    compound = np.array([analyzer.polarity_scores(text)["compound"] for text in texts], np.float64)
    return np.eye(len(CLASSES))[np.where(compound <= -VADER_LIMIT, 0, np.where(compound >= VADER_LIMIT, 2, 1))]


def _likeliest(shares: NDArray[np.float64]) -> NDArray[np.int8]:
    return np.asarray(np.argmax(shares, axis=1), np.int8)


def _by_language(
    judge: str, shares: NDArray[np.float64], truth: NDArray[np.int8], codes: NDArray[np.object_], speed: float
) -> list[Judged]:
    scored = ~np.isnan(shares[:, 0])
    groups = {code: scored & (codes == code) for code in SCORED_LANGUAGES} | {ALL: scored}
    return [
        Judged(
            judge=judge,
            language=code,
            quality=measure_quality(truth[places], _likeliest(shares[places]), shares[places, 0]),
            texts_a_second=speed,
        )
        for code, places in groups.items()
        if places.any()
    ]


def _cross_validated(
    shares: NDArray[np.float64], truth: NDArray[np.int8], codes: NDArray[np.object_], scored: NDArray[np.bool_]
) -> list[Judged]:
    """Measures each text with a calibration that was learnt without it."""
    places = np.flatnonzero(scored)
    fold = np.empty(len(places), np.int64)
    order = np.lexsort((*shares[places].T, truth[places]))  # each class in each fold, whatever the order of rows
    fold[order] = np.arange(len(places)) % _FOLDS
    changed = np.full_like(shares, np.nan)
    if len(places) - -(-len(places) // _FOLDS) < LEAST_ROWS:
        return []
    for number in range(_FOLDS):
        out, rest = places[fold == number], places[fold != number]
        changed[out] = learn_calibration(shares[rest], truth[rest]).apply(shares[out])
    return _by_language("triage, calibrated", changed, truth, codes, 0.0)


def _worst(
    texts: Sequence[str],
    codes: NDArray[np.object_],
    truth: NDArray[np.int8],
    shares: NDArray[np.float64],
    count: int,
) -> list[Mistake]:
    places = np.flatnonzero(~np.isnan(shares[:, 0]))
    places = places[_likeliest(shares[places]) != truth[places]]
    right = shares[places, truth[places]]
    order = sorted(range(len(places)), key=lambda i: (round(float(right[i]), 6), texts[places[i]]))[:count]
    return [
        Mistake(
            text=texts[place],
            language=str(codes[place]),
            label=CLASSES[truth[place]],
            judged=CLASSES[int(np.argmax(shares[place]))],
            probability=round(float(shares[place].max()), 3),
        )
        for place in places[order].tolist()
    ]


def _counted(codes: NDArray[np.object_]) -> dict[str, int]:
    counts = Counter(codes.tolist())
    return dict(sorted(counts.items(), key=lambda one: (-one[1], one[0])))
