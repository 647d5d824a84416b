"""What nights remember."""

from __future__ import annotations
