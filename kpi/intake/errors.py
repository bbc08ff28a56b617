"""What the reading half of intake raises."""

from __future__ import annotations

from kpi.words import UserError


class RefusedError(UserError):
    """The file as a whole is refused; nothing of it is staged."""
