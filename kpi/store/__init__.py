"""The store: one company's tables and their schema. The only room that knows the engine."""

from kpi.store.connect import COMMAND_MEMORY, Store, StoreError, StoreHeldError, open_store
from kpi.store.settings import Settings, read_settings, write_settings
from kpi.store.views import remake_views

__all__ = [
    "COMMAND_MEMORY",
    "Settings",
    "Store",
    "StoreError",
    "StoreHeldError",
    "open_store",
    "read_settings",
    "remake_views",
    "write_settings",
]
