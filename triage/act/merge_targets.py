"""Finds the theme that another is to be merged into, by the name that a person gives it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from triage.act.edit_cells import CellError
from triage.model.action import OTHER_VOICES_ID
from triage.model.column import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from triage.model.action import Action
    from triage.model.edited import EditedRow

_SHOWN: Final = 4


class MergeTargets:
    """The themes of a store by action_id, by title, and by their rank in the file."""

    def __init__(self, known: Collection[str], rows: Iterable[EditedRow], actions: Iterable[Action]) -> None:
        """Gathers the names.

        Args:
            known: The action_ids of the store, those of merged themes too.
            rows: The rows of the file.
            actions: Rows of lists, whose titles count too.
        """
        self._known = known
        self._titles: dict[str, str] = {}
        self._ids: dict[str, set[str]] = {}
        for row in rows:
            self._name(row.cells.get("rank", ""), row.action_id)
            self._name(row.cells.get("theme", ""), row.action_id)
        for action in actions:
            self._name(action.theme, action.action_id)

    def find(self, cell: str, action_id: str) -> str:
        """Returns the action_id of the theme that a cell names.

        Args:
            cell: An action_id, a title, or the rank of another row of the file, as "3" or "#3".
            action_id: Which action is to be merged.

        Raises:
            CellError: It names none or several, the action itself, or the other voices.
        """
        folded = _folded(cell)
        ids = {cell} if cell in self._known else self._ids.get(folded) or self._ids.get(folded.removeprefix("#"), set())
        if OTHER_VOICES_ID in ids:
            raise CellError(f"merge_into {cell!r} are the other voices, which are no theme; dismiss the action instead")
        found = sorted(ids & set(self._known))
        if not found:
            told = f"merge_into {cell!r} is no action_id, title or rank of a theme"
            raise CellError(told + did_you_mean(folded, self._titles))
        if len(found) > 1:
            more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
            raise CellError(f"merge_into {cell!r} could be {', '.join(found[:_SHOWN])}{more}; write the action_id")
        if found[0] == action_id:
            raise CellError(f"merge_into {cell!r} is the action itself")
        return found[0]

    def _name(self, name: str, action_id: str) -> None:
        if folded := _folded(name):
            self._titles.setdefault(folded, name)
            self._ids.setdefault(folded, set()).add(action_id)


def in_circles(merged: Mapping[str, str]) -> set[str]:
    """Returns the themes that would come back to themselves if each were merged into what it is to be merged into.

    >>> sorted(in_circles({"a": "b", "b": "c", "c": "b", "d": "e"}))
    ['b', 'c']
    """
    found = set()
    for start in merged:
        seen = {start}
        theme = merged[start]
        while theme in merged and theme not in seen:
            seen.add(theme)
            theme = merged[theme]
        if theme == start:
            found.add(start)
    return found


def leads_to(theme: str, end: str, merged: Mapping[str, str]) -> bool:
    """Whether a theme is, or is merged into, another.

    >>> leads_to("a", "c", {"a": "b", "b": "c"}), leads_to("c", "a", {"a": "b", "b": "c"})
    (True, False)
    """
    seen = set()
    while theme != end and theme in merged and theme not in seen:
        seen.add(theme)
        theme = merged[theme]
    return theme == end


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
