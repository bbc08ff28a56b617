"""One agreement: its finding, and offer and counter-offer side by side."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from kpi.agreements import SIDES, Negotiation, Version, other
from kpi.words import Words
from pages.parts import agreement_words as told
from pages.parts import indicator
from pages.parts.markup import Column, Html, heading, table


def title(found: Negotiation, say: Words) -> str:
    """Say what the agreement is, in one sentence."""
    link, turn = told.pair(found, say), found.turn
    if turn and found.answered:
        return say(
            "{link}: the counter-offer waits for {party}",
            link=link,
            party=told.parties(found, turn, say),
        )
    if turn:
        return say(
            "{link}: the proposal waits for {party}",
            link=link,
            party=told.parties(found, turn, say),
        )
    version = found.in_force(told.wall())
    if version is None or version.starts is None:
        return say("{link}: {state}", link=link, state=told.state(found, say))
    return say("{link}: agreed since {day}", link=link, day=version.starts.date())


def lead(found: Negotiation, say: Words) -> str:
    """Say why the version that the page speaks of was made, or why the last one came to nothing."""
    closed = found.closed
    if closed is not None:
        told_of = {
            "party": say.party(found.party(closed.side)),
            "n": str(closed.version),
            "reason": closed.reason,
        }
        if closed.action == "declined":
            return say("{party} declined version {n}: {reason}", **told_of)
        return say("{party} withdrew version {n}: {reason}", **told_of)
    version = found.offer or told.current(found)
    if not version.reason:
        return ""
    return say("Version {n}: {reason}", n=str(version.number), reason=version.reason)


def compared(found: Negotiation) -> tuple[Version, ...]:
    """Return the versions to lay side by side: in force, the offer answered, the offer."""
    chosen = [found.in_force(told.wall()), found.answered, found.offer]
    known = {v.number: v for v in chosen if v is not None}
    if not known:
        known = {found.versions[-1].number: found.versions[-1]}
    return tuple(known[number] for number in sorted(known))


def side_by_side(found: Negotiation, say: Words) -> str:
    """Build the table of terms, each difference from the column before marked by shape and word."""
    versions = compared(found)
    columns = [Column(""), *(Column(_head(found, v, say)) for v in versions)]
    kpis = told.in_order(kpi for v in versions for kpi, _ in v.terms.targets)
    rows: list[list[object]] = [
        [indicator.name(kpi, say), *_targets(kpi, versions, say)] for kpi in kpis
    ]
    for column, name in told.TIMES.items():
        if any(v.terms.times[column] is not None for v in versions):
            rows.append([say(name), *_times(column, versions, say)])
    rows.append([say("Valid"), *(_valid(v, say) for v in versions)])
    rows.append([say("Signed by"), *(_signatures(found, v, say) for v in versions)])
    one = len(versions) == 1
    note = "" if one else say("↑ asks more, ↓ asks less, than the column before")
    return heading(say("What it asks for"), note) + table(columns, rows)


def _head(found: Negotiation, version: Version, say: Words) -> Html:
    """Head a column: in force, or whose offer it is."""
    closed = found.closed
    if version == found.in_force(told.wall()):
        what = say("In force")
    elif closed is not None and (closed.version, closed.action) == (version.number, "withdrawn"):
        # Its own signature went with it.
        what = say("Offer of {party}", party=say.party(found.party(closed.side)))
    elif len(version.unsigned) == 1:
        author = say.party(found.party(other(version.unsigned[0])))
        what = say("Offer of {party}", party=author)
    elif version.unsigned:
        what = say("Draft, signed by nobody")
    else:
        what = say("Signed by both")
    number = say("version {n}", n=str(version.number))
    return Html(f'{escape(what)}<span class="sub">{escape(number)}</span>')


def _targets(kpi: str, versions: tuple[Version, ...], say: Words) -> list[object]:
    numbers = [v.terms.target(kpi) for v in versions]

    def asks_more(number: float, before: float) -> bool:
        entry = indicator.known().get(kpi)
        return entry is None or not entry.asks_less(number, than=before)

    texts = [told.target(kpi, number, say) for number in numbers]
    return _side_by_side(numbers, texts, asks_more, say)


def _times(column: str, versions: tuple[Version, ...], say: Words) -> list[object]:
    hours = [v.terms.times[column] for v in versions]
    texts = ["–" if mine is None else told.hours_text(mine, say) for mine in hours]
    return _side_by_side(hours, texts, lambda mine, before: mine < before, say)


def _side_by_side(
    numbers: list[float | None],
    texts: list[str],
    asks_more: Callable[[float, float], bool],
    say: Words,
) -> list[object]:
    """Mark each number that differs from the one before; one that is new asks more."""
    cells: list[object] = [*texts[:1]]
    for before, number, text in zip(numbers, numbers[1:], texts[1:], strict=False):
        if number == before:
            cells.append(text)
        elif number is None or before is None:
            cells.append(_marked(text, before is None, say))
        else:
            cells.append(_marked(text, asks_more(number, before), say))
    return cells


def _marked(text: str, asks_more: bool, say: Words) -> Html:
    """Mark a number that differs: by a shape, by weight, and by a word for those who listen."""
    word = say("asks more") if asks_more else say("asks less")
    shape = "↑" if asks_more else "↓"
    return Html(
        f'<b>{escape(text)}</b> <span role="img" aria-label="{escape(word)}"'
        f' title="{escape(word)}">{shape}</span>'
    )


def _valid(version: Version, say: Words) -> str:
    terms = version.terms
    if terms.valid_from is None:
        return "–"
    # The last day of an offer that came to nothing is that on which it was closed.
    came_to_nothing = version.status == "ended" and bool(version.unsigned)
    if terms.valid_to is None or came_to_nothing:
        return say("from {day}", day=terms.valid_from)
    return say("{first} to {last}", first=terms.valid_from, last=terms.valid_to)


def _signatures(found: Negotiation, version: Version, say: Words) -> Html | str:
    lines = [
        say("{party}, {day}", party=say.party(found.party(side)), day=at.date())
        for side in SIDES
        if (at := version.accepted_at(side)) is not None
    ]
    if not lines:
        return say("nobody yet") if version.is_offer else "–"
    return Html("<br>".join(f'<span class="nowrap">{escape(line)}</span>' for line in lines))
