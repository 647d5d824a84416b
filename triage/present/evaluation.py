"""Shows on a terminal how right judges of sentiment are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.console import Group
from rich.table import Table
from rich.text import Text

from triage.present.safe import shorten, terminal_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from triage.model.evaluation import Comparison, Judged, Mistake, Quality

_CLASSES: Final = ("negative", "neutral", "positive")
_TEXT_CHARS: Final = 200


def evaluation_table(found: Comparison) -> Group:
    """Returns the judges, the confusion of each language, the worst mistakes.

    Args:
        found: What comparing gave.

    Returns:
        A Rich renderable; no text of it is markup.
    """
    parts: list[Text | Table] = [Text(f"{found.labelled:,} labelled rows", style="bold"), _judges(found.judged)]
    parts += [Text(terminal_text(f"{name} {why}")) for name, why in found.missing.items()]
    if found.unscored:
        parts.append(Text(terminal_text(f"not scored, by language: {_counts(found.unscored)}")))
    if found.calibrated:
        parts += [Text("\nwith a calibration from other rows than those measured (5 folds)", style="bold")]
        parts.append(_judges(found.calibrated))
    for one in found.judged:
        if one.judge == "triage" and one.language != "all":
            parts += [Text(f"\n{one.language}: labels down, judged across", style="bold"), _confusion(one.quality)]
    if found.mistakes:
        parts += [Text("\nsurest and wrong", style="bold"), _mistakes(found.mistakes)]
    return Group(*parts)


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name or 'unknown'} {count:,}" for name, count in counts.items())


def _judges(judged: Sequence[Judged]) -> Table:
    heads = ("texts", "recall", "F1", "ECE", "negative", "in truth", "texts/s")
    table = _plain(("judge", "language"), heads)
    for one in judged:
        quality = one.quality
        speed = f"{one.texts_a_second:,.0f}" if one.texts_a_second else ""
        cells = (
            one.judge, one.language, f"{quality.texts:,}", f"{quality.macro_recall:.3f}", f"{quality.macro_f1:.3f}",
            _share(quality.calibration_error), _share(quality.negative), _share(quality.negative_true), speed,
        )  # fmt: skip
        table.add_row(*map(Text, cells))
    return table


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _confusion(quality: Quality) -> Table:
    table = _plain(("",), (*_CLASSES, "recall", "F1"))
    for name, row, recall, f1 in zip(_CLASSES, quality.confusion, quality.recall, quality.f1, strict=True):
        table.add_row(*map(Text, (name, *(f"{count:,}" for count in row), _share(recall), _share(f1))))
    return table


def _mistakes(mistakes: Iterable[Mistake]) -> Table:
    table = _plain(("label", "judged"), ("P",), ("text",))
    for one in mistakes:
        text = shorten(" ".join(terminal_text(one.text).split()), _TEXT_CHARS)
        table.add_row(*map(Text, (one.label, one.judged, f"{one.probability:.2f}", text)))
    return table


def _plain(names: Iterable[str], numbers: Iterable[str], texts: Iterable[str] = ()) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for name in names:
        table.add_column(name, no_wrap=True)
    for name in numbers:
        table.add_column(name, justify="right", no_wrap=True)
    for name in texts:
        table.add_column(name, overflow="fold")
    return table
