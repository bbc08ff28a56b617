"""The line at the foot of an edition: as of when, from which data, how much luck may be in it."""

from __future__ import annotations

from kpi.weekly.edition import Edition
from kpi.words import Words


def stamp(edition: Edition, say: Words) -> str:
    """Say as of when, from which data, and how much luck there may be in it."""
    parts = [say("As of {instant}", instant=edition.as_of)]
    if edition.data_until is not None:
        parts.append(say("data until {instant}", instant=edition.data_until))
    parts.append(
        " · ".join(say.render(one) for one in edition.filters) if edition.filters
        else say("no filters")
    )  # fmt: skip
    parts.append(
        say.plural("{n} agreement in force", "{n} agreements in force", len(edition.agreements))
    )
    if edition.charts:
        parts.append(_charts(edition, say))
    return " · ".join(parts)


def _charts(edition: Edition, say: Words) -> str:
    few = round(edition.by_chance)
    if not few:
        return say.plural(
            "{n} chart, hardly one would stand out by luck",
            "{n} charts, hardly one would stand out by luck",
            edition.charts,
        )
    return say.plural(
        "{n} chart, about {few} would stand out by luck",
        "{n} charts, about {few} would stand out by luck",
        edition.charts,
        few=say.number(few),
    )
