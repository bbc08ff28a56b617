"""The system: own and inherited delay, the promise outside, and which links break it."""

from kpi.chain.adding_up import AddingUp
from kpi.chain.balance import balance
from kpi.chain.case_findings import blame_line, case_title
from kpi.chain.cases import handoff_delays
from kpi.chain.drafts import HistoryDraft, drafts_from_history, human_hours
from kpi.chain.follows import Follows, directly_follows
from kpi.chain.graph import neighbourhood, service_graph
from kpi.chain.meeting import Meeting
from kpi.chain.mended import Mended, share_to_mend
from kpi.chain.model import (
    STATES,
    Balance,
    CustomerPromise,
    LinkEffect,
    LinkVolume,
    PingPong,
    Promise,
    Waiting,
    WeekPromise,
)
from kpi.chain.one_case import CaseLine, CaseStep, case_line
from kpi.chain.ping_pong import ping_pong
from kpi.chain.promise import promise_by_week
from kpi.chain.proposal_evidence import ProposalEvidence, TargetEvidence, proposal_evidence
from kpi.chain.repair import RepairStep, SmallestRepair
from kpi.chain.repair_findings import repair_title, what_if_title
from kpi.chain.volumes import PROPOSAL_WEEKS, link_volumes, propose_first, where_cases_wait
from kpi.chain.week_changes import Change, PromiseMove, WeekChanges, week_changes
from kpi.chain.what_if import WhatIf, WhatIfError, what_if
from kpi.chain.window_cases import window_cases

__all__ = [
    "PROPOSAL_WEEKS",
    "STATES",
    "AddingUp",
    "Balance",
    "CaseLine",
    "CaseStep",
    "Change",
    "CustomerPromise",
    "Follows",
    "HistoryDraft",
    "LinkEffect",
    "LinkVolume",
    "Meeting",
    "Mended",
    "PingPong",
    "Promise",
    "PromiseMove",
    "ProposalEvidence",
    "RepairStep",
    "SmallestRepair",
    "TargetEvidence",
    "Waiting",
    "WeekChanges",
    "WeekPromise",
    "WhatIf",
    "WhatIfError",
    "balance",
    "blame_line",
    "case_line",
    "case_title",
    "directly_follows",
    "drafts_from_history",
    "handoff_delays",
    "human_hours",
    "link_volumes",
    "neighbourhood",
    "ping_pong",
    "promise_by_week",
    "proposal_evidence",
    "propose_first",
    "repair_title",
    "service_graph",
    "share_to_mend",
    "week_changes",
    "what_if",
    "what_if_title",
    "where_cases_wait",
    "window_cases",
]
