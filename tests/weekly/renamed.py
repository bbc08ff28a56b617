"""The same edition with other names: as long and as hostile as a file may bring them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kpi.agreements import Link
from kpi.chain.pairs import Pair, Party
from kpi.weekly import Card, Edition, Said
from kpi.words import Message, PartyName

Rename = Callable[[str], str]


def renamed(edition: Edition, rename: Rename) -> Edition:
    """Return the edition with every party, service, owner and note under another name."""
    return replace(
        edition,
        company=rename(edition.company),
        headline=_message(edition.headline, rename),
        cards=tuple(_card(card, rename) for card in edition.cards),
        chain=replace(
            edition.chain,
            pairs=tuple(_pair(pair, rename) for pair in edition.chain.pairs),
            parties={
                rename(name): Party(
                    rename(name), party.external, party.department, rename(party.owner)
                )
                for name, party in edition.chain.parties.items()
            },
        ),
        trend=replace(
            edition.trend,
            notes=tuple(replace(note, text=rename(note.text)) for note in edition.trend.notes),
        ),
        changes=tuple(_said(said, rename) for said in edition.changes),
        others=tuple(_said(said, rename) for said in edition.others),
    )


def as_many_sites(edition: Edition, sites: int, *, departments: bool = True) -> Edition:
    """Return the edition of a company with every party of this one once on each site.

    Parameters
    ----------
    departments : bool
        Whether a party's old name is the department of all that come from it.
    """
    known = edition.chain.parties
    parties, pairs = {}, []
    for site in range(1, sites + 1):

        def on_site(name: str, site: int = site) -> str:
            return f"{name} {site}"

        pairs += [_pair(pair, on_site) for pair in edition.chain.pairs]
        for name, party in known.items():
            department = name if departments else ""
            parties[on_site(name)] = Party(on_site(name), party.external, department, party.owner)
    return replace(edition, chain=replace(edition.chain, pairs=tuple(pairs), parties=parties))


def _link(link: Link, rename: Rename) -> Link:
    return Link(*(rename(name) if name else "" for name in link))


def _message(message: Message, rename: Rename) -> Message:
    values = {
        name: PartyName(rename(value)) if isinstance(value, PartyName) else value
        for name, value in message.values.items()
    }
    return replace(message, values=values)


def _said(said: Said, rename: Rename) -> Said:
    return replace(said, message=_message(said.message, rename))


def _card(card: Card, rename: Rename) -> Card:
    return replace(card, link=_link(card.link, rename), owner=rename(card.owner))


def _pair(pair: Pair, rename: Rename) -> Pair:
    effects = tuple(replace(e, link=_link(e.link, rename)) for e in pair.effects)
    return Pair(rename(pair.supplier), rename(pair.customer), effects)
