"""Measurement + target → verdict, honest where there is little to go by."""

from kpi.verdicts.judge import verdicts
from kpi.verdicts.measured import measure_all, rows_behind
from kpi.verdicts.shares import Judgement, benjamini_hochberg, judge_shares, wilson_interval
from kpi.verdicts.signal import Point, Rebase, Signal
from kpi.verdicts.signals import signals
from kpi.verdicts.standing import standing
from kpi.verdicts.verdict import JUDGED, VERDICT_ORDER, Verdict, worst

__all__ = [
    "JUDGED",
    "VERDICT_ORDER",
    "Judgement",
    "Point",
    "Rebase",
    "Signal",
    "Verdict",
    "benjamini_hochberg",
    "judge_shares",
    "measure_all",
    "rows_behind",
    "signals",
    "standing",
    "verdicts",
    "wilson_interval",
    "worst",
]
