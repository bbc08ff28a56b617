"""What a signal says, in plain sentences."""

from __future__ import annotations

from kpi.verdicts.series import FEWEST_POINTS
from kpi.verdicts.signal import Signal
from kpi.words import N_, Message

_CHARTS = {
    "share": (
        N_("Too many misses to be luck, and more than this link usually swings"),
        N_("Fewer misses than luck explains, and more than this link usually swings"),
    ),
    "slower": (
        N_("Too many slow ones to be luck, and more than this link usually swings"),
        N_("Fewer slow ones than luck explains, and more than this link usually swings"),
    ),
    "value": (
        N_("Worse than this link’s usual swings explain"),
        N_("Better than this link’s usual swings explain"),
    ),
}
_SPANS = {
    "week": N_("The last week alone stands out from the weeks before."),
    "three weeks": N_("The last three weeks together stand out from the weeks before."),
    "seven weeks": N_("The last seven weeks together stand out from the weeks before."),
    "trend": N_("Seven weeks in a row each went further in the same direction."),
    "point": N_("The last week lies outside the natural limits."),
    "two of three": N_("Two of the last three weeks lie near the same limit."),
    "side": N_("Seven weeks in a row lie on the same side of the usual level."),
}
ASSURANCES = {
    "consistently kept": N_("As this link works now, its target is kept week after week."),
    "hit or miss": N_("As this link works now, its target is sometimes met and sometimes missed."),
    "consistently missed": N_(
        "As this link works now, its target is missed week after week, unless the way of working "
        "changes."
    ),
}
_RULES = {
    "share": N_(
        "Two checks must agree before a week is called out of the ordinary: so many misses would "
        "come by luck in at most one of 250 weeks, and the share differs by more than this link’s "
        "own week-to-week swings explain. The band shows how far a single week may go; it is wider "
        "where a week counts few handoffs."
    ),
    "slower": N_(
        "Each week shows the share of handoffs that took longer than {usual} hours, the usual "
        "time of these weeks. Two checks must agree before a week is called out of the ordinary: "
        "so many slow ones would come by luck in at most one of 250 weeks, and the share differs "
        "by more than this link’s own week-to-week swings explain. The band shows how far a "
        "single week may go."
    ),
    "value": N_(
        "The band shows how far a week may go by this link’s own week-to-week swings (an XmR "
        "chart). A week outside it, seven in a row on one side of the usual level, seven rising or "
        "falling in a row, or two of three near a limit are out of the ordinary."
    ),
}


def signal_title(signal: Signal) -> Message:
    """Say in one line what the weeks of a link's KPI show."""
    if signal.variation is None:
        return _too_little(signal)
    if signal.variation == "common cause":
        if signal.assurance == "consistently missed":
            return Message("Nothing new: it misses its target as it always does")
        return Message("Nothing out of the ordinary: it swings as it usually does")
    worse, better = _CHARTS[signal.chart]
    return Message(worse if signal.variation == "concern" else better)


def _too_little(signal: Signal) -> Message:
    if signal.weeks_counted >= FEWEST_POINTS:
        return Message("No handoff to count in the last complete week")
    values = {"n": signal.weeks_counted, "needed": FEWEST_POINTS}
    if signal.rebased is not None:
        return Message(
            "Too few weeks since the change to tell what is usual: {n} of {needed}", values
        )
    return Message("Too few weeks to tell what is usual: {n} of {needed}", values)


def signal_explanation(signal: Signal) -> tuple[Message, ...]:
    """Say why a signal fired or not, and what the chart's band means, sentence by sentence."""
    told = [Message(_SPANS[rule]) for rule in signal.rules]
    if signal.assurance is not None:
        told.append(Message(ASSURANCES[signal.assurance]))
    if signal.rebased is not None:
        told.append(
            Message(
                "Weeks before {day} are not compared: the agreement or the work changed then.",
                {"day": signal.rebased.date()},
            )
        )
    return (*told, Message(_RULES[signal.chart], {"usual": signal.usual or 0.0}))
