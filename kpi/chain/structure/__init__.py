"""How the company hangs together: what every way needs, loops, bridges, and what a stop cuts."""

from kpi.chain.structure.as_json import stop_as_json, structure_as_json
from kpi.chain.structure.findings import (
    stop_services_line,
    stop_title,
    structure_lines,
    structure_title,
)
from kpi.chain.structure.model import (
    Bridge,
    Loop,
    OnEveryWay,
    SameService,
    Structure,
    Supplier,
    Ways,
)
from kpi.chain.structure.reading import structure
from kpi.chain.structure.stop import StopError, cut_cases, stop_impact
from kpi.chain.structure.stop_model import CustomerCut, ServiceCut, StopImpact

__all__ = [
    "Bridge",
    "CustomerCut",
    "Loop",
    "OnEveryWay",
    "SameService",
    "ServiceCut",
    "StopError",
    "StopImpact",
    "Structure",
    "Supplier",
    "Ways",
    "cut_cases",
    "stop_as_json",
    "stop_impact",
    "stop_services_line",
    "stop_title",
    "structure",
    "structure_as_json",
    "structure_lines",
    "structure_title",
]
