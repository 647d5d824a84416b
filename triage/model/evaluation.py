"""What judging labelled mentions gives: how right each judge is, where it is surest and wrong."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """How right predictions are on labelled texts.

    Attributes:
        texts: How many were labelled and predicted.
        confusion: Texts by true class (rows) and predicted class (columns): negative, neutral, positive.
        recall: Share of the texts of each class that were found; None for a class without texts.
        f1: Harmonic mean of precision and recall of each class that occurs.
        macro_recall: Mean recall over the classes that occur; 1 is perfect, chance is one over their number.
        macro_f1: Mean F1 over the classes that occur.
        accuracy: Share of the texts that are right.
        calibration_error: Expected calibration error of P(negative) in 15 bins of equal width, 0..1; None without
            probabilities.
        negative: Mean P(negative), None without probabilities.
        negative_true: Share of the texts that are negative.
    """

    texts: int
    confusion: list[list[int]]
    recall: list[float | None]
    f1: list[float | None]
    macro_recall: float
    macro_f1: float
    accuracy: float
    calibration_error: float | None
    negative: float | None
    negative_true: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What one judge reaches on the labelled texts of a language.

    Attributes:
        judge: "triage", "TextBlob" or "VADER".
        language: ISO 639-1 code, or "all".
        quality: How right it is.
        texts_a_second: How fast it was over all rows that it judged.
    """

    judge: str
    language: str
    quality: Quality
    texts_a_second: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """A text of which our model is surest and wrong."""

    text: str
    language: str
    label: str
    judged: str
    probability: float


@dataclass(slots=True, kw_only=True)
class Comparison:
    """What comparing gave.

    Attributes:
        labelled: Labelled rows.
        unscored: Those that nobody speaks for, by language.
        judged: Each judge in each language.
        mistakes: The worst of our model, worst first.
        missing: Judges that could not be asked, with the reason.
        calibrated: Each language with a calibration from other labelled rows than those it is measured on; empty if
            that was not asked for.
    """

    labelled: int
    unscored: dict[str, int] = field(default_factory=dict)
    judged: list[Judged] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)
    missing: dict[str, str] = field(default_factory=dict)
    calibrated: list[Judged] = field(default_factory=list)
