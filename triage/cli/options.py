"""The options that several commands share, and how they change the settings."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, TypeVar

import typer

from triage.model.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from triage.model.settings import ActSettings, SentimentSettings, Settings

#: The settings file that is read where no other is named.
DEFAULT_CONFIG: Final = "triage.toml"
#: The calibration that is read and written beside the settings file where the settings name no other.
DEFAULT_CALIBRATION: Final = "calibration.json"
#: The company's next steps, where the settings name no other file.
DEFAULT_PLAYBOOK: Final = "playbook.csv"

_Read = TypeVar("_Read")

Sources = Annotated[
    list[str], typer.Argument(metavar="SOURCE...", help="A file, a folder, a glob, or - for standard input.")
]
Config = Annotated[
    Path | None,
    typer.Option("--config", metavar="FILE", help="Settings; without it triage.toml of this folder, if any."),
]
Map = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="FIELD=COLUMN", help="Say which column holds a field, where detection is wrong."),
]
StorePath = Annotated[
    str | None,
    typer.Option("--store", metavar="PATH|URL", help="What nights remember; without it [store] of the settings."),
]
Output = Annotated[
    list[str] | None,
    typer.Option(
        "--output", "-o", metavar="PATH", help="Write the list; .csv .tsv .json .jsonl .md .parquet; repeatable."
    ),
]
Form = Annotated[
    Literal["table", "csv", "tsv", "json", "jsonl", "md"] | None,
    typer.Option("--format", "-f", help="Format of standard output. [default: table on a terminal, csv into a pipe]"),
]
Columns = Annotated[str | None, typer.Option("--columns", metavar="all|short|NAME,...", help="Columns of the list.")]
Spreadsheet = Annotated[
    Literal["us", "de"] | None, typer.Option("--spreadsheet", help="A CSV that Excel opens as it is.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Say every assumption; show where an error came from.")]


def settings_from(config: Path | None, mapped: Iterable[str] | None = None, **given: Any) -> Settings:  # noqa: ANN401
    """Returns the settings of the file, changed by the options that were given.

    Args:
        config: The settings file, or None for `DEFAULT_CONFIG` if it is there.
        mapped: FIELD=COLUMN pairs.
        given: Settings by name; None, "" and () leave the file's own.

    Raises:
        UsageError: The file or an option is wrong.
    """
    from triage.settings import load_settings

    config = used_config(config)
    settings = load_settings(config)
    if config is not None and settings.team:
        settings = dataclasses.replace(settings, team=str(config.parent / settings.team))
    settings = dataclasses.replace(
        settings, sentiment=_calibrated(settings.sentiment, config), act=_with_playbook(settings.act, config)
    )
    pairs = dict(settings.listen.map, **dict(map(_pair, mapped or ())))
    listen = dataclasses.replace(settings.listen, map=pairs)
    changes = {name: value for name, value in given.items() if value not in (None, "", (), [])}
    return dataclasses.replace(settings, listen=listen, **changes)


def stored(settings: Settings, store: str | None, config: Path | None) -> Settings:
    """Returns the settings with the store of the command line in place of the file's, and paths as seen from here.

    Args:
        settings: The settings as read.
        store: What --store says.
        config: The settings file, from whose folder its own paths are told.
    """
    config = used_config(config)
    folder = Path() if config is None else config.parent
    found = settings.store
    key = str(folder / found.key) if found.key else ""
    path = store or (found.path if not found.path or is_url(found.path) else str(folder / found.path))
    if not key:
        key = f"{path}.key" if path and not is_url(path) else str(folder / "triage.key")
    return dataclasses.replace(settings, store=dataclasses.replace(found, path=path, key=key))


def is_url(store: str) -> bool:
    """Tells a database's URL from the path of a file.

    >>> is_url("postgresql+psycopg://triage@db/triage"), is_url("C:/nights.db")
    (True, False)
    """
    return "://" in store


def instant(option: str, given: str | None) -> datetime | None:
    """Returns the instant that an option names; None where it is not given.

    Raises:
        UsageError: It names none.
    """
    from triage.settings import parse_instant

    return None if given is None else read(option, parse_instant, given)


def read(option: str, reader: Callable[[str], _Read], given: str) -> _Read:
    """Returns what a reader makes of an option; where it cannot, the message names the option."""
    try:
        return reader(given)
    except UsageError as error:
        raise UsageError(error.what, where=option, hint=error.hint) from None


def branded(settings: Settings, names: Iterable[str] | None) -> Settings:
    """Returns the settings with the brands of the command line in place of the file's.

    Raises:
        UsageError: A name has no letter or digit.
    """
    given = tuple(name.strip() for name in names or ())
    for name in given:
        if not any(map(str.isalnum, name)):
            raise UsageError(f"{name!r} is no name", where="--brand")
    return (
        dataclasses.replace(settings, brands=dataclasses.replace(settings.brands, names=given)) if given else settings
    )


def used_config(config: Path | None) -> Path | None:
    """Returns the settings file that is read: the one that is named, or the usual one if it is there."""
    return Path(DEFAULT_CONFIG) if config is None and Path(DEFAULT_CONFIG).is_file() else config


def calibration_path(settings: SentimentSettings, config: Path | None) -> Path:
    """Returns where the calibration of a settings file lies, or will lie."""
    folder = Path() if config is None else config.parent
    return folder / (settings.calibration or DEFAULT_CALIBRATION)


def _calibrated(settings: SentimentSettings, config: Path | None) -> SentimentSettings:
    """Names the calibration that is used: the one that the settings name, or the usual one if it is there."""
    path = calibration_path(settings, config)
    used = str(path) if settings.calibration or path.is_file() else ""
    return dataclasses.replace(settings, calibration=used)


def _with_playbook(settings: ActSettings, config: Path | None) -> ActSettings:
    """Names the playbook that is used: the one that the settings name, or the usual one if it is there."""
    folder = Path() if config is None else config.parent
    path = folder / (settings.playbook or DEFAULT_PLAYBOOK)
    return dataclasses.replace(settings, playbook=str(path) if settings.playbook or path.is_file() else "")


def _pair(given: str) -> tuple[str, str]:
    field, equals, column = given.partition("=")
    if not equals or not field or not column:
        raise UsageError(f"{given!r} is not FIELD=COLUMN", where="--map", hint='say for example --map text="Full Text"')
    return field.strip(), column.strip()
