"""Plans who takes which action: numbers only, rows are members and columns are actions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.optimize import linear_sum_assignment

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Two values are the same if they differ by no more than this.
_SAME: Final = 1e-9
#: The row of an action that no member has.
NOBODY: Final = -1


class Plan:
    """Who has which action so far, and the minutes that are left.

    Attributes:
        may: Who may take which action, minutes aside; shape (members, actions).
        at_last: Who may take it where nobody else can; same shape.
        values: What each action is worth in the hands of each member; same shape, above 0.
        minutes: Minutes that each action takes; shape (actions,).
        left: Minutes that each member has left.
        budget: Minutes that may still be given out.
        owner: The row of who has each action, or `NOBODY`.
        fixed: Actions that stay where they are.
    """

    def __init__(
        self,
        may: NDArray[np.bool_],
        at_last: NDArray[np.bool_],
        values: NDArray[np.float64],
        minutes: NDArray[np.int64],
        left: NDArray[np.int64],
        budget: float,
    ) -> None:
        """Begins with nothing given out."""
        self.may, self.at_last, self.values = may, at_last, values
        self.minutes, self.left, self.budget = minutes, left.copy(), budget
        self.owner = np.full(len(minutes), NOBODY, np.int64)
        self.fixed = np.zeros(len(minutes), np.bool_)

    def can(self, column: int, row: int) -> bool:
        """Tells whether a member may take an action and has the minutes."""
        able = self.may[row, column] or self.at_last[row, column]
        return bool(able and self.minutes[column] <= min(self.left[row], self.budget))

    def give(self, column: int, row: int) -> None:
        """Gives an action, which nobody has, to a member."""
        self.owner[column] = row
        self.left[row] -= self.minutes[column]
        self.budget -= self.minutes[column]

    def fill(self, wanted: NDArray[np.bool_]) -> None:
        """Gives out what is wanted and can be given out, until neither minutes nor the budget allow more.

        Rounds of optimal assignments, one action a member in each, then exchanges that put what was given out into
        better hands, make room for one more action, or for one that comes before another. What is planned without
        the budget is kept from the first column on as far as the budget goes; then the minutes of what was not kept
        are free for what is smaller.
        """
        while (planned := self._rounds(wanted)) or self._make_room(wanted) or self._replace(wanted):
            for column, row in sorted(planned):
                if self.minutes[column] <= self.budget:
                    self.give(column, row)
            self._exchange()

    def _rounds(self, wanted: NDArray[np.bool_]) -> list[tuple[int, int]]:
        """Plans (action, member) pairs, each action within the budget left."""
        free = wanted & (self.owner == NOBODY) & (self.minutes <= self.budget)
        left = self.left.copy()
        planned: list[tuple[int, int]] = []
        for may in (self.may, self.at_last):
            while pairs := _best_pairs(np.where(may & free & (self.minutes <= left[:, None]), self.values, 0.0)):
                for row, column in pairs:
                    left[row] -= self.minutes[column]
                    free[column] = False
                planned += [(column, row) for row, column in pairs]
        return planned

    def _movable(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
        """Returns the actions that may change hands, who has each, and who may have it: at last only in need."""
        columns = np.flatnonzero((self.owner != NOBODY) & ~self.fixed)
        owners = self.owner[columns]
        in_need = ~self.may[owners, columns]
        return columns, owners, self.may[:, columns] | (self.at_last[:, columns] & in_need)

    def _exchange(self) -> None:
        """Moves single actions and swaps pairs, the best exchange first, until none gains anything."""
        while True:
            columns, owners, able = self._movable()
            if not len(columns):
                return
            moves, swaps = self._moves(columns, owners, able), self._swaps(columns, owners, able)
            move, swap = int(moves.argmax()), int(swaps.argmax())
            if max(moves.flat[move], swaps.flat[swap]) <= _SAME:
                return
            if moves.flat[move] >= swaps.flat[swap]:
                row, place = divmod(move, len(columns))
                self._hand_over([(int(columns[place]), row)])
            else:
                one, other = divmod(swap, len(columns))
                pairs = (one, owners[other]), (other, owners[one])
                self._hand_over([(int(columns[place]), int(row)) for place, row in pairs])

    def _moves(
        self, columns: NDArray[np.int64], owners: NDArray[np.int64], able: NDArray[np.bool_]
    ) -> NDArray[np.float64]:
        """Returns what each member (row) taking each action (column) gains; `-inf` where that is not possible."""
        now = self.values[owners, columns]
        possible = able & (self.minutes[columns] <= self.left[:, None])
        possible[owners, np.arange(len(columns))] = False
        return np.asarray(np.where(possible, self.values[:, columns] - now, -np.inf), np.float64)

    def _swaps(
        self, columns: NDArray[np.int64], owners: NDArray[np.int64], able: NDArray[np.bool_]
    ) -> NDArray[np.float64]:
        """Returns what exchanging each action (row) for each other one (column) gains; `-inf` where not possible."""
        minutes, now = self.minutes[columns], self.values[owners, columns]
        taken, may = self.values[owners][:, columns], able[owners]
        fits = minutes <= (self.left[owners] + minutes)[:, None]
        possible = may & may.T & fits & fits.T & (owners[:, None] != owners)
        return np.asarray(np.where(possible, taken + taken.T - now[:, None] - now, -np.inf), np.float64)

    def _make_room(self, wanted: NDArray[np.bool_]) -> bool:
        """Moves one action to another member so that one more fits, the first that can be helped; tells whether.

        Into worse hands only what comes after the one that fits then.
        """
        columns, owners, able = self._movable()
        if not len(columns):
            return False
        moves = self._moves(columns, owners, able)
        to, loss = moves.argmax(axis=0), moves.max(axis=0)
        for column in np.flatnonzero(wanted & (self.owner == NOBODY) & (self.minutes <= self.budget)).tolist():
            may = self.may[:, column] | self.at_last[:, column]
            fits = self.minutes[column] <= self.left[owners] + self.minutes[columns]
            fair = (loss >= -_SAME) | (columns > column)
            gains = np.where(may[owners] & fits & fair, self.values[owners, column] + loss, -np.inf)
            best = int(gains.argmax())
            if gains[best] > _SAME:
                self._hand_over([(int(columns[best]), int(to[best]))])
                self.give(column, int(owners[best]))
                return True
        return False

    def _replace(self, wanted: NDArray[np.bool_]) -> bool:
        """Gives the first action that can be helped the minutes of one that comes after it and is worth less there."""
        columns, owners, _ = self._movable()
        after = wanted[columns]
        for column in np.flatnonzero(wanted & (self.owner == NOBODY)).tolist():
            may = self.may[:, column] | self.at_last[:, column]
            more = self.minutes[column] - self.minutes[columns]
            fits = may[owners] & (more <= self.left[owners]) & (more <= self.budget) & after & (columns > column)
            gains = np.where(fits, self.values[owners, column] - self.values[owners, columns], -np.inf)
            if len(gains) and gains.max() > _SAME:
                best = int(gains.argmax())
                self._take_back(int(columns[best]))
                self.give(column, int(owners[best]))
                return True
        return False

    def _take_back(self, column: int) -> None:
        self.left[self.owner[column]] += self.minutes[column]
        self.budget += self.minutes[column]
        self.owner[column] = NOBODY

    def _hand_over(self, pairs: list[tuple[int, int]]) -> None:
        for column, _ in pairs:
            self.left[self.owner[column]] += self.minutes[column]
        for column, row in pairs:
            self.owner[column] = row
            self.left[row] -= self.minutes[column]


def _best_pairs(values: NDArray[np.float64]) -> list[tuple[int, int]]:
    """Pairs rows with columns so that their values add up to the most; a value of 0 is no pair."""
    rows, columns = linear_sum_assignment(values, maximize=True)
    return [(int(row), int(column)) for row, column in zip(rows, columns, strict=True) if values[row, column] > 0]
