"""Why a store cannot be opened: a class per kind."""

from __future__ import annotations

from kpi.words import Message, UserError


class StoreError(UserError):
    """The store cannot be opened or is not ours."""


class NoStoreError(StoreError):
    """There is no store at the path, and none may be made there."""


class StoreHeldError(StoreError):
    """Another process owns the store's file; ``location`` says which file."""

    def __init__(self, message: Message, location: str) -> None:
        super().__init__(message)
        self.location = location
