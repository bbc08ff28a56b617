"""Commands that take a step of a negotiation: propose, counter, accept, decline, withdraw, end."""

from __future__ import annotations

import getpass
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from kpi.cli.ask import parse_link
from kpi.cli.options import (
    Function,
    OptionError,
    common,
    echo_json,
    moment,
    now,
    opened,
)
from kpi.store import Store, read_settings
from kpi.words import Message

if TYPE_CHECKING:
    from kpi.agreements import Negotiation, Signer, Terms


def _asked(command: Function) -> Function:
    """Give a command the options of what is asked for."""
    for option in (
        click.option("--to", "last", help="Last day of validity, included."),
        click.option("--from", "first", help="First day of validity."),
        click.option("--response", type=float, help="Hours agreed for answering a contact."),
        click.option("--repair", type=float, help="Hours agreed from return to next delivery."),
        click.option("--lead", type=float, help="Hours agreed from request to delivery."),
        click.option(
            "--target", "targets", multiple=True,
            help="KPI=TARGET, such as on_time_rate=95%; nothing after = takes it out.",
        ),
    ):  # fmt: skip
        command = option(command)
    return command


def _signed(command: Function) -> Function:
    """Give a command the options of who takes the step."""
    for option in (
        click.option("--reason", default="", help="Why; the other side reads it."),
        click.option("--who", help="Your name; else that of your account."),
        click.option("--for", "party", required=True, help="The party that you speak for."),
    ):
        command = option(command)
    return command


@click.command("propose")
@click.argument("agreement", required=False)
@click.option("--link", help="SUPPLIER>CUSTOMER>SERVICE, for a new agreement.")
@_asked
@_signed
@common
@click.pass_context
def propose_command(
    ctx: click.Context, /, *, agreement: str | None, link: str | None, **options: Any
) -> None:
    """Propose a new agreement for a link, or the next version of AGREEMENT."""
    from kpi.agreements import Negotiation, Terms, negotiation, propose, propose_new, take_step

    if (agreement is None) == (link is None):
        raise OptionError(
            Message("Name either an agreement, to renew it, or a link, for a new one.")
        )
    with opened(ctx) as store:
        if agreement is None:
            new = Negotiation("", parse_link(link or ""))
            terms = _terms(Terms(valid_from=wall(store).date()), options, store)
            _echo(propose_new(store, new.link, terms, _signer(new, options)), store)
            return
        found = negotiation(store.cursor(), agreement)
        base = found.versions[-1].terms
        terms = _terms(replace(base, valid_from=wall(store).date(), valid_to=None), options, store)
        made = take_step(
            store, agreement, lambda n, hand: propose(n, terms, hand), _signer(found, options)
        )
        _echo(made, store)


@click.command("counter")
@click.argument("agreement")
@_asked
@_signed
@common
@click.pass_context
def counter_command(ctx: click.Context, /, *, agreement: str, **options: Any) -> None:
    """Answer an offer with other terms; what is not named stays as it was offered."""
    from kpi.agreements import counter, negotiation, take_step

    with opened(ctx) as store:
        found = negotiation(store.cursor(), agreement)
        terms = _terms(found.versions[-1].terms, options, store)
        made = take_step(
            store, agreement, lambda n, hand: counter(n, terms, hand), _signer(found, options)
        )
        _echo(made, store)


@click.command("accept")
@click.argument("agreement")
@_signed
@common
@click.pass_context
def accept_command(ctx: click.Context, /, *, agreement: str, **options: Any) -> None:
    """Sign the open offer."""
    from kpi.agreements import accept, negotiation, take_step

    with opened(ctx) as store:
        found = negotiation(store.cursor(), agreement)
        _echo(take_step(store, agreement, accept, _signer(found, options)), store)


@click.command("decline")
@click.argument("agreement")
@_signed
@common
@click.pass_context
def decline_command(ctx: click.Context, /, *, agreement: str, **options: Any) -> None:
    """Refuse the open offer; what was in force stays in force."""
    from kpi.agreements import decline, negotiation, take_step

    with opened(ctx) as store:
        found = negotiation(store.cursor(), agreement)
        _echo(take_step(store, agreement, decline, _signer(found, options)), store)


@click.command("withdraw")
@click.argument("agreement")
@_signed
@common
@click.pass_context
def withdraw_command(ctx: click.Context, /, *, agreement: str, **options: Any) -> None:
    """Take one's own offer back."""
    from kpi.agreements import negotiation, take_step, withdraw

    with opened(ctx) as store:
        found = negotiation(store.cursor(), agreement)
        _echo(take_step(store, agreement, withdraw, _signer(found, options)), store)


@click.command("end")
@click.argument("agreement")
@click.option("--on", "last", help="Last day, included; today by default, never before it.")
@_signed
@common
@click.pass_context
def end_command(ctx: click.Context, /, *, agreement: str, last: str | None, **options: Any) -> None:
    """End what both signed, from today on."""
    from kpi.agreements import end, negotiation, take_step

    with opened(ctx) as store:
        found = negotiation(store.cursor(), agreement)
        day = _day(last, "--on") or wall(store).date()
        made = take_step(
            store, agreement, lambda n, hand: end(n, day, hand), _signer(found, options)
        )
        _echo(made, store)


def _echo(found: Negotiation, store: Store) -> None:
    from kpi.agreements import negotiation_as_json

    echo_json(negotiation_as_json(found, wall(store)))


def _signer(found: Negotiation, options: dict[str, Any]) -> Signer:
    from kpi.agreements import Signer

    party = options["party"]
    side = found.side_of(party)
    if not side:
        raise OptionError(
            Message(
                "--for: “{party}” is no side of {link}. Must be one of: {parties}.",
                {
                    "party": party,
                    "link": found.link.name,
                    "parties": f"{found.link.supplier}, {found.link.customer}",
                },
            )
        )
    return Signer(side, options["who"] or getpass.getuser(), now(), options["reason"])


def _terms(base: Terms, options: dict[str, Any], store: Store) -> Terms:
    """Return terms with what the options name changed."""
    from kpi.agreements import Terms, parse_target, target_units

    targets, units = dict(base.targets), target_units(store.cursor())
    for text in options["targets"]:
        kpi, _, target = text.partition("=")
        if target.strip():
            targets[kpi.strip()] = parse_target(kpi.strip(), target, units)
        else:
            targets.pop(kpi.strip(), None)
    return Terms(
        tuple(sorted(targets.items())),
        _else(options["lead"], base.lead_time_hours),
        _else(options["repair"], base.repair_time_hours),
        _else(options["response"], base.response_hours),
        _day(options["first"], "--from") or base.valid_from,
        _day(options["last"], "--to") or base.valid_to,
    )


def _else(given: float | None, base: float | None) -> float | None:
    return base if given is None else given


def _day(text: str | None, option: str) -> date | None:
    return None if text is None else moment(text, option).date()


def wall(store: Store) -> datetime:
    """Return the present in the company's wall time."""
    zone = read_settings(store.cursor()).zone_info
    return now().astimezone(zone).replace(tzinfo=None)


STEPS = (
    propose_command,
    counter_command,
    accept_command,
    decline_command,
    withdraw_command,
    end_command,
)
