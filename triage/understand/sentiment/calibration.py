"""Brings the level of the probabilities to that of a company's own mentions, learnt from some labelled ones."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from triage.model.errors import UsageError
from triage.understand.sentiment.additive import CLASSES, probabilities

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

#: Version of the file.
SCHEMA: Final = "triage-calibration/1"
#: Fewer labelled rows than this say too little.
LEAST_ROWS: Final = 50
_LEAST: Final = 1e-4
#: How far a factor (as a logarithm) and shifts may stray from none before labels must ask for it: standard deviations
#: of the normal priors.
_PRIOR_SLOPE: Final = 0.5
_PRIOR_SHIFT: Final = 1.0
#: How much likelier the class stays that was the likeliest, so that rounding to three digits keeps it.
_MARGIN: Final = 0.002
#: Widest correction of the level, and how often its range is halved.
_WIDEST: Final = 6.0
_HALVINGS: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """A change of probabilities: their logarithms times `slope`, plus the shift of each class, made to sum to 1 again.

    The likeliest class of each text stays the likeliest: where another would overtake it, the two share what they have.
    So a calibration moves levels and never a label.

    Attributes:
        slope: Above 1 makes surer, below 1 less sure.
        shifts: Added to the logarithms of negative, neutral, positive.
        rows: Labelled rows that it was learnt from.
    """

    slope: float = 1.0
    shifts: tuple[float, ...] = (0.0, 0.0, 0.0)
    rows: int = 0

    def apply(self, shares: NDArray[np.float64]) -> NDArray[np.float64]:
        """Changes probabilities.

        Args:
            shares: Negative, neutral, positive; NaN rows stay. Shape (texts, 3).

        >>> Calibration(shifts=(1.0, 0.0, 0.0)).apply(np.array([[0.4, 0.4, 0.2], [0.3, 0.6, 0.1]])).round(2).tolist()
        [[0.64, 0.24, 0.12], [0.47, 0.47, 0.07]]
        """
        return _changed(np.log(np.clip(shares, _LEAST, 1)), self.slope, np.asarray(self.shifts))

    def as_json(self) -> bytes:
        """Returns the content of its file, which holds no text of any mention."""
        return (json.dumps({"schema": SCHEMA, **asdict(self)}, indent=2) + "\n").encode()

    @classmethod
    def read(cls, path: Path) -> Calibration:
        """Reads a file of `as_json`.

        Raises:
            UsageError: It is none.
        """
        try:
            content: dict[str, Any] = json.loads(path.read_text("utf-8"))
            read = cls(slope=float(content["slope"]), shifts=tuple(map(float, content["shifts"])), rows=content["rows"])
            is_whole = (
                len(read.shifts) == len(CLASSES) and np.isfinite([read.slope, *read.shifts]).all() and read.slope > 0
            )
            is_ours = is_whole and content["schema"] == SCHEMA
        except (OSError, ValueError, KeyError, TypeError):
            is_ours = False
        if not is_ours:
            hint = "make it anew with `triage evaluate LABELLED.csv --calibrate`, or delete it"
            raise UsageError("is no calibration that triage wrote", where=str(path), hint=hint)
        return read


def learn_calibration(shares: NDArray[np.float64], truth: NDArray[np.int8]) -> Calibration:
    """Learns a calibration from labelled texts.

    Slope and shifts have the greatest posterior probability given the labels, with normal priors around no change
    (vector scaling with one slope; Guo, Pleiss, Sun, Weinberger 2017, section 4.2). Then the shift of negative is
    corrected so that, with labels kept, the mean P(negative) is the labelled share.

    Args:
        shares: Probabilities as the model gives them; shape (texts, 3), no NaN.
        truth: 0 negative, 1 neutral, 2 positive; shape (texts,).

    Raises:
        UsageError: There are too few of them.
    """
    if len(truth) < LEAST_ROWS:
        told = f"{len(truth)} labelled rows that can be scored are too few to calibrate with"
        raise UsageError(told, hint=f"label {LEAST_ROWS} or more; 200 do well")
    logs = np.log(np.clip(shares, _LEAST, 1))
    found = _likeliest(logs, truth)
    slope, shifts = float(np.exp(found[0])), found[1:]
    shifts[0] += _correction(logs, slope, shifts, float((truth == 0).mean()))
    shifts -= shifts.mean()
    rounded = tuple(round(shift, 4) for shift in shifts.tolist())
    return Calibration(slope=round(slope, 4), shifts=rounded, rows=len(truth))


def _changed(logs: NDArray[np.float64], slope: float, shifts: NDArray[np.float64]) -> NDArray[np.float64]:
    changed = probabilities(slope * logs + shifts)
    every, before = np.arange(len(logs)), logs.argmax(axis=1)
    for _ in range(len(CLASSES) - 1):  # each of the other classes may have come too near
        others = changed.copy()
        others[every, before] = -1
        rows = np.flatnonzero(others.max(axis=1) > changed[every, before] - _MARGIN)
        was, now = before[rows], others[rows].argmax(axis=1)
        half = (changed[rows, was] + changed[rows, now]) / 2
        changed[rows, was], changed[rows, now] = half + _MARGIN / 2, half - _MARGIN / 2
    return changed


def _correction(logs: NDArray[np.float64], slope: float, shifts: NDArray[np.float64], share: float) -> float:
    """Returns what must be added to the shift of negative for the mean P(negative) to be a share; by halving."""
    low, high = -_WIDEST, _WIDEST
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        mean = _changed(logs, slope, shifts + np.array([middle, 0.0, 0.0]))[:, 0].mean()
        low, high = (middle, high) if mean < share else (low, middle)
    return (low + high) / 2


def _likeliest(logs: NDArray[np.float64], truth: NDArray[np.int8]) -> NDArray[np.float64]:
    """Returns the logarithm of the slope and the shifts that have the greatest posterior probability."""
    from scipy.optimize import minimize

    wanted = np.eye(len(CLASSES))[truth]
    variances = np.array([_PRIOR_SLOPE**2, *[_PRIOR_SHIFT**2] * len(CLASSES)])

    def loss(values: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = np.exp(values[0]) * logs + values[1:]
        scores -= scores.max(axis=1, keepdims=True)
        totals = np.log(np.exp(scores).sum(axis=1))
        excess = np.exp(scores - totals[:, None]) - wanted
        value = float((totals - (scores * wanted).sum(axis=1)).sum() + (values**2 / variances).sum() / 2)
        gradient = np.concatenate(([(excess * logs).sum() * np.exp(values[0])], excess.sum(axis=0)))
        return value, gradient + values / variances

    found: NDArray[np.float64] = minimize(loss, np.zeros(1 + len(CLASSES)), jac=True, method="L-BFGS-B").x
    return found
