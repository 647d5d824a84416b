"""The closed lists of words that outputs use: priorities, kinds of action, statuses, trends, risks, intents."""

from __future__ import annotations

from enum import StrEnum


class Priority(StrEnum):
    """How soon an action wants attention, P1 first."""

    P1 = "P1"
    P2 = "P2"
    P3 = "P3"
    P4 = "P4"


class Kind(StrEnum):
    """What to do about a theme."""

    ESCALATE = "escalate"
    RESPOND = "respond"
    FIX = "fix"
    CLARIFY = "clarify"
    THANK = "thank"
    WATCH = "watch"


class Status(StrEnum):
    """Where an action stands."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    IN_PROGRESS = "in-progress"
    DONE = "done"
    SNOOZED = "snoozed"
    DISMISSED = "dismissed"


#: Statuses of what is still to be done.
UNFINISHED = (Status.OPEN, Status.ACKNOWLEDGED, Status.IN_PROGRESS)


class Trend(StrEnum):
    """How a theme's count compares with what was expected."""

    NEW = "new"
    RISING = "rising"
    STEADY = "steady"
    FALLING = "falling"
    BACK = "back"


class Risk(StrEnum):
    """Why a mention must not be answered by just anybody, gravest first."""

    SELF_HARM = "self-harm"
    SAFETY = "safety"
    LEGAL = "legal"
    PRIVACY = "privacy"
    PRESS = "press"
    CHURN = "churn"


class Intent(StrEnum):
    """What the author wants."""

    QUESTION = "question"
    COMPLAINT = "complaint"
    REQUEST = "request"
    PRAISE = "praise"


#: Joins several words of one list in one cell.
JOINER = "|"

#: Code of a language that cannot be told, by ISO 639-2.
UNDETERMINED = "und"
