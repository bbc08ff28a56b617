"""What must be known beside the numbers of a balance."""

from __future__ import annotations

from kpi.chain import Balance
from kpi.chain.beside import known_beside
from kpi.words import Words


def of_balance(now: Balance, say: Words) -> list[str]:
    """Return the notes of a balance, each a short sentence."""
    return [say.render(note) for note in known_beside(now)]
