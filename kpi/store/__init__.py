"""The store: one company's tables and their schema. The only room that knows the engine."""

from kpi.store.brand import accent, logo, write_accent, write_logo
from kpi.store.connect import COMMAND_MEMORY, Store, open_store
from kpi.store.engine_faults import ENGINE_FAULTS, told_engine_fault
from kpi.store.faults import NoStoreError, StoreError, StoreHeldError
from kpi.store.pictures import LogoError, PictureType, picture_type
from kpi.store.settings import SettingError, Settings, read_settings, write_settings
from kpi.store.views import leave_out_inside, remake_handoff_views, remake_views

__all__ = [
    "COMMAND_MEMORY",
    "ENGINE_FAULTS",
    "LogoError",
    "NoStoreError",
    "PictureType",
    "SettingError",
    "Settings",
    "Store",
    "StoreError",
    "StoreHeldError",
    "accent",
    "leave_out_inside",
    "logo",
    "open_store",
    "picture_type",
    "read_settings",
    "remake_handoff_views",
    "remake_views",
    "told_engine_fault",
    "write_accent",
    "write_logo",
    "write_settings",
]
