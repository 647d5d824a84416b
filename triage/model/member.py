"""A member of the team: who may act, on what, and for how long tonight."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Role(StrEnum):
    """What a member does in the company."""

    EMPLOYEE = "employee"
    PRESS = "press"
    LEGAL = "legal"
    LEAD = "lead"


class Level(StrEnum):
    """What a member's training allows, the least first."""

    ENTHUSIAST = "enthusiast"
    PROFESSIONAL = "professional"
    SPOKESPERSON = "spokesperson"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One row of team.csv.

    Attributes:
        name: Name, by which actions are owned; no two members share one.
        email: Address, may be empty.
        role: Employee, press, legal or lead.
        level: What the training allows: pass on, answer for the company, or answer the press.
        skills: What they know about, in words that customers use.
        channels: Channels they answer on, in lower case; empty means all.
        languages: ISO 639-1 codes of the languages they answer in.
        trained_until: Last day on which the training holds; None for never trained.
        max_priority: The highest priority they may take; "P1" is the highest.
        minutes: Minutes they give a night.
        volunteer: Whether they want to answer customers.
    """

    name: str
    email: str = ""
    role: str = Role.EMPLOYEE
    level: str = Level.ENTHUSIAST
    skills: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    trained_until: date | None = None
    max_priority: str = "P1"
    minutes: int = 0
    volunteer: bool = False
