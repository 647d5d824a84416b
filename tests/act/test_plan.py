"""Who takes which action, as numbers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from triage.act.plan import NOBODY, Plan

if TYPE_CHECKING:
    from numpy.typing import NDArray


def filled(
    may: list[list[int]], values: list[list[float]], minutes: list[int], left: list[int], budget: float = math.inf
) -> Plan:
    able = np.array(may, np.bool_)
    worth, taken, free = np.array(values, np.float64), np.array(minutes, np.int64), np.array(left, np.int64)
    plan = Plan(able, np.zeros_like(able), worth, taken, free, budget)
    plan.fill(np.ones(len(minutes), np.bool_))
    return plan


def best_hands(plan: Plan, left: NDArray[np.int64]) -> float:
    """Returns the most that the actions which were given out can be worth, by integer programming."""
    served = np.flatnonzero(plan.owner != NOBODY)
    members, actions = plan.may.shape[0], len(served)
    if not actions:
        return 0.0
    each = np.kron(np.ones(members), np.eye(actions))
    hours = np.kron(np.eye(members), plan.minutes[served])
    limits = [LinearConstraint(each, 1, 1), LinearConstraint(hours, -np.inf, left)]
    may = plan.may[:, served].ravel().astype(float)
    found = milp(-plan.values[:, served].ravel(), constraints=limits, integrality=may * 0 + 1, bounds=Bounds(0, may))
    return -float(found.fun or 0.0)


def test_who_knows_most_takes_both_actions_although_another_is_free() -> None:
    plan = filled([[1, 1], [1, 1]], [[80.0, 60.0], [40.0, 30.0]], [30, 30], [60, 60])
    assert plan.owner.tolist() == [0, 0]


def test_two_members_swap_where_neither_has_minutes_for_one_more() -> None:
    plan = Plan(
        np.ones((2, 2), np.bool_), np.zeros((2, 2), np.bool_), np.array([[50.0, 80.0], [80.0, 50.0]]),
        np.array([30, 30]), np.array([30, 30]), math.inf,
    )  # fmt: skip
    plan.give(0, 0)
    plan.give(1, 1)
    plan._exchange()
    assert plan.owner.tolist() == [1, 0]
    assert plan.left.tolist() == [0, 0]


def test_room_is_made_for_what_only_one_member_may_take() -> None:
    values = [[90.0, 80.0, 50.0], [60.0, 70.0, 0.1]]
    plan = filled([[1, 1, 1], [1, 1, 0]], values, [30, 30, 30], [60, 30])
    assert plan.owner.tolist() == [0, 1, 0]


def test_no_room_is_made_where_that_costs_more_than_it_brings() -> None:
    plan = filled([[1, 1], [1, 0]], [[90.0, 5.0], [10.0, 0.1]], [30, 30], [30, 30])
    assert plan.owner.tolist() == [0, NOBODY]


def test_what_is_in_good_hands_is_not_moved_for_what_comes_after_it() -> None:
    may = np.array([[1, 1, 1], [0, 1, 0]], np.bool_)
    values = np.array([[90.0, 80.0, 50.0], [60.0, 40.0, 0.1]])
    plan = Plan(may, np.zeros_like(may), values, np.array([30, 30, 30]), np.array([60, 30]), math.inf)
    plan.give(0, 0)
    plan.give(1, 0)
    plan.fill(np.ones(3, np.bool_))
    assert plan.owner.tolist() == [0, 0, NOBODY]


def test_what_comes_first_takes_the_minutes_of_what_comes_after_and_is_worth_less_there() -> None:
    ones = np.ones((1, 2), np.bool_)
    plan = Plan(ones, ~ones, np.array([[40.0, 30.0]]), np.array([30, 20]), np.array([30]), 30.0)
    plan.give(1, 0)
    plan.fill(np.ones(2, np.bool_))
    assert plan.owner.tolist() == [0, NOBODY]
    assert (plan.left.tolist(), plan.budget) == ([0], 0.0)


def test_what_is_fixed_stays_in_worse_hands() -> None:
    plan = Plan(
        np.ones((2, 1), np.bool_), np.zeros((2, 1), np.bool_), np.array([[1.0], [9.0]]), np.array([30]),
        np.array([30, 30]), math.inf,
    )  # fmt: skip
    plan.give(0, 0)
    plan.fixed[0] = True
    plan.fill(np.ones(1, np.bool_))
    assert plan.owner.tolist() == [0]


def random_plan(seed: int) -> tuple[Plan, NDArray[np.int64]]:
    chance = np.random.default_rng(seed)
    members, actions = int(chance.integers(1, 6)), int(chance.integers(1, 16))
    scores = np.sort(chance.uniform(5, 80, actions))[::-1]
    values = scores * (1 + chance.choice([0, 0, 0.5, 0.67], (members, actions)))
    left = chance.choice([30, 60, 90], members).astype(np.int64)
    minutes = chance.choice([5, 15, 30, 45], actions).astype(np.int64)
    may = chance.random((members, actions)) < 0.6
    plan = Plan(may, np.zeros_like(may), values, minutes, left, math.inf)
    plan.fill(np.ones(actions, np.bool_))
    return plan, left


def test_what_is_given_out_is_nearly_in_the_best_hands() -> None:
    shares = []
    for seed in range(40):
        plan, left = random_plan(seed)
        served = np.flatnonzero(plan.owner != NOBODY)
        worth = float(plan.values[plan.owner[served], served].sum())
        shares.append(worth / best_hands(plan, left) if len(served) else 1.0)
    assert np.mean(shares) > 0.985
    assert min(shares) > 0.85


@given(st.integers(0, 10**6))
def test_nobody_gives_more_than_they_have_and_nobody_who_may_stays_idle(seed: int) -> None:
    plan, left = random_plan(seed)
    for member, free in enumerate(plan.left.tolist()):
        assert free == left[member] - plan.minutes[plan.owner == member].sum() >= 0
    idle = plan.may & (plan.owner == NOBODY) & (plan.minutes <= plan.left[:, None])
    assert not idle.any()
