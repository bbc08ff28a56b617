"""Measurement + target → verdict, honest where there is little to go by."""

from kpi.verdicts.chance import Listed, listed
from kpi.verdicts.charted import ChartedPoint, charted
from kpi.verdicts.judge import verdicts, verdicts_alone
from kpi.verdicts.measured import measure_all, rows_behind
from kpi.verdicts.shares import Judgement, benjamini_hochberg, judge_shares, wilson_interval
from kpi.verdicts.signal import Point, Rebase, Signal
from kpi.verdicts.signal_words import ASSURANCES, signal_explanation, signal_title
from kpi.verdicts.signals import signals
from kpi.verdicts.standing import standing
from kpi.verdicts.verdict import JUDGED, VERDICT_ORDER, Verdict, worst

__all__ = [
    "ASSURANCES",
    "JUDGED",
    "VERDICT_ORDER",
    "ChartedPoint",
    "Judgement",
    "Listed",
    "Point",
    "Rebase",
    "Signal",
    "Verdict",
    "benjamini_hochberg",
    "charted",
    "judge_shares",
    "listed",
    "measure_all",
    "rows_behind",
    "signal_explanation",
    "signal_title",
    "signals",
    "standing",
    "verdicts",
    "verdicts_alone",
    "wilson_interval",
    "worst",
]
