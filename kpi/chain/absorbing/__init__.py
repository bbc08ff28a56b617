"""Without case ids: an absorbing Markov chain over link yields and routing shares."""

from kpi.chain.absorbing.findings import counted_note, yield_note, yield_title
from kpi.chain.absorbing.model import LinkYield, YieldModel
from kpi.chain.absorbing.yields import yield_model

__all__ = [
    "LinkYield",
    "YieldModel",
    "counted_note",
    "yield_model",
    "yield_note",
    "yield_title",
]
