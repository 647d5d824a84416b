"""Judges the sentiment model on posts that it was not trained on; run by hand: python sentiment.py DATA [--split ...].

DATA is the folder with en_train.csv.gz and de_train.csv.gz. Each split trains the model anew without what it judges.
Beside it: TextBlob and VADER (where it is installed) with the best cuts on a quarter of the English training rows, and
a linear support-vector machine on words (1 to 3) and characters (2 to 5) of the same training rows. The table goes into
the model's card.
"""

from __future__ import annotations

import argparse
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from scipy.stats import spearmanr
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import f1_score, recall_score
from sklearn.pipeline import make_pipeline, make_union
from sklearn.svm import LinearSVC
from threadpoolctl import threadpool_limits

from triage.understand.sentiment.adaptation import adapt_shares
from triage.understand.sentiment.additive import CLASSES, AdditiveModel
from triage.understand.sentiment.calibration import learn_calibration
from triage.understand.sentiment.doubt import doubt_of, groups_of
from triage.understand.sentiment.pattern import score_polarity
from triage.understand.sentiment.training import held_out, labels_of, near_copies, read_labelled, train
from triage.understand.themes import cluster
from triage.understand.tokens import split_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pandas as pd
    from numpy.typing import NDArray

    from triage.understand.tokens import Tokens

FILES: Final = ("en_train.csv.gz", "de_train.csv.gz")
GERMAN: Final = {
    "SB-10k": ("sb10k", "sb10k-xlmt"),
    "PotTS": ("potts",),
    "GermEval 2017 dev and trial": ("germeval2017-dev", "germeval2017-trial"),
}
YEARS: Final = ("2013test", "2014test", "2015test", "2016devtest")
ALL_GERMAN: Final = tuple(source for sources in GERMAN.values() for source in sources)
#: Name -> sources held out whole, sources of which a fifth is, what is judged.
SPLITS: Final[dict[str, tuple[tuple[str, ...], tuple[str, ...], dict[str, tuple[str, ...]]]]] = {
    "2016": (("2016test",), ALL_GERMAN, {"SemEval 2016 test": ("2016test",), **GERMAN}),
    "earlier": (
        (*YEARS, "2014sarcasm", "2016test"),
        (),
        {f"SemEval {source[:4]} {source[4:]}, nothing of 2016 test learnt": (source,) for source in YEARS},
    ),
    **{name: (sources, (), {f"{name}, nothing of it learnt": sources}) for name, sources in GERMAN.items()},
}
BINS: Final = 15
#: Posts of a theme, and themes, that an order is measured on.
THEME_POSTS: Final = 20
LEAST_THEMES: Final = 50
DRAWS: Final = 400
#: Posts that a calibration is learnt from, and how often others are drawn.
CALIBRATED_ROWS: Final = 200
CALIBRATIONS: Final = 12
HEADER: Final = (
    "held out", "posts", "macro recall", "macro F1", "ECE", "ECE adapted", "mean P(negative)", "adapted",
    "negative in truth", "order of themes, of at most",
    "level off after 200 labels",
)  # fmt: skip


def calibration_error(negative: NDArray[np.float64], is_negative: NDArray[np.bool_]) -> float:
    """Returns the expected calibration error over bins of equal width."""
    bins = np.minimum((negative * BINS).astype(int), BINS - 1)
    gaps = [abs(negative[bins == b].mean() - is_negative[bins == b].mean()) * (bins == b).mean() for b in set(bins)]
    return float(sum(gaps))


def machine() -> Any:
    """Returns the n-gram machine that the model is compared with."""
    words = TfidfVectorizer(ngram_range=(1, 3), min_df=2, sublinear_tf=True)
    chars = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=2, sublinear_tf=True)
    return make_pipeline(make_union(words, chars), LinearSVC(C=0.1, class_weight="balanced", random_state=0))


def best_cuts(polarity: NDArray[np.float64], labels: NDArray[np.int64]) -> tuple[float, float]:
    """Returns the polarities below which a post is negative, and from which it is positive."""
    tried = [(low, high) for low in np.arange(-0.5, 0.01, 0.05) for high in np.arange(0.01, 0.61, 0.05)]
    return max(tried, key=lambda cuts: recall_score(labels, cut(polarity, *cuts), average="macro"))


def cut(polarity: NDArray[np.float64], low: float, high: float) -> NDArray[np.int64]:
    """Returns classes."""
    return (polarity >= low).astype(np.int64) + (polarity >= high)


def order_of_themes(negative: NDArray[np.float64], is_negative: NDArray[np.bool_], tokens: Tokens) -> str:
    """Returns how well the themes' mean P(negative) puts them in the order of their labelled shares.

    Spearman's rank correlation; the most that chance leaves, for shares as far apart as these are; and the themes.
    """
    theme = cluster(tokens).theme
    sizes = np.bincount(theme)
    kept = sizes >= THEME_POSTS
    if kept.sum() < LEAST_THEMES:
        return ""
    means, shares = (np.bincount(theme, weights=each)[kept] / sizes[kept] for each in (negative, is_negative))
    beyond_chance = max(shares.var() - (shares * (1 - shares) / sizes[kept]).mean(), 0.0)
    random = np.random.default_rng(0)
    true = np.clip(random.normal(shares.mean(), np.sqrt(beyond_chance), (DRAWS, len(shares))), 0.005, 0.995)
    drawn = random.binomial(sizes[kept], true) / sizes[kept]
    most = np.mean([spearmanr(*pair)[0] for pair in zip(true, drawn, strict=True)])
    return f"{spearmanr(means, shares)[0]:.2f} of {most:.2f} ({len(shares)})"


def level_after_calibration(shares: NDArray[np.float64], labels: NDArray[np.int64]) -> str:
    """Returns how far mean P(negative) of the rest is off after learning from some, on average and at most."""
    random, off = np.random.default_rng(0), []
    for _ in range(CALIBRATIONS):
        rows = random.permutation(len(labels))
        some, rest = rows[:CALIBRATED_ROWS], rows[CALIBRATED_ROWS:]
        calibration = learn_calibration(shares[some], labels[some].astype(np.int8))
        off.append(abs(calibration.apply(shares[rest])[:, 0].mean() - (labels[rest] == 0).mean()))
    return f"{np.mean(off):.3f}, at most {max(off):.3f}"


def _textblob(texts: list[str]) -> NDArray[np.float64]:
    return score_polarity(texts)[0]


def _vader(texts: list[str]) -> NDArray[np.float64]:
    analyse = import_module("vaderSentiment.vaderSentiment").SentimentIntensityAnalyzer().polarity_scores
    return np.array([analyse(text)["compound"] for text in texts])


def rivals(learnt: pd.DataFrame) -> Iterator[tuple[str, Callable[[list[str]], NDArray[np.int64]], bool]]:
    """Yields name, prediction and whether it knows German."""
    english = learnt[~learnt["source"].isin(ALL_GERMAN)].iloc[::4]
    for name, analyse in (("TextBlob, cuts tuned", _textblob), ("VADER, cuts tuned", _vader)):
        try:
            cuts = best_cuts(analyse(english["text"].tolist()), labels_of(english))
        except ModuleNotFoundError:
            continue
        yield name, lambda texts, analyse=analyse, cuts=cuts: cut(analyse(texts), *cuts), False  # type: ignore[misc]
    fitted = machine().fit(learnt["text"], labels_of(learnt))
    yield "words and characters, SVM", fitted.predict, True


def judge(rows: pd.DataFrame, name: str, model_file: Path | None) -> Iterator[list[str]]:
    """Yields the lines of a split's table."""
    whole, fifths, sets = SPLITS[name]
    out = held_out(rows, whole, fifths)
    learnt = rows[~out & ~near_copies(rows, out)].reset_index(drop=True)
    model = AdditiveModel.read(model_file) if model_file else train(learnt)
    judged = {about: rows[out & rows["source"].isin(sources)].reset_index(drop=True) for about, sources in sets.items()}
    for about, posts in judged.items():
        yield _line(about, posts, model)
    for rival, predict, knows_german in rivals(learnt):
        for about, posts in judged.items():
            if knows_german or not posts["source"].isin(ALL_GERMAN).any():
                began = time.perf_counter()
                found = predict(posts["text"].tolist())
                speed = len(posts) / (time.perf_counter() - began)
                yield [
                    f"{about}: {rival}, {speed:,.0f}/s",
                    f"{len(posts):,}",
                    *_marks(labels_of(posts), found),
                    *[""] * 7,
                ]


def _line(about: str, posts: pd.DataFrame, model: AdditiveModel) -> list[str]:
    labels, tokens = labels_of(posts), split_texts(posts["text"].tolist())
    began = time.perf_counter()
    shares = model.predict(tokens)
    speed = len(posts) / (time.perf_counter() - began)
    shares = np.nan_to_num(shares, nan=1 / len(CLASSES))
    adapted, is_negative = adapt_shares(shares, keep_labels=True), labels == 0
    groups = groups_of(tokens, posts["source"].to_numpy(object))
    doubts = (doubt_of(each[:, 0], is_negative, groups) for each in (shares, adapted))
    sys.stderr.write(f"{about}: {speed:,.0f}/s from ready tokens; {len(groups):,} groups, doubt of a logit, adapted: ")
    sys.stderr.write(", ".join(f"{doubt:.3f}" for doubt in doubts) + "\n")
    errors = [calibration_error(each[:, 0], is_negative) for each in (shares, adapted)]
    means = [shares[:, 0].mean(), adapted[:, 0].mean(), is_negative.mean()]
    order = order_of_themes(shares[:, 0], is_negative, tokens)
    numbers = (f"{number:.3f}" for number in (*errors, *means))
    return [
        about,
        f"{len(posts):,}",
        *_marks(labels, shares.argmax(axis=1)),
        *numbers,
        order,
        level_after_calibration(shares, labels),
    ]


def _marks(labels: NDArray[np.int64], found: NDArray[np.int64]) -> tuple[str, str]:
    return tuple(f"{score(labels, found, average='macro'):.3f}" for score in (recall_score, f1_score))  # type: ignore[return-value]


def main() -> int:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--split", nargs="*", choices=SPLITS, default=["2016"])
    parser.add_argument("--model", type=Path, help="a model trained before with what the one split holds out left out")
    options = parser.parse_args()
    missing = [name for name in FILES if not (options.data / name).is_file()]
    if missing:
        sys.stdout.write(f"nothing to judge by: no {', '.join(missing)}\n")
        return 0
    rows = read_labelled([options.data / name for name in FILES])
    sys.stdout.write(f"| {' | '.join(HEADER)} |\n{'| --- ' * len(HEADER)}|\n")
    with threadpool_limits(1):
        for name in options.split:
            for line in judge(rows, name, options.model):
                sys.stdout.write(f"| {' | '.join(line)} |\n")
                sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
