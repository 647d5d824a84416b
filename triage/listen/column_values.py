"""Finds out what the cells of a column look like, whatever its name."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from triage.listen.cell_pool import CellPool
from triage.listen.names import fold
from triage.listen.sampling import lengths_of
from triage.listen.values import known_channel_share, read_languages
from triage.listen.vendors import load_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

#: Cells of which dates, channels and languages are tried; they cost more than patterns.
_TRIED: Final = 200
_LONGEST_DATE: Final = 80
_WIDEST: Final = 1_000
_EPOCH_YEARS: Final = (946_684_800, 2_208_988_800)

_URL: Final = r"^\s*(?:https?://|www\.)\S+\s*$"
_PICTURE: Final = r"(?i)\.(?:jpe?g|png|gif|webp|svg|mp4)(?:\?\S*)?\s*$"
_EMAIL: Final = r"^\s*[^@\s]+@[^@\s]+\.\w+\s*$"
_WORDS: Final = r"\S+"
_LOWER: Final = r"(?:^|[\s(\x22'])[\p{Ll}\p{Lo}][\p{L}']+"
_SEVERAL: Final = r"\S+\s+\S+\s+\S+"
_UNSPACED: Final = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}]{5,}"
_LISTED: Final = r"^\s*[\[{].*[\]}]\s*$|^[^,;|.!?]{1,40}(?:[,;|][^,;|.!?]{1,25}){3,}$"
_HAS_DIGIT: Final = r"\d"
_DATE_LIKE: Final = r"\d{4}|\d[./-]\d|\d\.? ?[\p{L}]{3}|[\p{L}]{3,}\.? \d"
_EPOCH: Final = r"^\d{10}(?:\.\d+)?$|^\d{13}$"
_CLOCK: Final = r"^\s*(?:[01]?\d|2[0-4])(?:[:h][0-5]\d(?::\d{2}(?:\.\d+)?)?|\.[0-5]\d)\s*(?:[aApP]\.?[mM]\.?|Uhr)?\s*$"
_DEEP_LINK: Final = r"^\s*(?:https?://|www\.)[^/\s]+/[^/\s]\S*"
_TRUTH: Final = r"(?i)^(?:true|false|yes|no|ja|nein|wahr|falsch)$"
_HANDLE: Final = r"^@[\w.-]{2,40}$"
_USER: Final = r"^[\w.-]{3,40}$"
_USER_SIGN: Final = r"[\p{L}].*[\d_]|[_.].*[\p{L}]|[\p{Ll}][\p{Lu}]"
_PERSON: Final = r"^\p{Lu}[\p{L}'\x{2019}-]+(?: (?:von|van|de|der|di|bin|zu))?(?: \p{Lu}[\p{L}'\x{2019}.-]*){1,3}$"
_IDENTIFIER: Final = r"^(?:\d{6,25}|[0-9a-fA-F]{8,64}|[0-9a-fA-F-]{36}|[A-Za-z]{1,5}[-_:#]?\w*\d{3,}\w*|[\w-]{8,40})$"
_SIGN_OF_ID: Final = r"\d"
_MANGLED: Final = r"^\d[.,]\d+[eE]\+\d+$"
_STARS: Final = (
    r"^[★☆⭐✩✭]+$|^(?:[0-9]|10)(?:[.,]\d)? ?"
    r"(?:/ ?(?:5|10)|von 5|out of 5|stars?|sterne?n?|bintang|estrellas?|étoiles?|stelle)$"
)
_LEAST_OF_SENTIMENT: Final = frozenset({"positive", "negative", "positiv", "negativ", "pos", "neg", "neutral"})


@functools.cache
def _sentiments() -> frozenset[str]:
    return frozenset(load_table("column_words")["sentiments"].split())


class ColumnValues:
    """What a sample of a column's cells looks like; each question is answered when it is first asked.

    Attributes:
        filled: Share of the rows of the whole table that have something in this column.
        rows: Rows of the whole table.
        cells: The filled cells of the sample.
    """

    def __init__(self, column: pd.Series[Any], whole: pd.Series[Any]) -> None:
        """Takes the sample of a column, with the whole of it for the share that is filled."""
        self.rows = len(whole)
        self.filled = float((lengths_of(whole) > 0).mean()) if self.rows else 0.0
        cut = pc.utf8_slice_codeunits(pa.array(column, type=pa.large_string()), 0, _WIDEST)
        stripped = pd.Series(pc.utf8_trim_whitespace(cut), dtype="str")
        self.cells: pd.Series[Any] = stripped[stripped != ""].reset_index(drop=True)
        self._pools: tuple[CellPool, CellPool] | None = None
        self._place = 0

    def pool(self, pools: tuple[CellPool, CellPool], place: int) -> None:
        """Lets this column be looked at together with others, in which it has a place.

        Args:
            pools: What holds the cells of all, and what holds those `tried`.
            place: Place of this column among them.
        """
        self._pools, self._place = pools, place

    @functools.cached_property
    def _own_pools(self) -> tuple[CellPool, CellPool]:
        return self._pools or (CellPool([self.cells]), CellPool([self.tried]))

    def _found_in(self, pattern: str) -> npt.NDArray[np.bool_]:
        return self._own_pools[0].found_in(self._place, pattern)

    @property
    def is_blank(self) -> bool:
        """Whether the column holds nothing although there are rows."""
        return self.rows > 0 and self.cells.empty

    def share(self, pattern: str) -> float:
        """Returns the share of the filled cells that hold a pattern."""
        return float(self._found_in(pattern).mean()) if len(self.cells) else 0.0

    @functools.cached_property
    def distinct(self) -> pd.Series[Any]:
        """The distinct cells, sorted."""
        return pd.Series(sorted(self.cells.unique()), dtype="str")

    @property
    def variety(self) -> float:
        """Distinct cells a filled cell, 0 to 1."""
        return len(self.distinct) / len(self.cells) if len(self.cells) else 0.0

    @functools.cached_property
    def words(self) -> float:
        """Words a cell; in scripts without blanks two signs are one."""
        return float(np.mean(self._word_counts)) if len(self.cells) else 0.0

    @functools.cached_property
    def _word_counts(self) -> npt.NDArray[np.int64]:
        spaced = np.asarray(pc.count_substring_regex(pa.array(self.cells, type=pa.large_string()), _WORDS))
        unspaced = self._found_in(_UNSPACED)
        return np.where(unspaced, np.maximum(spaced, self.cells.str.len().to_numpy() // 2), spaced)

    @functools.cached_property
    def length(self) -> float:
        """Characters a cell."""
        return float(self.cells.str.len().mean()) if len(self.cells) else 0.0

    @functools.cached_property
    def prose(self) -> float:
        """Share of the cells that read like sentences: several words, some of them small, no list."""
        if self.cells.empty:
            return 0.0
        is_prose = self._found_in(_SEVERAL) & self._found_in(_LOWER) | self._found_in(_UNSPACED)
        return float((is_prose & ~self._found_in(_LISTED)).mean())

    @functools.cached_property
    def numbers(self) -> float:
        """Share of the cells that are numbers."""
        return float(self._own_pools[0].numbers(self._place).mean()) if len(self.cells) else 0.0

    @functools.cached_property
    def urls(self) -> float:
        """Share of the cells that are web addresses."""
        return self.share(_URL)

    @functools.cached_property
    def deep_links(self) -> float:
        """Share of the cells that are addresses of a page below a site's first."""
        return self.share(_DEEP_LINK)

    @functools.cached_property
    def truths(self) -> float:
        """Share of the cells that say yes or no."""
        return self.share(_TRUTH)

    @property
    def is_constant(self) -> bool:
        """Whether several rows all hold the same."""
        return len(self.cells) > 1 and len(self.distinct) == 1

    @functools.cached_property
    def pictures(self) -> float:
        """Share of the cells that are the address of a picture or film."""
        return self.share(_PICTURE)

    @functools.cached_property
    def emails(self) -> float:
        """Share of the cells that are mail addresses."""
        return self.share(_EMAIL)

    @functools.cached_property
    def dates(self) -> float:
        """Share of the cells that can be read as dates."""
        pool = self._own_pools[1]
        if self.tried.empty or not pool.found_in(self._place, _HAS_DIGIT).any():
            return 0.0
        if float(self.tried.str.len().mean()) > _LONGEST_DATE or not pool.found_in(self._place, _DATE_LIKE).any():
            return 0.0
        return float(pool.dates(self._place).mean())

    @functools.cached_property
    def epochs(self) -> float:
        """Share of the cells that are seconds or milliseconds since 1970, of this century."""
        cells = self.cells[self._found_in(_EPOCH)] if len(self.cells) else self.cells
        seconds = cells.str.slice(0, 10).astype("int64")
        return float(seconds.between(*_EPOCH_YEARS).sum() / len(self.cells)) if len(self.cells) else 0.0

    @functools.cached_property
    def clocks(self) -> float:
        """Share of the cells that are a time of day alone."""
        return self.share(_CLOCK)

    @functools.cached_property
    def channels(self) -> float:
        """Share of the cells that name a known channel or a domain."""
        return known_channel_share(self.tried)

    @functools.cached_property
    def languages(self) -> float:
        """Share of the cells that name a language."""
        return float((read_languages(self.tried) != "").mean()) if len(self.cells) else 0.0

    @functools.cached_property
    def people(self) -> float:
        """Share of the cells that look like the name of a person or an account, and like nothing else."""
        if self.cells.empty:
            return 0.0
        is_user = self._found_in(_USER) & self._found_in(_USER_SIGN)
        return float((is_user | self._found_in(_HANDLE) | self._found_in(_PERSON)).mean())

    @functools.cached_property
    def accounts(self) -> float:
        """Share of the cells that could be the name of an account, each one word without a blank."""
        return self.share(_USER)

    @functools.cached_property
    def identifiers(self) -> float:
        """Share of the cells that look like an identifier."""
        if self.cells.empty:
            return 0.0
        return float((self._found_in(_IDENTIFIER) & self._found_in(_SIGN_OF_ID)).mean())

    @functools.cached_property
    def mangled(self) -> float:
        """Share of the cells that a spreadsheet turned into 1.23E+17."""
        return self.share(_MANGLED)

    @functools.cached_property
    def is_row_number(self) -> bool:
        """Whether the cells count the rows from 0 or 1."""
        if self.variety < 1 or float(self._found_in(r"^\d{1,9}$").mean()) < 1:
            return False
        numbers = self.cells.astype("int64")
        return int(numbers.min()) in (0, 1) and int(numbers.max()) - int(numbers.min()) < self.rows

    @functools.cached_property
    def sentiments(self) -> float:
        """Share of the cells that are a word for a sentiment, or stars."""
        if self.cells.empty:
            return 0.0
        words = {fold(cell) for cell in self.distinct[:_TRIED]}
        known = words & _sentiments() if words & _LEAST_OF_SENTIMENT else frozenset[str]()
        is_word = np.array([fold(cell) in known for cell in self.tried], dtype=bool)
        return float((is_word | self._own_pools[1].found_in(self._place, _STARS)).mean())

    @functools.cached_property
    def tried(self) -> pd.Series[Any]:
        """Some of the distinct cells, taken evenly from all of them in order."""
        step = max(1, len(self.distinct) // _TRIED)
        return self.distinct[::step].reset_index(drop=True)


def pool_columns(columns: Sequence[ColumnValues]) -> None:
    """Lets columns be looked at together."""
    pools = CellPool([column.cells for column in columns]), CellPool([column.tried for column in columns])
    for place, column in enumerate(columns):
        column.pool(pools, place)
