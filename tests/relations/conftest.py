"""An empty store and the pen to write in it."""

from tests.book import book

__all__ = ["book"]
