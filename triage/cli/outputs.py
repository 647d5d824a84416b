"""Writes a night to where the options of `triage run` say."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from triage.cli.console import on_terminal, print_bytes, print_rich, say, terminal_width
from triage.model.errors import UsageError
from triage.present.choices import MENTION_FORMATS, choose_columns, format_of
from triage.present.files import keep_earlier, write_whole

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from triage.frames import ActionFrame
    from triage.model.settings import Settings
    from triage.outcome import Night

#: Standard output, as the path of an output.
STDOUT: Final = "-"


@dataclass(frozen=True, slots=True)
class Outputs:
    """Where the night is written to.

    Attributes:
        lists: Paths of the action list.
        form: Format of what goes to standard output; None chooses.
        mentions: Path of the mentions, if wanted.
        rejects: Path of the rejects, if wanted.
        summary: Path of the summary, if wanted.
    """

    lists: tuple[str, ...]
    form: str | None
    mentions: str | None
    rejects: str | None
    summary: str | None

    def check(self, settings: Settings) -> None:
        """Refuses what cannot be written before any work is done."""
        choose_columns(settings.columns)
        for path in self.lists:
            if path != STDOUT:
                format_of(path)
        if self.mentions:
            self._mentions_form(self.mentions)
        paths = [path if path == STDOUT else os.path.realpath(path) for path in self._paths()]
        own = (
            settings.store.path,
            settings.store.key,
            settings.team,
            settings.act.playbook,
            settings.sentiment.calibration,
        )
        used = {os.path.realpath(path): path for path in own if path}
        spared = next((used[path] for path in paths if path in used), None)
        if spared:
            raise UsageError("it is read by this run and never written over", where=spared)
        twice = next((path for path in paths if paths.count(path) > 1), None)
        if twice:
            where = "standard output" if twice == STDOUT else twice
            raise UsageError("two outputs would be written there", where=where, hint="give one of them another name")

    def list_files(self) -> tuple[str, ...]:
        """Returns the files that the action list is written to."""
        return tuple(path for path in self.lists if path != STDOUT)

    def render_lists(self, night: Night, settings: Settings) -> dict[str, bytes]:
        """Returns what each file of the action list will hold."""
        self._spare_sources(night)
        shown = _top(night, settings)
        return {path: list_bytes(shown, night.summary, format_of(path), settings) for path in self.list_files()}

    def write(
        self,
        night: Night,
        settings: Settings,
        seconds: dict[str, float],
        rendered: dict[str, bytes],
        *,
        read_in: Collection[str] = (),
        quiet: bool,
    ) -> None:
        """Writes the files, then standard output.

        Args:
            night: What is written.
            settings: How.
            seconds: How long each step took.
            rendered: What `render_lists` gave.
            read_in: Lists whose edits are known, so that nothing is lost when they are written over.
            quiet: Whether to say nothing.
        """
        from triage.present import outputs

        shown = _top(night, settings)
        for path, data in rendered.items():
            write_list(path, data, len(shown), keep=path not in read_in, quiet=quiet)
        others: list[tuple[str, Iterable[bytes]]] = []
        if self.mentions:
            form = self._mentions_form(self.mentions)
            pieces = outputs.render_mentions(night.mentions, form, spreadsheet=settings.spreadsheet)
            others.append((self.mentions, pieces))
        if self.rejects:
            others.append((self.rejects, [outputs.render_rejects(night.rejects)]))
        if self.summary:
            others.append((self.summary, [outputs.render_summary({**night.summary, "seconds": seconds})]))
        for path, content in sorted(others, key=lambda other: other[0] == STDOUT):
            _put(path, content)
        if STDOUT in self.lists:
            _print(shown, night, self.form or "csv", settings)
        elif STDOUT not in self._paths() and (self.form or not self.lists):
            _print(shown, night, self.form or ("table" if on_terminal() else "csv"), settings)

    def _paths(self) -> list[str]:
        return [*self.lists, *filter(None, (self.mentions, self.rejects, self.summary))]

    def _mentions_form(self, path: str) -> str:
        if path != STDOUT:
            return format_of(path, MENTION_FORMATS)
        if self.form not in {None, *MENTION_FORMATS}:
            hint = f"known are {', '.join(MENTION_FORMATS)}"
            raise UsageError(f"mentions cannot be written as {self.form!r}", where="--format", hint=hint)
        return self.form or "csv"

    def _spare_sources(self, night: Night) -> None:
        read = {os.path.realpath(report.source) for report in night.sources if not report.refused}
        for path in self._paths():
            if path != STDOUT and os.path.realpath(path) in read:
                raise UsageError("it is one of the exports, which are never written over", where=path)


def write_list(path: str, data: bytes, actions: int, *, keep: bool, quiet: bool) -> None:
    """Writes an action list to a file, and keeps what an analyst may have edited and is not known yet."""
    kept = keep_earlier(Path(path), data) if keep else None
    if kept:
        say(f"kept the list that was there as {kept}", quiet=quiet)
    _put(path, [data])
    say(f"wrote {path}: {actions:,} actions", quiet=quiet)


def list_bytes(shown: ActionFrame, counts: Mapping[str, Any], form: str, settings: Settings) -> bytes:
    """Returns an action list in a format, with the columns of the settings."""
    from triage.present.outputs import render

    columns = choose_columns(settings.columns)
    return render(shown, form, columns=columns, spreadsheet=settings.spreadsheet, night=counts)


def _print(shown: ActionFrame, night: Night, form: str, settings: Settings) -> None:
    if form != "table":
        _put(STDOUT, [list_bytes(shown, night.summary, form, settings)])
        return
    from triage.present.table import action_table

    print_rich(action_table(shown, width=terminal_width(), night=night.summary))


def _put(path: str, pieces: Iterable[bytes]) -> None:
    """Writes pieces to a file, whole or not at all, or to standard output."""
    if path == STDOUT:
        print_bytes(pieces)
    else:
        write_whole(Path(path), lambda file: file.writelines(pieces))


def _top(night: Night, settings: Settings) -> ActionFrame:
    """Returns the first actions only, where --top says so; the other voices close the list all the same."""
    import pandas as pd

    from triage.present.digest import other_voices, themes_only

    themes, rest = themes_only(night.actions), other_voices(night.actions)
    if not settings.top or settings.top >= len(themes):
        return night.actions
    return type(night.actions)(pd.concat([themes.iloc[: settings.top], rest], ignore_index=True))
