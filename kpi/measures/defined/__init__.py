"""KPIs that the company defined itself, on any column that its files bring."""

from kpi.measures.defined.definition import Condition, Definition, DefinitionError
from kpi.measures.defined.read_toml import read_definitions
from kpi.measures.defined.stored import (
    StoredKpi,
    save_definitions,
    stored_kpis,
    withdraw_kpi,
)
from kpi.measures.defined.write_toml import written_definition

__all__ = [
    "Condition",
    "Definition",
    "DefinitionError",
    "StoredKpi",
    "read_definitions",
    "save_definitions",
    "stored_kpis",
    "withdraw_kpi",
    "written_definition",
]
