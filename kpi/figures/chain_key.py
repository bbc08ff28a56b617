"""How a drawn chain is to be read: its widths, colours, shares and dashes, in one line."""

from __future__ import annotations

from kpi.figures.chain_values import ChainPicture
from kpi.words import Words

_BACKWARD = "stroke-dasharray"


def chain_key(picture: ChainPicture | None, say: Words, *, judged: bool) -> str:
    """Say what the lines of a chain mean.

    Parameters
    ----------
    picture : ChainPicture, optional
        As it was drawn: dashes are explained where it has any.
    judged : bool
        Whether links have verdicts and parts of broken promises to show.
    """
    key = say("width = handoffs")
    if judged:
        key = say("width = handoffs · colour and shape = verdict · % = part of the broken promises")
    if picture is not None and _BACKWARD in picture.svg:
        key += " · " + say("dashed = going back")
    return key
