"""How much of a polluted file is read, measured as the Pollock benchmark does."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import pytest

from tests.listen.pollution.mention_table import Table, mention_table
from tests.listen.pollution.own import own
from tests.listen.pollution.published import WEIGHTS, published
from tests.listen.pollution.readers import comma_reader, triage_reader
from tests.listen.pollution.run import means, read_all, sample
from tests.listen.pollution.scoring import score

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.listen.pollution.polluted import Polluted

#: What triage must reach on the published files, nothing told: simple and weighted, 0..10.
FLOOR_PUBLISHED: Final = (9.97, 9.96)
#: The same for the sample of the fast test, in which a defect of the header stands for many.
FLOOR_SAMPLE: Final = (9.90, 9.95)
#: What it must reach on our own: the mean over the files.
FLOOR_OWN: Final = 9.7
#: One in so many of the defects of single rows is read in the fast test, and in the slow one; all of them by hand:
#: python -m tests.listen.pollution
EVERY: Final = 60
EVERY_SLOW: Final = 8

QUOTINGS: Final = pytest.mark.parametrize("always_quoted", [False, True], ids=["minimal", "quoted"])


@QUOTINGS
def test_most_of_every_published_pollution_is_read(always_quoted: bool) -> None:  # noqa: FBT001 - a parameter of the test
    seed = int(always_quoted)
    files = sample(published(seed, always_quoted=always_quoted), EVERY, start=seed * 7)
    simple, weighted = means(read_all(triage_reader, files))
    assert simple >= FLOOR_SAMPLE[0]
    assert weighted >= FLOOR_SAMPLE[1]


@QUOTINGS
def test_most_of_our_own_pollutions_is_read(always_quoted: bool) -> None:  # noqa: FBT001 - a parameter of the test
    assert means(read_all(triage_reader, own(int(always_quoted), always_quoted=always_quoted)))[0] >= FLOOR_OWN


@pytest.mark.slow
@QUOTINGS
def test_pollutions_are_read_as_well_as_promised(always_quoted: bool) -> None:  # noqa: FBT001 - a parameter
    seed = 2  # its column names are known to no profile
    files = sample(published(seed, always_quoted=always_quoted), EVERY_SLOW)
    simple, weighted = means(read_all(triage_reader, files))
    assert simple >= FLOOR_PUBLISHED[0]
    assert weighted >= FLOOR_PUBLISHED[1]
    assert means(read_all(triage_reader, own(seed, always_quoted=always_quoted)))[0] >= FLOOR_OWN


def test_the_published_set_is_whole() -> None:
    files = list(published(0, always_quoted=False))
    counts = Counter(one.family for one in files)
    assert len(files) == len({one.name for one in files}) == 2_290
    assert (counts["row_less_delimiter"], counts["row_more_delimiter"]) == (672, 756)
    assert (counts["row_extra_quote"], counts["row_spaces"]) == (756, 84)
    assert set(counts) == set(WEIGHTS)
    assert sum(one.weight for one in files) == pytest.approx(sum(WEIGHTS.values()))


def test_a_sample_weighs_as_much_as_the_whole() -> None:
    whole, part = list(published(1, always_quoted=True)), list(sample(published(1, always_quoted=True), 12))
    assert len(part) < len(whole) / 10
    assert sum(one.count for one in part) == pytest.approx(len(whole), rel=0.02)
    assert sum(one.weight for one in part) == pytest.approx(sum(one.weight for one in whole), rel=0.02)


@pytest.mark.parametrize("make", [published, own])
def test_the_same_seed_gives_the_same_files_and_each_is_another(make: Callable[..., Iterator[Polluted]]) -> None:
    files, again = (list(make(3, always_quoted=False)) for _ in range(2))
    assert files == again
    assert len({one.name for one in files}) == len(files)


@pytest.mark.parametrize("seed", range(3))
def test_a_plain_reader_reads_the_source_and_scores_ten(seed: int) -> None:
    for always_quoted in (False, True):
        source = next(published(seed, always_quoted=always_quoted))
        assert read_all(comma_reader, [source])[0].strict.total == 10


def test_the_clean_table_holds_what_makes_reading_hard() -> None:
    text = "".join(cell for seed in range(3) for row in mention_table(seed).rows for cell in row)
    assert all(mark in text for mark in (",", ";", '"', "'", "\n", "ü", "👍", "€", " "))
    assert all(len(row) == 9 for row in mention_table(0).rows)


CLEAN = Table(["a", "b"], [["1", "x"], ["2", ""], ["3", "Y"], ["4", "z"]])


@pytest.mark.parametrize(
    ("read", "total", "tolerant"),
    [
        (CLEAN, 10, 10),
        (Table([], []), 1, 1),
        (Table(["a", "b"], CLEAN.rows[::-1]), 10, 10),
        (Table(["A", "B"], [["1.0", "X"], ["2", ""], ["03", "y"], ["4", "z"]]), 1 + 3 * 2 / 4 + 3 * 4 / 10, 10),
        (Table(["a", "b"], [["1x", ""], *CLEAN.rows[1:]]), 4 + 3 * 3 / 4 + 3 * 8 / 10, 7 + 3 * 8 / 10),
    ],
)
def test_scores_are_those_of_the_benchmark(read: Table, total: float, tolerant: float) -> None:
    assert score(read, CLEAN).total == pytest.approx(total)
    assert score(read, CLEAN, tolerant=True).total == pytest.approx(tolerant)


def test_a_truth_without_header_asks_for_none() -> None:
    truth = Table([], CLEAN.rows)
    assert score(Table([], CLEAN.rows), truth).total == 10
    assert score(Table(["1", "2"], CLEAN.rows), truth).measures[1:4] == (1, 1, 1)
