"""The store: one company's tables and their schema. The only room that knows the engine."""

from kpi.store.connect import Store, StoreError, StoreHeldError, open_store
from kpi.store.settings import Settings, read_settings, write_settings

__all__ = [
    "Settings",
    "Store",
    "StoreError",
    "StoreHeldError",
    "open_store",
    "read_settings",
    "write_settings",
]
