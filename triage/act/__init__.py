"""Act: from measured themes to a ranked list of what to do, by whom, and why."""

from __future__ import annotations

from triage.act.actions import Decided, decide

__all__ = ["Decided", "decide"]
