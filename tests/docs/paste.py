"""Pastes tables, figures and samples into the documents, each from the place where it is true.

`python tests/docs/paste.py` rewrites the documents and the picture; with --check it changes nothing, names each block
that is stale, and leaves with 1. What stands between `<!-- paste: NAME -->` and `<!-- end -->` is block NAME.
"""

from __future__ import annotations

import csv
import dataclasses
import functools
import io
import math
import os
import re
import sys
import tempfile
import tomllib
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import typer
from rich.console import Console
from rich.segment import Segment, Segments
from typer.testing import CliRunner

import triage
from triage.act.guard_rails import rules
from triage.act.score import explain
from triage.cli.app import app
from triage.cli.exits import Exit
from triage.cli.options import settings_from
from triage.listen.sources import COMPRESSIONS, ENDINGS
from triage.model.action import SHORT_COLUMNS, Action
from triage.model.column import columns_of
from triage.model.member import Member
from triage.model.mention import Mention, ScoredMention
from triage.model.settings import Settings, StoreSettings
from triage.model.standing import Measures
from triage.model.theme import risk_counts
from triage.present.choices import FORMATS, MENTION_FORMATS
from triage.present.table import action_table
from triage.settings import _sentences, _toml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

ROOT: Final = Path(__file__).parents[2]
STORY: Final = Path("examples/halvara")
DOCUMENTS: Final = ("README.md", "CONTRIBUTING.md", "examples/halvara/README.md")
PICTURE: Final = STORY / "terminal.svg"
PICTURE_LINES: Final = 22
PICTURE_WIDTH: Final = 120

_TEXTS: Final = tomllib.loads(Path(__file__).with_name("texts.toml").read_text(encoding="utf-8"))
_BLOCK: Final = re.compile(r"(<!-- paste: (\S+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)
_NOISE: Final = re.compile(r"^triage: |nothing usable in the input: |tests/dumps/[\w.-]+: ", re.MULTILINE)


@functools.cache
def settings() -> Settings:
    """Returns the settings of the example."""
    return settings_from(STORY / "triage.toml")


@functools.cache
def night() -> triage.Night:
    """Runs the example's three nights."""
    return triage.run(sorted(STORY.glob("night-*")), settings())


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Returns a Markdown table."""
    heads = [str(cell) for cell in head]
    lines = [heads, ["---"] * len(heads), *([str(cell).replace("|", r"\|") for cell in row] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def columns(*nouns: type) -> str:
    """Says what each column of some nouns means."""
    specs = [spec for noun in nouns for spec in columns_of(noun)]
    decimals = ("" if spec.column.digits is None else spec.column.digits for spec in specs)
    rows = zip(specs, decimals, strict=True)
    return table(
        ("column", "meaning", "unit", "decimals"),
        ((f"`{spec.name}`", spec.column.about, spec.column.unit, digits) for spec, digits in rows),
    )


def options(command: str) -> str:
    """Lists the arguments and options of a command as --help has them."""
    known = typer.main.get_command(app).commands[command]  # type: ignore[attr-defined]  # typer calls a group a command
    with known.make_context(command, [], resilient_parsing=True) as context:
        records = [param.get_help_record(context) for param in known.params]
    rows = ((re.sub(r" <(list\[str\]|path)>", "", name), re.sub(r" +\[x>=1\]", "", text)) for name, text in records)
    return table(("option", "meaning"), ((f"`{name}`", re.sub(" +", " ", text)) for name, text in rows))


def exits() -> str:
    """Lists the exit codes."""
    return table(("code", "meaning"), ((code.value, _TEXTS["exits"][code.name]) for code in Exit))


def settings_keys(noun: Any, path: str = "") -> Iterator[tuple[str, str, str]]:
    """Yields each key of the settings with its default and what it means."""
    for field in dataclasses.fields(noun):
        value, key = getattr(noun, field.name), f"{path}{field.name}"
        if dataclasses.is_dataclass(value):
            yield from settings_keys(value, f"{key}.")
        elif isinstance(value, dict):
            pairs = ", ".join(f"{name} = {_toml(number)}" for name, number in value.items())
            yield key, f"{{{pairs}}}", _sentences(type(noun))[field.name]
        else:
            yield key, _toml(value), _sentences(type(noun)).get(field.name, "see `score.risk_weights`")


def kinds() -> str:
    """Says when each kind of action is chosen."""
    data = tomllib.loads(Path("triage/act/response.toml").read_text(encoding="utf-8"))
    rows = [("`escalate`", f"a risk counts that is one of {', '.join(data['risk']['escalates'])}")]
    for rule in data["rule"]:
        least = [f"{name} at least {limit:g}" for name, limit in rule.get("at_least", {}).items()]
        most = [f"{name} at most {limit:g}" for name, limit in rule.get("at_most", {}).items()]
        rows.append((f"`{rule['kind']}`", ", ".join(least + most)))
    return table(("action", "when"), [*rows, ("`watch`", "else")])


def guard_rails() -> str:
    """Says who may take which action."""
    rows = []
    for rule in rules():
        minutes = f"{rule.each_voice:g} a voice, {rule.at_least:g} to {rule.at_most:g}" if rule.at_most else "none"
        about = ", ".join(f"`{name}`" for name in (*rule.kinds, *rule.risks)) or "`watch`"
        last = ", ".join(rule.last_resort)
        rows.append((rule.name, about, ", ".join(rule.roles) or "nobody", last, rule.level, minutes))
    return table(("rule", "fits", "who may", "else", "least level", "minutes"), rows)


def profiles() -> str:
    """Lists the vendors and platforms whose exports are known."""
    paths = sorted(Path("triage/listen/profiles").glob("*.toml"))
    about = (path.read_text(encoding="utf-8").partition("\n")[0].lstrip("# ") for path in paths)
    return table(("profile", "what it knows"), zip((f"`{path.stem}`" for path in paths), about, strict=True))


def formats() -> str:
    """Lists the endings that are read and written."""
    rows = (
        ("reads", ENDINGS, f"each also with {' '.join(COMPRESSIONS)}; any name where a file is named itself"),
        ("writes the list (`-o`)", [f".{name}" for name in FORMATS], "`-` is standard output"),
        ("writes mentions (`-m`)", [f".{name}" for name in MENTION_FORMATS], "`-` is standard output"),
    )
    return table(
        ("", "endings", ""), ((what, " ".join(f"`{e}`" for e in endings), note) for what, endings, note in rows)
    )


def bad_input() -> str:
    """Tries bad input on the command line, and says what came of it."""
    rows = []
    for case in _TEXTS["bad"]:
        result = CliRunner().invoke(app, ["run", f"tests/dumps/{case['file']}", "--rejects", "-"])
        if result.exit_code == Exit.FAULT:
            message = f"triage run tests/dumps/{case['file']} is a fault: {result.stderr}"
            raise SystemExit(message)
        said = [_NOISE.sub("", line) for line in result.stderr.splitlines()]
        said += [f"row {row['row']}: {row['reason']}" for row in csv.DictReader(io.StringIO(result.stdout, newline=""))]
        rows.append((case["given"], "<br>".join(said), result.exit_code))
    return table(("given", "what triage says", "exit code"), rows)


def first_row() -> str:
    """Reads the list's first action aloud."""
    row = night().actions.iloc[0]
    return table(("column", "value"), ((f"`{name}`", _plain(row[name])) for name in SHORT_COLUMNS))


def counts() -> str:
    """Returns what the example's run says to standard error."""
    found = night().summary
    line = f"{found['rows_read']:,} rows read = {found['mentions']:,} mentions + {found['duplicates']:,} duplicates"
    return f"```text\n{line}\n```\n"


def brief() -> str:
    """Shows the first action of the example after its three nights, each kept in a store."""
    with tempfile.TemporaryDirectory() as folder:
        store = StoreSettings(path=f"{folder}/nights.db", key=f"{folder}/key")
        for each in sorted(STORY.glob("night-*")):
            actions = triage.run([each], dataclasses.replace(settings(), store=store)).actions
        toml = Path(folder, "triage.toml")
        toml.write_text(f'[store]\npath = "{store.path}"\nkey = "{store.key}"\n', encoding="utf-8")
        command = ["show", str(actions["action_id"].iloc[0]), "--config", str(toml)]
        ran = CliRunner().invoke(app, command, env={"COLUMNS": "100"}, catch_exceptions=False)
    lines = "".join(f"{line.rstrip()}\n" for line in ran.stdout.splitlines())
    return f"```text\n{lines}```\n"


def exports() -> str:
    """Says what was found in the example's files."""
    rows = []
    for found in night().sources:
        name = f"`{Path(found.source).relative_to(STORY)}`"
        shape = ", ".join(filter(None, (found.shape, found.encoding, found.compression)))
        rows.append((name, shape, found.profile, found.rows, found.mentions, found.duplicates))
    return table(("file", "read as", "profile", "rows", "mentions", "duplicates"), rows)


def languages() -> str:
    """Counts the example's mentions by language and by channel."""
    names = ("languages", "channels")
    rows = ((name, ", ".join(f"{word} {count:,}" for word, count in night().summary[name].items())) for name in names)
    return table(("mentions by", ""), ((name.removesuffix("s"), listed) for name, listed in rows))


def _plain(value: object) -> str:
    return str(value).replace("<", "&lt;").replace("\n", " ")


def points() -> str:
    """Says how many points each part can give, and when it gives all."""
    s = settings().score
    weights = ", ".join(f"{risk} {weight:g}" for risk, weight in s.risk_weights.items())
    benefit = "ln(1 + helpable) / ln(1 + full), times specific_low / full, if somebody may"
    rows = (
        ("volume", s.volume, "ln(1 + voices) / ln(1 + full)", f"{s.volume_full:,.0f} voices"),
        ("negativity", s.negativity, "negative_low / full", f"a share of {s.negativity_full:g}"),
        ("momentum", s.momentum, "surprise / full", f"surprise {s.momentum_full:g}"),
        ("reach", s.reach, "ln(1 + reach) / ln(1 + full)", f"{s.reach_full:,.0f} people"),
        (
            "risk", s.risk, f"weight × ({s.risk_first:g} + {1 - s.risk_first:g} × ln(voices) / ln(full))",
            f"{s.risk_full:g} voices with that risk; weights: {weights}",
        ),
        ("benefit", s.benefit, benefit, f"{s.benefit_full:g} people, a share of {s.specific_full:g}"),
    )  # fmt: skip
    limits = f"P1 from {s.p1:g}, P2 from {s.p2:g}, P3 from {s.p3:g}, P4 below.\n"
    return table(("part", "points at most", "times, each fraction at most 1", "full at"), rows) + "\n" + limits


def score_example() -> str:
    """Works the score of one action of the example, and refuses to where a calculator comes to other points."""
    themes, actions = night().themes.set_index("theme_id"), night().actions
    action = actions[(actions["owner"] != "") & (actions["risk"] != "")].iloc[0]
    lines = explain(_seen(themes.loc[action["action_id"]]), settings().score)
    for line in lines:
        worked = round(eval(line.formula, {"LN": math.log}), 1)  # noqa: S307 - what the program wrote
        if not worked == line.points == action[line.name]:
            listed = action[line.name]
            message = f"{line.name}: {line.formula} is {worked}, `explain` says {line.points}, the list {listed}"
            raise SystemExit(message)
    rows = [(f"`{line.name}`", line.measure, f"`={line.formula}`", f"{line.points:.1f}") for line in lines]
    rows.append(("`score`", "", " + ".join(f"{line.points:.1f}" for line in lines), f"{action['score']:.1f}"))
    about = f"Action {action['rank']} of the example's list, “{_plain(action['theme'])}”, {action['priority']}:\n\n"
    return about + table(("column", "measure", "in a spreadsheet", "points"), rows)


def _seen(theme: Any) -> Measures:
    """Returns what the score sees of a theme that somebody owns."""
    return Measures(
        voices=int(theme["voices"]),
        negative_low=float(theme["negative_low"]),
        surprise=float(theme["surprise"]),
        reach=None if pd.isna(theme["reach"]) else int(theme["reach"]),
        helpable=int(theme["helpable"]),
        specific_low=float(theme["specific_low"]),
        can_act=True,
        risks=risk_counts(theme["risk"], theme["risk_voices"]),
    )


def sentiment() -> str:
    """Copies the table of what the sentiment model reaches from its card."""
    card = Path("triage/understand/models/sentiment.md").read_text(encoding="utf-8")
    lines = card[card.index("| held out |") :].splitlines()
    return "".join(f"{line}\n" for line in takewhile(lambda line: line.startswith("|"), lines))


def themes() -> str:
    """Copies what themes reach on the sets that nothing was chosen on, and by airline, from their card."""
    card = Path("triage/understand/models/themes.md").read_text(encoding="utf-8")
    lines = card[card.index("| set | way |") :].splitlines()
    wanted = ("| set", "| ---", "| bank test", "| German second", "| rail second", "| by airline")
    return "".join(
        f"{line}\n" for line in takewhile(lambda line: line.startswith("|"), lines) if line.startswith(wanted)
    )


def picture() -> str:
    """Returns the first lines that the terminal shows of the example, as SVG."""
    console = Console(
        record=True, width=PICTURE_WIDTH, file=io.StringIO(), force_terminal=True, color_system="truecolor"
    )
    shown = action_table(night().actions, width=PICTURE_WIDTH, night=night().summary)
    lines = console.render_lines(shown, pad=False)[:PICTURE_LINES]
    console.print(Segments([segment for line in lines for segment in [*line, Segment.line()]]))
    drawn = console.export_svg(title="triage run night-1 night-2 night-3", unique_id="halvara")
    return re.sub(r"\s*@font-face \{.*?\}", "", drawn, flags=re.DOTALL)  # nothing is fetched to show it


BLOCKS: Final[dict[str, Callable[[], str]]] = {
    "bad-input": bad_input,
    "brief": brief,
    "columns": lambda: columns(Action),
    "counts": counts,
    "exits": exits,
    "exports": exports,
    "first-row": first_row,
    "formats": formats,
    "guard-rails": guard_rails,
    "kinds": kinds,
    "languages": languages,
    "mention-columns": lambda: columns(Mention, ScoredMention),
    "options-evaluate": lambda: options("evaluate"),
    "options-forget": lambda: options("forget"),
    "options-init": lambda: options("init"),
    "options-inspect": lambda: options("inspect"),
    "options-list": lambda: options("list"),
    "options-progress": lambda: options("progress"),
    "options-prune": lambda: options("prune"),
    "options-run": lambda: options("run"),
    "options-show": lambda: options("show"),
    "options-sync": lambda: options("sync"),
    "options-update": lambda: options("update"),
    "points": points,
    "profiles": profiles,
    "score-example": score_example,
    "sentiment": sentiment,
    "settings": lambda: table(
        ("key", "default", "meaning"), ((f"`{k}`", f"`{d}`", m) for k, d, m in settings_keys(Settings()))
    ),
    "themes": themes,
    "team": lambda: table(("column", "meaning"), ((f"`{k}`", about) for k, about in _sentences(Member).items())),
}


def pasted(text: str) -> str:
    """Returns a document with each of its blocks as it should be."""
    return _BLOCK.sub(lambda block: f"{block[1]}{BLOCKS[block[2]]()}{block[4]}", text)


def stale(old: str, new: str) -> list[str]:
    """Names the blocks that differ."""
    pairs = zip(_BLOCK.findall(old), _BLOCK.findall(new), strict=True)
    return [before[1] for before, after in pairs if before != after]


def words(svg: str) -> list[str]:
    """Returns what a picture says, however the version of rich that is installed draws it."""
    return re.sub(r"<style.*?</style>|<[^>]+>", " ", svg, flags=re.DOTALL).split()


def main() -> None:
    """Rewrites what is stale, or only names it."""
    os.chdir(ROOT)
    check, found = "--check" in sys.argv[1:], []
    for name in DOCUMENTS:
        old = Path(name).read_text(encoding="utf-8")
        new = pasted(old)
        found += [f"{name}: {block}" for block in stale(old, new)]
        if not check:
            Path(name).write_text(new, encoding="utf-8")
    old, new = PICTURE.read_text(encoding="utf-8") if PICTURE.exists() else "", picture()
    if words(old) != words(new):
        found.append(str(PICTURE))
        if not check:
            PICTURE.write_text(new, encoding="utf-8")
    for stale_block in found:
        print(f"{'stale' if check else 'pasted'}: {stale_block}")  # noqa: T201 - what the program says
    if check and found:
        sys.exit("run python tests/docs/paste.py")


if __name__ == "__main__":
    main()
