"""The words of an edition in one language: the same in every file made of it."""

from __future__ import annotations

from collections.abc import Sequence

from kpi.agreements import Link
from kpi.figures.palette import MARKS
from kpi.verdicts.series import FEWEST_POINTS
from kpi.weekly.edition import Edition, Said
from kpi.weekly.link_card import ActionDue, Card, Measured
from kpi.weekly.stamp import stamp
from kpi.words import Words
from kpi.words.units import in_unit

ALMOST_ALL = 0.995
MOST_TOLD = 12  # of each list: who listens to more of them forgets the first


def above(edition: Edition, say: Words) -> str:
    """Say above the title whose week it is, and over how many weeks it is judged."""
    week = say.week(edition.week.monday)
    if not edition.complete:
        week = say("{week} (incomplete)", week=week)
    weeks = say.plural("window of {n} week", "window of {n} weeks", edition.window.weeks)
    return " · ".join(part for part in (edition.company, week, weeks) if part)


def lead(edition: Edition, say: Words) -> str:
    """Tell the promise outside below the title, and what mending would give."""
    told = [edition.promise_line]
    if edition.repair_line is not None:
        told.append(edition.repair_line)
    return " ".join(say.render(message) for message in told)


def trend_note(edition: Edition, say: Words) -> str:
    """Say what the trend draws: the band, and the shapes of weeks that stand out from it."""
    weeks = edition.trend.weeks
    if sum(week.rate is not None for week in weeks) < FEWEST_POINTS:
        return say("% of cases kept, by the week they were due or closed")
    parts = [say("% of cases kept by week"), say("band = usual")]
    kinds = {week.variation for week in weeks}
    if "improvement" in kinds:
        parts.append(say("{shape} better", shape=MARKS["kept"].sign))
    if "concern" in kinds:
        parts.append(say("{shape} worse", shape=MARKS["broken"].sign))
    return " · ".join(parts)


def link_name(link: Link, say: Words) -> str:
    """Name a link without its service."""
    return f"{say.party(link.supplier)} → {say.party(link.customer)}"


def measured(found: Measured, say: Words) -> str:
    """Write a KPI, its value and its target in one line."""
    value = "–" if found.value is None else in_unit(found.unit, found.value, say)
    if found.target is None:
        return f"{say(found.name)} {value}"
    return say(
        "{indicator} {value}, target {target}",
        indicator=say(found.name),
        value=value,
        target=in_unit(found.unit, found.target, say),
    )


def part(card: Card, say: Words) -> str:
    """Write a card's great number: its part of the broken promises, or its handoffs."""
    if card.kind == "agree first":
        return say.number(card.handoffs)
    return say.part(card.broken_share)


def part_lines(card: Card, say: Words) -> tuple[str, str]:
    """Say in two lines what the great number is, and what mending alone would give."""
    if card.kind == "agree first":
        hold = say("held {time}, the median", time=say.hours(card.hold_hours or 0.0))
        if card.hold_hours is None:
            hold = say("none delivered")
        handoffs = say.plural(
            "handoff in {weeks} weeks", "handoffs in {weeks} weeks", card.handoffs, weeks=card.weeks
        )
        return handoffs, hold
    saved = say.plural(
        "alone it would mend {n} case", "alone it would mend {n} cases", card.cases_saved
    )
    if not card.cases_saved:
        saved = say("alone it would mend none")
    return say("of the broken promises"), saved


def whose_delay(card: Card, say: Words) -> str:
    """Say how much of its lateness the link originated, and how many handoffs it had."""
    handoffs = say.plural("{n} handoff", "{n} handoffs", card.handoffs)
    if card.kind == "agree first":
        return say.plural("{n} open now", "{n} open now", card.open)
    if card.cannot_inherit:
        return say("own or inherited: unknown") + " · " + handoffs
    own = card.own_share
    if own is None:
        return say("no late time") + " · " + handoffs
    if own >= ALMOST_ALL:
        return say("the delay is its own") + " · " + handoffs
    if own <= 1 - ALMOST_ALL:
        return say("the delay is inherited") + " · " + handoffs
    return (
        say(
            "delay: {own} its own, {inherited} inherited",
            own=say.percent(own, 0),
            inherited=say.percent(1 - own, 0),
        )
        + " · "
        + handoffs
    )


def judged(card: Card, say: Words) -> str:
    """Tell the KPI that gives the card its verdict."""
    if card.measured is not None:
        return measured(card.measured, say)
    if card.verdict == "no target":
        return say("no agreement yet")
    return say("not judged")


def whose_turn(card: Card, say: Words) -> str:
    """Name who answers for the link's supplier."""
    return card.owner or say("no owner named")


def next_step(card: Card, say: Words) -> str:
    """Tell the next action on the link, or that there is none."""
    if card.action is not None:
        return action(card.action, say)
    return say("propose an agreement") if card.kind == "agree first" else say("no action: propose")


def step_due(card: Card, say: Words) -> str:
    """Return the end of the next step that says when it is due, empty where nothing does."""
    return "" if card.action is None else _due(card.action, say)


def action(found: ActionDue, say: Words) -> str:
    """Tell an action and when it is due."""
    return found.text + _due(found, say)


def _due(found: ActionDue, say: Words) -> str:
    return "" if found.due is None else f" · {say.day_range(found.due, found.due)}"


def action_line(found: ActionDue, say: Words) -> str:
    """Tell an action of a list: until when, what, on which link, who; what is cut is the end."""
    due = "" if found.due is None else say.day_range(found.due, found.due)
    parts = [due, found.text, link_name(found.link, say), found.owner]
    return " · ".join(part for part in parts if part)


def actions_title(edition: Edition, say: Words) -> str:
    """Head the list of open actions, with how many are late."""
    late = sum(one.late for one in edition.actions)
    if late:
        return say.plural("{n} action is late", "{n} actions are late", late)
    return say.plural("{n} action is open", "{n} actions are open", len(edition.actions))


def changes_title(edition: Edition, say: Words) -> str:
    """Head the list of what changed."""
    week = say("week {number}", number=str(edition.window.previous.week.monday.isocalendar().week))
    return say("What changed since {week}", week=week)


def moved(edition: Edition, say: Words) -> str:
    """Tell how the promise outside moved."""
    return " ".join(f"{say.render(message)}." for message in edition.moved)


def changes_note(edition: Edition, say: Words) -> str:
    """Tell below that head how the promise moved, and that nothing else did where nothing did."""
    nothing = "" if edition.changes else say("No verdict and no agreement changed.")
    return " ".join(part for part in (moved(edition, say), nothing) if part)


def as_sentence(note: str) -> str:
    """Begin a note as a sentence, where it stands on a line of its own."""
    return f"{note[:1].upper()}{note[1:]}"


def others_title(edition: Edition, say: Words) -> str:
    """Head the list of failing links without a card."""
    n = len(edition.others)
    return say.plural("And {n} more link in trouble", "And {n} more links in trouble", n)


def title(edition: Edition, say: Words) -> str:
    """Write the week's finding in one line: company, week, state, headline."""
    state = f"{say.render(edition.state_name)}. {say.render(edition.headline)}"
    week = say.week(edition.week.monday)
    return " · ".join(part for part in (edition.company, week) if part) + f": {state}"


def alternative(edition: Edition, say: Words) -> str:
    """Tell in sentences what the picture shows; of the changes as many as can be listened to."""
    told_ = [title(edition, say), lead(edition, say)]
    if edition.trend.drawn:
        told_.append(f"{say.render(edition.trend.title)}.")
    told_.append(f"{say.render(edition.chain.title)}.")
    for card in edition.cards:
        lines = " ".join(part_lines(card, say)[:1])
        told_.append(
            f"{link_name(card.link, say)}: {part(card, say)} {lines}; {part_lines(card, say)[1]}; "
            f"{judged(card, say)}; {whose_turn(card, say)}; {next_step(card, say)}."
        )
    if edition.changes:
        told_.append(f"{changes_title(edition, say)}: {_first(edition.changes, say)}.")
    told_.append(changes_note(edition, say))
    if edition.others:
        told_.append(f"{others_title(edition, say)}: {_first(edition.others, say)}.")
    told_ += [f"{as_sentence(say.render(note))}." for note in edition.beside]
    return " ".join(part for part in (*told_, f"{stamp(edition, say)}.") if part)


def _first(said: Sequence[Said], say: Words) -> str:
    """Tell the first of a list, and how many more there are."""
    sentences = [say.render(one.message) for one in said[:MOST_TOLD]]
    more = len(said) - MOST_TOLD
    if more > 0:
        sentences.append(say.plural("and {n} more", "and {n} more", more))
    return "; ".join(sentences)
