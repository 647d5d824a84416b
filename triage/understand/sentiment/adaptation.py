"""Adapts probabilities to the shares of classes that a batch of texts itself shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Texts of even shares that are supposed beside the batch, so that a small one stays nearly as it is.
SUPPOSED_TEXTS: Final = 200.0

#: Power of the shares that classes are weighted by: less than 1, for on texts of a kind that the model never saw the
#: shares that it finds are wrong, while on kinds that it knows this much is enough.
STRENGTH: Final = 0.7

_MOST_ROUNDS: Final = 200
_STILL: Final = 1e-7
_MILLIONTH: Final = 1e-6


def adapt_shares(
    probabilities: NDArray[np.float64],
    *,
    supposed_texts: float = SUPPOSED_TEXTS,
    strength: float = STRENGTH,
    keep_labels: bool = False,
) -> NDArray[np.float64]:
    """Moves probabilities of a model that was trained on even shares towards the shares of a batch.

    The shares are those that explain themselves: the mean of the probabilities they lead to (expectation and
    maximisation; Saerens, Latinne and Decaestecker 2002, doi 10.1162/089976602753284446), beside `supposed_texts` texts
    of even shares. Each class is then weighted by a power of its share.

    Args:
        probabilities: Of each text and class; NaN in a row that nobody speaks for. Shape (texts, classes).
        supposed_texts: The more, the less is moved.
        strength: 1 weights each class by its share, 0 leaves all as it was, between them by a power of the share.
        keep_labels: A text's likeliest class stays so: it is made as likely as those that would overtake it, and a
            millionth more, for labels by even shares find the small classes.

    Returns:
        The adapted probabilities; rows still sum to 1, and NaN stays NaN.

    >>> mostly_neutral = np.tile([0.3, 0.4, 0.3], (1000, 1))
    >>> adapt_shares(mostly_neutral)[0].round(2).tolist()
    [0.19, 0.62, 0.19]
    >>> adapt_shares(mostly_neutral[:1])[0].round(2).tolist()
    [0.3, 0.4, 0.3]
    """
    spoken = ~np.isnan(probabilities).any(axis=1)
    given = probabilities[spoken]
    classes = probabilities.shape[1]
    shares = np.full(classes, 1 / classes)
    for _ in range(_MOST_ROUNDS):
        found = (_weighted(given, shares).sum(axis=0) + supposed_texts / classes) / (len(given) + supposed_texts)
        if np.abs(found - shares).max() < _STILL:
            break
        shares = found
    adapted = probabilities.copy()
    weighted = _weighted(given, shares**strength)
    adapted[spoken] = _kept(weighted, given.argmax(axis=1)) if keep_labels and len(given) else weighted
    return adapted


def _weighted(probabilities: NDArray[np.float64], shares: NDArray[np.float64]) -> NDArray[np.float64]:
    odds = probabilities * shares
    return np.asarray(odds / odds.sum(axis=1, keepdims=True), np.float64)


def _kept(probabilities: NDArray[np.float64], labels: NDArray[np.int64]) -> NDArray[np.float64]:
    """Returns the nearest probabilities under which no class is above the label."""
    rows = np.arange(len(labels))
    order = np.argsort(-probabilities, axis=1, kind="stable")
    falling = np.take_along_axis(probabilities, order, axis=1)
    own = probabilities[rows, labels]
    # the label is evened with the first n classes, as many as are above the mean that this gives
    sizes = np.arange(1, probabilities.shape[1])
    means = (np.cumsum(falling, axis=1)[:, :-1] + own[:, None]) / (sizes + 1)
    is_overtaken = falling[:, 0] > own
    above = np.where(order == labels[:, None], -1.0, falling)
    count = np.maximum((above[:, :-1] > means).sum(axis=1), 1)
    level = np.where(is_overtaken, means[rows, count - 1], 1.0)
    kept = np.minimum(probabilities, level[:, None])
    kept[rows, labels] = np.where(is_overtaken, level, own) + _MILLIONTH
    return np.asarray(kept / kept.sum(axis=1, keepdims=True), np.float64)
