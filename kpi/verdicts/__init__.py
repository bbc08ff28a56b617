"""Measurement + target → verdict, honest where there is little to go by."""

from kpi.verdicts.judge import verdicts
from kpi.verdicts.shares import Judgement, benjamini_hochberg, judge_shares, wilson_interval
from kpi.verdicts.verdict import JUDGED, VERDICT_ORDER, Verdict, worst

__all__ = [
    "JUDGED",
    "VERDICT_ORDER",
    "Judgement",
    "Verdict",
    "benjamini_hochberg",
    "judge_shares",
    "verdicts",
    "wilson_interval",
    "worst",
]
