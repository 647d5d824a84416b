"""The documents are true: what is pasted is fresh, what is public is mentioned, what is shown runs."""

from __future__ import annotations

import dataclasses
import doctest
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from triage.cli.app import app
from triage.cli.exits import Exit
from triage.model.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "examples/halvara/README.md")
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_what_is_pasted_into_the_documents_is_fresh() -> None:
    command = [sys.executable, "tests/docs/paste.py", "--check"]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout + found.stderr


def test_every_command_has_a_section() -> None:
    names = [command.name or getattr(command.callback, "__name__", "") for command in app.registered_commands]
    assert names
    assert [name for name in names if f"\n### triage {name}\n" not in README] == []


def test_the_readme_has_two_commands_that_set_up() -> None:
    assert len(re.findall(r"^python3 -m venv ", README, re.MULTILINE)) == 2


def keys(settings: Any, path: str = "") -> Iterator[str]:
    for field in dataclasses.fields(settings):
        value = getattr(settings, field.name)
        if dataclasses.is_dataclass(value):
            yield from keys(value, f"{path}{field.name}.")
        else:
            yield f"{path}{field.name}"


def test_every_setting_is_mentioned() -> None:
    assert [key for key in keys(Settings()) if f"`{key}`" not in README] == []


def test_every_exit_code_is_mentioned() -> None:
    assert [code for code in Exit if f"\n| {code.value} | " not in README] == []


def test_every_folder_stands_in_the_tree_of_contributing() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    folders = [path.parent.name for path in (ROOT / "triage").glob("*/__init__.py")]
    assert [name for name in folders if f" {name}/ " not in text] == []


def test_the_python_examples_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    blocks = re.findall(r"^```python\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    assert blocks
    examples = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, "README.md", "README.md", 0)
    said: list[str] = []
    assert doctest.DocTestRunner().run(examples, out=said.append).failed == 0, "".join(said)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_relative_link_leads_somewhere(name: str) -> None:
    document = ROOT / name
    text = document.read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)\s]+)\)", text) if not re.match(r"[a-z]+:", link)]
    files = [link.partition("#") for link in links]
    assert [path for path, _, _ in files if path and not (document.parent / path).exists()] == []
    heads = {_anchor(head) for head in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}
    assert [anchor for path, _, anchor in files if not path and anchor not in heads] == []


def _anchor(head: str) -> str:
    """Returns the name by which GitHub links a heading."""
    return re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-")
