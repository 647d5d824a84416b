"""Says how often a problem told in English and in German is one theme; run: python -m tests.evaluation.bilingual.

Of all pairs of texts, within a problem and across two, the share that shares a theme or topic.
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import triage

PROBLEMS = Path(__file__).with_suffix(".toml")
HEADER = ("problems", "level", "the same, both English", "both German", "one of each", "another, one of each")
#: Texts of each problem that are English; the others are German.
ENGLISH = 2


def shares(problems: dict[str, list[str]], level: str) -> list[float]:
    """Returns the share of pairs in one group: of one problem in each language and across, of two problems across."""
    said = [(name, place < ENGLISH, text) for name, texts in problems.items() for place, text in enumerate(texts)]
    found = triage.find_themes([text for _, _, text in said], level=level).tolist()
    texts = [(name, english, group) for (name, english, _), group in zip(said, found, strict=True)]
    pairs = [(a, b) for i, a in enumerate(texts) for b in texts[i + 1 :]]
    kinds = ((True, True, True), (True, False, False), (True, True, False), (False, True, False))
    together = ([a[2] == b[2] for a, b in pairs if (a[0] == b[0], a[1], b[1]) == kind] for kind in kinds)
    return [sum(same) / len(same) for same in together]


def main() -> int:
    """Prints the table."""
    content: dict[str, dict[str, list[str]]] = tomllib.loads(PROBLEMS.read_text(encoding="utf-8"))
    sys.stdout.write(f"| {' | '.join(HEADER)} |\n{'| --- ' * len(HEADER)}|\n")
    for name, problems in content.items():
        for level in ("theme", "topic"):
            numbers = " | ".join(f"{share:.2f}" for share in shares(problems, level))
            sys.stdout.write(f"| {name}, {len(problems)} | {level} | {numbers} |\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
