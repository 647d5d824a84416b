"""The clean table that is polluted: invented mentions, made from a seed."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

#: Data rows of the clean table; with the header 84 rows, as many as the benchmark's source has.
ROWS: Final = 83
#: Place of each column by what it holds.
DATE, TIME, LIKES, POST, RATING, CHANNEL, TEXT, URL, NOTE = range(9)

#: A third of the seeds each: English names, German ones, and names that no profile of ours knows.
_HEADERS: Final = (
    ("Date", "Time", "Likes", "Post Id", "Rating", "Channel", "Text", "URL", "Note"),
    ("Datum", "Uhrzeit", "Gefällt mir", "Beitrags-ID", "Bewertung", "Kanal", "Beitrag", "Link", "Notiz"),
    ("DAY", "HOUR", "Qty", "ITEMNO", "Price", "Kind", "Descr", "Page", "Remarks"),
)
_CHANNELS: Final = ("Twitter", "Reddit", "App Store", "E-Mail", "Foren", "news")
_OPENINGS: Final = (
    "The Halvara app crashed again", "Why is support so slow", "Große Freude über das Update", "Lieferung kam zu spät",
    "I can't log in since Monday", "Der Akku hält nur 3 Stunden", "Best customer service I've ever had",
    "Preis: 4,99 € im Monat",
    "Rechnung falsch, schon wieder", "Love the new look", "Nobody answers the phone", "Übersetzung ist schlecht",
)  # fmt: skip
_MIDDLES: Final = (
    ", honestly", "; the second time this week", ", und keiner hilft", ' - they said "soon"', ", 🙁",
    ' ("das ist normal")', "", "", ", see ticket 4711", "\nPlease fix it.", "\nBitte um Rückruf, danke!", "; naja",
)  # fmt: skip
_ENDINGS: Final = (
    ".", "!", "?", " 👍", " It's the customers' choice.", " Wer's glaubt ...", ' I quote: "never, ever".', ", right?",
    "\n\nSent from my phone", "", ' "Top"', " :-)",
)  # fmt: skip
_NOTES: Final = ("", "", "", "", "", "seen", "an Anna, heute", 'marked "urgent"', "3", "done; closed", "geklärt")


@dataclass(frozen=True, slots=True)
class Table:
    """A header, empty where there is none, and rows of cells."""

    header: list[str]
    rows: list[list[str]]

    def map(self, change: Callable[[str], str]) -> Table:
        """Changes every cell, those of the header too."""
        return Table([change(cell) for cell in self.header], [[change(cell) for cell in row] for row in self.rows])

    @property
    def lines(self) -> list[list[str]]:
        """The header, if any, above the rows."""
        return [self.header, *self.rows] if self.header else list(self.rows)


def mention_table(seed: int, rows: int = ROWS) -> Table:
    """Makes a clean table of nine columns: date, time, likes, post, rating, channel, text, url, note."""
    dice = random.Random(seed)  # noqa: S311 - to make data
    return Table(list(_HEADERS[seed % len(_HEADERS)]), [_mention(dice) for _ in range(rows)])


def _mention(dice: random.Random) -> list[str]:
    post = str(dice.randrange(10**18, 2 * 10**18))
    text = dice.choice(_OPENINGS) + dice.choice(_MIDDLES) + dice.choice(_ENDINGS)
    return [
        f"2026-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}",
        f"{dice.randint(0, 23):02}:{dice.randint(0, 59):02}",
        str(int(dice.paretovariate(0.7)) - 1) if dice.random() < 0.9 else "",
        post,
        f"{dice.randint(100, 500) / 100:.2f}",
        dice.choice(_CHANNELS),
        text,
        f"https://halvara.example/{dice.choice(('p', 'post', 'beitrag'))}/{post}?ref={dice.randint(1, 99)}",
        dice.choice(_NOTES),
    ]
