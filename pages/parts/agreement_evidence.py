"""What history says of a proposal, in sentences."""

from __future__ import annotations

from html import escape

from kpi.agreements import Link, Terms
from kpi.chain import AddingUp, Meeting, ProposalEvidence, TargetEvidence, proposal_evidence
from kpi.chain.proposal_evidence import WEEKS_OF_CASES
from kpi.words import Words
from pages.parts import agreement_words as told
from pages.parts import indicator, session
from pages.parts.markup import heading

LEAST_SAVED = 0.5  # of a case: with less, before and after look the same


def ask(link: Link, terms: Terms) -> ProposalEvidence:
    """Return what history says of terms for a link."""
    as_of = session.moment()
    return session.remembered(
        "proposal evidence",
        lambda: proposal_evidence(session.store().cursor(), link, terms, as_of=as_of),
        link,
        terms,
        as_of,
    )


def beside(link: Link, terms: Terms, say: Words) -> str:
    """Build the evidence for an offer."""
    found = ask(link, terms)
    by_kpi = {one.kpi: one for one in found.targets}
    items = [_target(by_kpi[kpi], say) for kpi in told.in_order(by_kpi)]
    items += [_promise(found.promise, say)]
    items += _adding_up(found.adds_up, say)
    listed = "".join(f"<li>{item}</li>" for item in items)
    note = say(
        "{first} to {last}, as if the offer had always held",
        first=found.first.start.date(),
        last=found.last.monday,
    )
    return heading(say("What history says"), note) + f'<ul class="plain">{listed}</ul>'


def _target(found: TargetEvidence, say: Words) -> str:
    name = indicator.name(found.kpi, say)
    asked = told.target(found.kpi, found.target, say)
    if not found.weeks:
        text = say("{indicator} {target}: nothing to measure yet.", indicator=name, target=asked)
        return escape(text)
    first = say.plural(
        "{met} of the last {n} measured week would have met {indicator} {target}.",
        "{met} of the last {n} measured weeks would have met {indicator} {target}.",
        found.weeks,
        met=found.weeks_met,
        indicator=name,
        target=asked,
    )
    parts = [f"<b>{escape(first)}</b>"]
    if found.low is not None and found.high is not None:
        low, high = (told.target(found.kpi, round(v, 2), say) for v in (found.low, found.high))
        parts.append(
            escape(say("Most weeks lie between {low} and {high}.", low=low, high=high))
            if low != high
            else escape(say("Most weeks lie at {value}.", value=low))
        )
    if found.in_force is not None:
        days = max(0, (session.moment() - found.in_force.since).days)
        now = told.target(found.kpi, found.in_force.target, say)
        parts.append(
            escape(say("Today {target}, for {age}.", target=now, age=told.days(days, say)))
        )
        if found.renewal_due:
            parts.append(escape(say("Older than a year: due for renewal.")))
    return " ".join(parts)


def _promise(found: Meeting, say: Words) -> str:
    before, after = found.rate, found.rate_after
    if before is None or after is None:
        return escape(say("No promise outside could be counted, so its effect there is not known."))
    values = {"weeks": WEEKS_OF_CASES, "before": say.percent(before), "after": say.percent(after)}
    if not found.saved_at_best:
        text = say(
            "No promise outside was broken by this link alone in the last {weeks} weeks: meeting "
            "the target changes nothing there.",
            **values,
        )
    elif found.saved >= LEAST_SAVED:
        text = say(
            "Met, it would have kept about {after} of the promises outside instead of {before} "
            "(last {weeks} weeks, estimate).",
            **values,
        )
    else:
        text = f"{_why_none_saved(found, say)} {_at_best(found, say)}"
    return escape(text)


def _why_none_saved(found: Meeting, say: Words) -> str:
    if found.mended is None:
        return say(
            "What this does to the promise outside is not known: there is no target for on time or "
            "right first time."
        )
    if found.mended.late or found.mended.returns:
        return say("Met, it would have saved less than one promise outside.")
    return say("It is met already.")


def _at_best(found: Meeting, say: Words) -> str:
    return say.plural(
        "{before} of the promises outside were kept; a link without any miss would have saved {n} "
        "more (last {weeks} weeks).",
        "{before} of the promises outside were kept; a link without any miss would have saved {n} "
        "more (last {weeks} weeks).",
        found.saved_at_best,
        before=say.percent(found.rate or 0.0),
        weeks=WEEKS_OF_CASES,
    )


def _adding_up(found: AddingUp | None, say: Words) -> list[str]:
    if found is None:
        return [
            escape(say("Hardly a case of a customer outside depends on this link for its time."))
        ]
    told_of = {"n": len(found.route), "customer": say.party(found.customer)}
    lines = []
    if found.allowed_hours is not None and found.told_hours is not None:
        text = (
            say(
                "The chain adds up: the slowest common way to {customer}, {n} links, allows "
                "{allowed}; the customer is told {told}.",
                allowed=say.hours(found.allowed_hours),
                told=say.hours(found.told_hours),
                **told_of,
            )
            if found.times_fit
            else say(
                "The chain does not add up: the slowest common way to {customer}, {n} links, "
                "allows {allowed}; the customer is told {told}.",
                allowed=say.hours(found.allowed_hours),
                told=say.hours(found.told_hours),
                **told_of,
            )
        )
        lines.append(escape(text))
    if found.promise_target is not None:
        text = say(
            "With every link on it exactly on target, {product} of the cases pass without any "
            "delay; promised are {promise}.",
            product=say.percent(found.product, 0),
            promise=told.target("on_time_rate", found.promise_target, say),
        )
        lines.append(escape(text))
    return lines
