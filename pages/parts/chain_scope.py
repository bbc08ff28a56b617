"""Which part of the chain is drawn: what the address asks for, and the controls that write it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from kpi.chain.pairs import Pair, Party, parties_of
from kpi.words import Words
from pages.parts import session
from pages.parts.ready import tell

EVERY = ""
# What is drawn, by the parameter of the address; of several the first counts.
AROUND, TO_CUSTOMER, DEPARTMENTS = "party", "to", "by"
BY_DEPARTMENT = "department"
PHONE = " on a phone"  # ends the keys of the controls there


@dataclass(frozen=True)
class Scope:
    """A part of the chain.

    Parameters
    ----------
    service, party, customer : str
        One service; the surroundings of a party; the chain to a customer outside; empty for all.
    grouped : bool
        Whether the reader asked for departments.
    opened : str
        The department drawn party by party.
    """

    service: str = EVERY
    party: str = EVERY
    customer: str = EVERY
    grouped: bool = False
    opened: str = EVERY

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left out."""
        return self == Scope()

    def told(self, say: Words) -> str:
        """Say what is left out; nothing if nothing is."""
        parts = [say.party(found) for found in (self.party, self.service) if found]
        if self.customer:
            parts.append(say("the chain to {customer}", customer=say.party(self.customer)))
        return say("shown only: {filters}", filters=", ".join(parts)) if parts else ""


def asked(pairs: Sequence[Pair], known: dict[str, Party]) -> Scope:
    """Return what the address asks for, as far as these pairs know it."""
    parties = parties_of(pairs)
    services = {effect.link.service for pair in pairs for effect in pair.effects}
    party, customer = _parameter(AROUND, parties), _parameter(TO_CUSTOMER, customers(pairs, known))
    free = not party and not customer
    return Scope(
        service=_parameter("service", services),
        party=party,
        customer="" if party else customer,
        grouped=free and st.query_params.get(DEPARTMENTS) == BY_DEPARTMENT,
        opened=_parameter("open", {found.department for found in known.values()}) if free else "",
    )


def controls(pairs: Sequence[Pair], known: dict[str, Party], scope: Scope, say: Words) -> None:
    """Offer the search, what to draw, and the service; behind one button on a phone."""
    services = _services(pairs)
    # Written twice, as figures are: the place decides by its width which of the two is seen.
    with st.container(key="figure-chain-scope"):
        with st.container(key="wide-chain-scope"):
            search, draw, service = st.columns(3)
            with search:
                _search(pairs, say)
            with draw:
                _draw(pairs, known, scope, say)
            if services:
                with service:
                    _service(services, scope, say)
        with (
            st.container(key="narrow-chain-scope"),
            st.popover(
                say("Find, or choose what is drawn"),
                width="stretch",
                key="chain scope",
                on_change="rerun",
            ) as behind,
        ):
            if behind.open:
                _search(pairs, say, on=PHONE)
                _draw(pairs, known, scope, say, on=PHONE)
                if services:
                    _service(services, scope, say, on=PHONE)


def customers(pairs: Sequence[Pair], known: dict[str, Party]) -> list[str]:
    """Return the external customers at the ends of some pairs."""
    return sorted(p for p in parties_of(pairs) if p in known and known[p].external == "customer")


def write(**params: str) -> None:
    """Put parameters in the address; an empty one leaves it."""
    for name, value in params.items():
        if value:
            st.query_params[name] = value
        else:
            st.query_params.pop(name, None)


def _search(pairs: Sequence[Pair], say: Words, *, on: str = "") -> None:
    key = f"chain search{on}"

    def names() -> dict[str, str]:
        named = {f"party:{party}": say.party(party) for party in sorted(parties_of(pairs))}
        return named | {
            f"link:{pair.id}": f"{say.party(pair.supplier)} → {say.party(pair.customer)}"
            for pair in pairs
        }

    named = session.drawn("names to find", names)
    picked = st.query_params.get("picked", "")
    tell(key, picked if picked in named else None)
    st.selectbox(
        say("Find a party or a link"),
        list(named),
        index=None,
        key=key,
        format_func=lambda option: named.get(option, option),
        placeholder=say("Write a name"),
        on_change=lambda: write(picked=st.session_state[key] or ""),
    )


def _draw(
    pairs: Sequence[Pair], known: dict[str, Party], scope: Scope, say: Words, *, on: str = ""
) -> None:
    key = f"chain drawn{on}"
    named = session.drawn("parts to draw", lambda: _parts(pairs, known, say))
    now = (EVERY, EVERY)
    if scope.party:
        now = (AROUND, scope.party)
    elif scope.customer:
        now = (TO_CUSTOMER, scope.customer)
    elif scope.grouped:
        now = (DEPARTMENTS, BY_DEPARTMENT)
    tell(key, now)

    def picked() -> None:
        name, value = st.session_state[key]
        write(**{one: value if one == name else "" for one in (AROUND, TO_CUSTOMER, DEPARTMENTS)})
        write(open="")

    st.selectbox(
        say("Draw"),
        list(named),
        key=key,
        format_func=lambda option: named[option],
        on_change=picked,
    )


def _parts(
    pairs: Sequence[Pair], known: dict[str, Party], say: Words
) -> dict[tuple[str, str], str]:
    """Name what can be drawn, by the parameter of the address and its value."""
    has_departments = any(known[party].department for party in parties_of(pairs) if party in known)
    named = {(EVERY, EVERY): say("The whole chain")}
    if has_departments:
        named[DEPARTMENTS, BY_DEPARTMENT] = say("One circle per department")
    for customer in customers(pairs, known):
        text = say("The chain to {customer}", customer=say.party(customer))
        named[TO_CUSTOMER, customer] = text
    for party in sorted(parties_of(pairs)):
        named[AROUND, party] = say("Around {party}", party=say.party(party))
    return named


def _services(pairs: Sequence[Pair]) -> list[str]:
    return sorted({effect.link.service for pair in pairs for effect in pair.effects} - {EVERY})


def _service(services: list[str], scope: Scope, say: Words, *, on: str = "") -> None:
    key = f"service filter{on}"
    tell(key, scope.service)
    st.selectbox(
        say("Service"),
        [EVERY, *services],
        key=key,
        format_func=lambda option: option or say("Every service"),
        on_change=lambda: write(service=st.session_state[key]),
    )


def _parameter(name: str, known: set[str] | list[str]) -> str:
    found = st.query_params.get(name, EVERY)
    return found if found in known else EVERY
