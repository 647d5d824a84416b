"""Decides who judges the sentiment of a night's mentions: the model, the exports' own labels, or TextBlob."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from triage.understand.sentiment.adaptation import adapt_shares
from triage.understand.sentiment.additive import CLASSES
from triage.understand.sentiment.calibration import Calibration
from triage.understand.sentiment.labels import NO_LABEL, read_labels
from triage.understand.sentiment.own_words import weigh_words, word_values
from triage.understand.sentiment.stars import weigh_stars

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from triage.frames import MentionFrame
    from triage.model.settings import SentimentSettings
    from triage.understand.tokens import Tokens


def judge_mentions(
    mentions: MentionFrame,
    scores: pd.DataFrame,
    tokens: Tokens,
    text_of: NDArray[np.int64],
    settings: SentimentSettings,
) -> NDArray[np.float64]:
    """Returns how negative, neutral and positive each mention is.

    Args:
        mentions: The night's mentions.
        scores: What `score_sentiment` says of their distinct texts.
        tokens: The texts' tokens.
        text_of: Number of each mention's text; shape (mentions,).
        settings: Who judges; a calibration and the company's own words.

    Returns:
        Shares that sum to 1, NaN where nobody speaks for a mention; shape (mentions, 3).

    Raises:
        UsageError: The calibration cannot be read.
    """
    if settings.by == "source":
        shares = _labelled(mentions)
        return weigh_words(shares, word_values(tokens, settings.words)[text_of]) if settings.words else shares
    shares = judge_texts(scores, tokens, settings)[text_of]
    if settings.by == "textblob":
        return shares
    return weigh_stars(shares, mentions["source_sentiment"].tolist(), mentions["channel"].tolist())


def judge_texts(scores: pd.DataFrame, tokens: Tokens, settings: SentimentSettings) -> NDArray[np.float64]:
    """Returns how negative, neutral and positive texts are by the model or by TextBlob; shape (texts, 3)."""
    if settings.by == "textblob":
        shares = polarity_shares(scores["polarity"].to_numpy(), settings)
    else:
        shares = scores[list(CLASSES)].to_numpy(copy=True)
        if settings.calibration:
            spoken = ~np.isnan(shares[:, 0])
            shares[spoken] = Calibration.read(Path(settings.calibration)).apply(shares[spoken])
        elif settings.adapt:
            shares = adapt_shares(shares, keep_labels=True)
    return weigh_words(shares, word_values(tokens, settings.words)) if settings.words else shares


def polarity_shares(polarity: NDArray[np.float64], settings: SentimentSettings) -> NDArray[np.float64]:
    """Makes a whole share of each polarity: negative below one threshold, positive above the other."""
    is_positive = polarity > settings.textblob_positive
    classes = np.where(polarity < settings.textblob_negative, 0, np.where(is_positive, 2, 1)).astype(np.int8)
    return _whole(np.where(np.isnan(polarity), NO_LABEL, classes))


def _labelled(mentions: MentionFrame) -> NDArray[np.float64]:
    """Makes a whole share of each label that the exports give; each file has a scale of its own."""
    labels = np.full(len(mentions), NO_LABEL, np.int8)
    for places in mentions.groupby("source", sort=True).indices.values():
        labels[places] = read_labels(mentions["source_sentiment"].iloc[places].tolist())
    return _whole(labels)


def _whole(labels: NDArray[np.int8]) -> NDArray[np.float64]:
    shares = np.full((len(labels), len(CLASSES)), np.nan)
    known = labels != NO_LABEL
    shares[known] = np.eye(len(CLASSES))[labels[known]]
    return shares
