"""The link: supplier → customer for one service."""

from __future__ import annotations

from typing import NamedTuple


class Link(NamedTuple):
    """One link of the chain; ``service`` is empty where none is named.

    Examples
    --------
    >>> Link("Compras", "Almacén", "herrajes").name
    'Compras → Almacén · herrajes'
    """

    supplier: str
    customer: str
    service: str = ""

    @property
    def name(self) -> str:
        """Name the link as pages and messages show it."""
        pair = f"{self.supplier} → {self.customer}"
        return f"{pair} · {self.service}" if self.service else pair
