"""Measures themes and topics on labelled sets, beside other ways to cluster.

Run by hand: python themes.py DATA [SET ...]. DATA is the folder with the labelled sets. Prints one row for each set and
way: groups found, agreement with the labels, share of texts that are alone or left out, agreement of two runs on
shuffled rows, seconds and peak memory. Every way runs in a process of its own. The rows go into
triage/understand/models/themes.md.
"""

from __future__ import annotations

import hashlib
import json
import resource
import subprocess
import sys
import time
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
from sklearn.cluster import DBSCAN, HDBSCAN, AgglomerativeClustering, KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score, normalized_mutual_info_score
from sklearn.preprocessing import normalize

import triage
from triage.understand.tokens import split_texts
from triage.understand.vectors import make_space, telling_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Labels = NDArray[np.int64]

BANK: Final = "clustering/banking77.csv.gz"
GERMAN: Final = "clustering/massive_de_dev.csv.gz"
RAIL: Final = "mentions/germeval2017_dev.csv.gz"
#: Texts at most of those that settings are tuned on.
_MOST: Final = 4_000
_DIMENSIONS: Final = 128
_SEED: Final = 0
COLUMNS: Final = ("set", "way", "n", "k", "NMI", "ARI", "AMI", "alone", "agree", "seconds", "MiB")


def _half(texts: pd.Series[str], which: int) -> NDArray[np.bool_]:
    """Splits by a hash of the text, so that the halves stay what they are whatever the order of the file."""
    return np.array([hashlib.blake2b(text.encode()).digest()[0] % 2 == which for text in texts], bool)


def bank(data: Path, split: str) -> pd.DataFrame:
    """Returns bank customers' questions with their themes."""
    table = pd.read_csv(data / BANK)
    table = table[table["split"] == split]
    return table.sample(min(len(table), _MOST), random_state=_SEED)[["text", "theme"]]


def german(data: Path, which: int) -> pd.DataFrame:
    """Returns one half of German requests to an assistant with their intents."""
    table = pd.read_csv(data / GERMAN)
    return table.loc[_half(table["text"], which), ["text", "theme"]]


def rail(data: Path, which: int) -> pd.DataFrame:
    """Returns one half of the rail posts about an aspect; the first one but "Allgemein" (in general) is the label."""
    table = pd.read_csv(data / RAIL, keep_default_na=False)
    theme = table["categories"].str.extract(r"(?:^| )(?!Allgemein#)(\w+)#")[0]
    return table.assign(theme=theme).loc[_half(table["text"], which) & theme.notna(), ["text", "theme"]]


def airline(data: Path) -> pd.DataFrame:
    """Returns tweets with the airline they go to; agreement with it should be low."""
    table = pd.read_csv(data / "mentions/airline.csv").drop_duplicates("text").sample(_MOST, random_state=_SEED)
    return table.rename(columns={"airline": "theme"})[["text", "theme"]]


def emergencies(data: Path) -> pd.DataFrame:
    """Returns tweets of eight emergencies."""
    table = pd.read_csv(data / "mentions/incidents_dev.csv.gz").drop_duplicates("text")
    return table.sample(3_000, random_state=_SEED).rename(columns={"event": "theme"})[["text", "theme"]]


#: Settings are tuned on the first four; what is told elsewhere is measured on the others.
SETS: Final[dict[str, Callable[[Path], pd.DataFrame]]] = {
    "bank train": partial(bank, split="train"),
    "German first half": partial(german, which=0),
    "rail first half": partial(rail, which=0),
    "emergencies": emergencies,
    "bank test": partial(bank, split="test"),
    "German second half": partial(german, which=1),
    "rail second half": partial(rail, which=1),
    "by airline": airline,
}


def static_vectors(texts: list[str]) -> NDArray[np.float32]:
    """Returns the plain mean of the static table's vectors; shape (texts, 256)."""
    tokens = split_texts(texts)
    weight = telling_words(tokens).astype(np.float32)
    space = make_space(tokens, np.arange(len(tokens)), weight)
    return np.asarray(normalize(tokens.counts(weight) @ space.pieces), np.float32)


def own_vectors(texts: list[str]) -> NDArray[np.float32]:
    """Returns TF-IDF in as many dimensions as the product's own space; shape (texts, dimensions)."""
    weighted = TfidfVectorizer(min_df=2, sublinear_tf=True).fit_transform(texts)
    svd = TruncatedSVD(min(_DIMENSIONS, min(weighted.shape) - 1), random_state=_SEED)
    return np.asarray(normalize(svd.fit_transform(weighted)), np.float32)


def _k_means(texts: list[str], told: int, vectors: Callable[[list[str]], Any], *, is_told: bool = True) -> Labels:
    count = told if is_told else max(2, round(np.sqrt(len(texts) / 2)))
    return np.asarray(KMeans(count, n_init=3, random_state=_SEED).fit_predict(vectors(texts)), np.int64)


def _agglomerative(texts: list[str], told: int) -> Labels:
    way = AgglomerativeClustering(told, metric="cosine", linkage="average")
    return np.asarray(way.fit_predict(static_vectors(texts)), np.int64)


def _dense(texts: list[str], _told: int, way: Any) -> Labels:
    return np.asarray(way.fit_predict(static_vectors(texts)), np.int64)


def _bertopic(texts: list[str], _told: int) -> Labels:
    model = import_module("bertopic").BERTopic(calculate_probabilities=False)
    return np.asarray(model.fit_transform(texts, embeddings=static_vectors(texts))[0], np.int64)


def _ours(texts: list[str], _told: int, level: str) -> Labels:
    return triage.find_themes(texts, level=level)


WAYS: Final[dict[str, Callable[[list[str], int], Labels]]] = {
    "themes": partial(_ours, level="theme"),
    "topics": partial(_ours, level="topic"),
    "k-means, told k": partial(_k_means, vectors=static_vectors),
    "k-means, k = sqrt(n/2)": partial(_k_means, vectors=static_vectors, is_told=False),
    "TF-IDF, k-means, told k": partial(_k_means, vectors=own_vectors),
    "agglomerative, told k": _agglomerative,
    "DBSCAN": partial(_dense, way=DBSCAN(eps=0.25, min_samples=3, metric="cosine")),
    "HDBSCAN": partial(_dense, way=HDBSCAN(min_cluster_size=5, copy=True)),
    "BERTopic on the static table": _bertopic,
}


def measure(data: Path, name: str, way: str) -> dict[str, Any]:
    """Clusters a set twice, the second time shuffled, and compares with the labels; what is left out is alone."""
    table = SETS[name](data)
    texts, theme = table["text"].tolist(), table["theme"].astype(str).tolist()
    WAYS[way](texts[:200], 20)  # loads what is loaded once
    started = time.perf_counter()
    found = WAYS[way](texts, len(set(theme)))
    seconds = time.perf_counter() - started
    order = np.random.default_rng(1).permutation(len(texts))
    again = WAYS[way]([texts[i] for i in order.tolist()], len(set(theme)))
    left_out = found < 0
    found = np.where(left_out, found.max() + 1 + np.arange(len(found)), found)
    again = np.where(again < 0, again.max() + 1 + np.arange(len(again)), again)
    sizes = np.bincount(found)
    return {
        "set": name, "way": way, "n": len(texts), "k": len(np.unique(found[~left_out])),
        "NMI": f"{normalized_mutual_info_score(theme, found):.3f}",
        "ARI": f"{adjusted_rand_score(theme, found):.3f}",
        "AMI": f"{adjusted_mutual_info_score(theme, found):.3f}",
        "alone": f"{np.mean(sizes[found] <= 1):.3f}",
        "agree": f"{adjusted_rand_score(found[order], again):.2f}",
        "seconds": f"{seconds:.1f}",
        "MiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }  # fmt: skip


def _write(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(arguments: list[str]) -> None:
    """Prints the table, each row as soon as it is measured."""
    data, names = Path(arguments[0]), arguments[1:] or list(SETS)
    _write("| " + " | ".join(COLUMNS) + " |\n|" + " --- |" * len(COLUMNS))
    for name in names:
        for way in WAYS:
            if way.startswith("BERTopic") and find_spec("bertopic") is None:
                sys.stderr.write(f"{name}: {way} is left out, the package bertopic is not installed\n")
                continue
            command = [sys.executable, __file__, "--one", str(data), name, way]
            row = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
            _write("| " + " | ".join(str(row[column]) for column in COLUMNS) + " |")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        _write(json.dumps(measure(Path(sys.argv[2]), *sys.argv[3:])))
    else:
        main(sys.argv[1:])
