"""All pollutions of our own, at one seed."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.listen.pollution.mention_table import mention_table
from tests.listen.pollution.own_shapes import shapes
from tests.listen.pollution.own_spellings import spellings
from tests.listen.pollution.spelling import Spelling

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.listen.pollution.polluted import Polluted


def own(seed: int, *, always_quoted: bool) -> Iterator[Polluted]:
    """Yields the source's files; every name and weight is as good as another."""
    table = mention_table(seed)
    plain = Spelling(always=always_quoted, row_end="\n" if seed % 2 else "\r\n")
    dice = random.Random(seed)  # noqa: S311 - to make data
    for make in (spellings, shapes):
        for polluted in make(table, plain, dice):
            yield replace(polluted, family=f"own_{polluted.family}", name=f"own_{polluted.name}")
