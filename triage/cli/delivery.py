"""Hands a night over: reads in what people edited in the lists before, tells what was read, writes the outputs."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from triage.cli.console import say

if TYPE_CHECKING:
    from triage.cli.console import Bars
    from triage.cli.outputs import Outputs
    from triage.model.settings import Settings
    from triage.outcome import Night
    from triage.store.store import Store

#: Files whose assumptions are told without --verbose; of more only the count is.
_TOLD_FILES: Final = 12
_TOLD_LANGUAGES: Final = 6
_LOST: Final = (("duplicates", "duplicates"), ("rejects", "rejects"), ("left_out", "left out by the options"))


class Delivery:
    """What the command line does in a night before it is understood, and before it is kept.

    Attributes:
        bars: Show how far the night is.
        unread: Whether nobody read standard output to its end, which is no fault of the night.
    """

    def __init__(self, written: Outputs, settings: Settings, bars: Bars, *, quiet: bool, verbose: bool) -> None:
        """Keeps where the night is written to, and how."""
        self._written, self._settings, self.bars = written, settings, bars
        self._quiet, self._verbose, self.unread = quiet, verbose, False
        self._read_in: dict[str, str] = {}

    def gather(self, store: Store, as_of: datetime | None) -> None:
        """Reads the edits of the lists that will be written over into the store, and makes them last.

        They count as made when the file was saved, if that was between the nights, else at the nearer of them. A list
        that is as the last night wrote it holds none, also where that night was cut off before it was kept.
        """
        from triage.cli.sync import tell, user_name
        from triage.cli.syncing import sync_file
        from triage.store.announcing import announced, digest_of

        last = store.last()
        if not last.night:
            return
        as_written = announced(self._settings.store.key)
        for path in self._written.list_files():
            if not Path(path).is_file():
                continue
            found = digest_of(Path(path).read_bytes())
            if found in as_written:
                self._read_in[path] = found
                continue
            at = datetime.fromtimestamp(Path(path).stat().st_mtime, UTC)
            at = at if last.as_of is None else max(at, last.as_of)
            at = at if as_of is None else min(at, as_of)
            report = sync_file(path, store, self._settings, at=at, by=user_name())
            if report is None:
                continue
            tell(report, quiet=self._quiet, verbose=self._verbose)
            if report.is_whole:
                self._read_in[path] = found

    def deliver(self, night: Night, store: Store | None) -> None:
        """Tells what was read and writes the outputs; a list that was edited since it was read in is kept."""
        from triage.store.announcing import announce, digest_of

        self.bars.close()
        _tell(night, quiet=self._quiet, verbose=self._verbose)
        rendered = self._written.render_lists(night, self._settings)
        if store is not None:
            announce(self._settings.store.key, map(digest_of, rendered.values()))
        read_in = [path for path, found in self._read_in.items() if digest_of(Path(path).read_bytes()) == found]
        try:
            self._written.write(night, self._settings, self.bars.seconds, rendered, read_in=read_in, quiet=self._quiet)
        except BrokenPipeError:
            self.unread = True

    def waiting(self) -> None:
        """Says that another run has the store."""
        say(f"waiting for another run on {self._settings.store.path}", quiet=self._quiet)


def _tell(night: Night, *, quiet: bool, verbose: bool) -> None:
    """Says what was read and assumed, and where rows were lost."""
    if quiet:
        return
    for report in night.sources:
        if report.refused:
            say(f"{report.source}: {report.refused}")
        elif verbose or (len(night.sources) <= _TOLD_FILES and report.warnings):
            for warning in report.warnings:
                say(f"{report.source}: {warning}")
    counts = night.summary
    parts = [f"{counts['mentions']:,} mentions"]
    parts += [f"{counts[name]:,} {word}" for name, word in _LOST if counts[name]]
    say(f"{counts['rows_read']:,} rows read = " + " + ".join(parts))
    if counts["counted_before"] and not counts["mentions"]:
        say("nothing new: earlier nights counted all of it")
    if counts["set_aside"]:
        risky = f", {counts['set_aside_risks']:,} of them with a risk" if counts["set_aside_risks"] else ""
        say(f"{counts['set_aside']:,} of the mentions set aside as not about the brands{risky}")
    if counts["unscored"]:
        languages = list(counts["unscored_languages"].items())
        listed = ", ".join(f"{code or 'unknown'} {count:,}" for code, count in languages[:_TOLD_LANGUAGES])
        more = f" and {len(languages) - _TOLD_LANGUAGES} more" if len(languages) > _TOLD_LANGUAGES else ""
        say(f"{counts['unscored']:,} mentions have no sentiment, by language: {listed}{more}")
