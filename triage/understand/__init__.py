"""Understand: sentiment, duplicates, themes and trend of mentions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from triage.model.column import did_you_mean
from triage.model.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

__all__ = ["find_themes", "score_sentiment"]

LEVELS = ("theme", "topic")


def score_sentiment(texts: Sequence[str], languages: Sequence[str] | None = None) -> pd.DataFrame:
    """Scores texts.

    Args:
        texts: Any texts.
        languages: ISO 639-1 code of each; without it they are detected.

    Returns:
        One row a text, columns negative, neutral, positive (probabilities that sum to 1) and TextBlob's polarity and
        subjectivity; NaN where no analyser speaks for the text.

    >>> score_sentiment(["I love it, thank you!", "10 個のリンゴ"])["polarity"].round(3).tolist()
    [0.625, nan]
    """
    from triage.understand.language import detect_languages
    from triage.understand.sentiment import score_sentiment as score

    given = list(texts)
    return score(given, detect_languages(given) if languages is None else languages)


def find_themes(texts: Sequence[str], level: str = "theme") -> NDArray[np.int64]:
    """Clusters texts by what they are about, whatever their order.

    Args:
        texts: Any texts.
        level: "theme" for issues, "topic" for families of issues.

    Returns:
        One number a text, 0 the largest cluster; never -1: what is alone is a theme of one. Shape (texts,).

    Raises:
        UsageError: The level is neither.

    >>> find_themes(["lost my bag", "Lost my bag!!", "great coffee"]).tolist()
    [0, 0, 1]
    """
    from triage.understand.themes import cluster
    from triage.understand.tokens import split_texts

    if level not in LEVELS:
        raise UsageError(f"level {level!r} is neither 'theme' nor 'topic'{did_you_mean(level, LEVELS)}")
    given = list(texts)
    clusters = cluster(split_texts(given))
    return clusters.theme if level == "theme" else clusters.topic
