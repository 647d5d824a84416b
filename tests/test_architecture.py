"""The shape of the house: who may import whom, how long things are, what they are called."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted((ROOT / "triage").rglob("*.py"))
#: What takes longer to import than --help may.
HEAVY = (
    "numpy",
    "sqlalchemy",
    "pandas",
    "pyarrow",
    "scipy",
    "sklearn",
    "textblob",
    "nltk",
    "rich",
    "wordllama",
    "tokenizers",
)
#: Names that say nothing.
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "core", "base", "tools", "stuff"}

#: Files of 300 lines or more; the list may only shrink.
LONG_FILES: set[str] = set()
#: Functions of 40 lines or more without their docstring; the list may only shrink.
LONG_FUNCTIONS = {
    "triage/cli/run.py: run",  # its signature is the command's options
}


def name_of(module: Path) -> str:
    return module.relative_to(ROOT).as_posix()


def python(code: str) -> str:
    """Runs code in a fresh interpreter, and returns what it printed to standard error."""
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stderr


def test_imports_go_one_way() -> None:
    python("from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))")


COMMANDS = ("run", "inspect", "list", "show", "update")


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], *([name, "--help"] for name in COMMANDS)])
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    code = f"""
import sys
from triage.cli import main
sys.argv = ["triage", *{arguments}]
try:
    main()
except SystemExit as left:
    assert left.code == 0
print(*sorted({HEAVY} & sys.modules.keys()), file=sys.stderr)
"""
    assert python(code.replace(f"{HEAVY}", f"set({HEAVY})")).split() == []


def test_importing_triage_loads_nothing_heavy() -> None:
    assert python(f"import sys, triage; print(*(set({HEAVY}) & sys.modules.keys()), file=sys.stderr)").split() == []


def test_every_public_name_can_be_had() -> None:
    python("import triage; [getattr(triage, name) for name in triage.__all__]; assert dir(triage) == triage.__all__")


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_a_file_begins_with_one_sentence_about_it(module: Path) -> None:
    first = (ast.get_docstring(ast.parse(module.read_text(encoding="utf-8"))) or "").partition("\n")[0]
    assert first.endswith(".")
    assert ". " not in first


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_a_file_has_a_name_of_its_own(module: Path) -> None:
    names = set(module.relative_to(ROOT).with_suffix("").parts)
    assert not names & (sys.stdlib_module_names | EMPTY_NAMES)


def test_no_file_grows_long() -> None:
    long = {name_of(module) for module in MODULES if len(module.read_text(encoding="utf-8").splitlines()) >= 300}
    assert long == LONG_FILES, "split what is too long; take off the list what no longer is"


def test_no_function_grows_long() -> None:
    long = {
        f"{name_of(module)}: {node.name}"
        for module in MODULES
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _lines_of(node) >= 40
    }
    assert long == LONG_FUNCTIONS, "split what is too long; take off the list what no longer is"


def _lines_of(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    if ast.get_docstring(node) is None:
        return lines
    docstring = node.body[0]
    return lines - (docstring.end_lineno or docstring.lineno) + docstring.lineno - 1
