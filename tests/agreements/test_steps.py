"""Each step of a negotiation on frozen values: what it makes, and what is impossible."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from kpi.agreements import (
    Hand,
    Link,
    Negotiation,
    StepError,
    Terms,
    TermsError,
    Version,
    accept,
    counter,
    decline,
    end,
    legal_steps,
    propose,
    withdraw,
)

LINK = Link("Compras", "Almacén")
EMPTY = Negotiation("AC-01", LINK)
MONDAY = datetime(2026, 3, 2, 9)
OFFER = Terms.of({"on_time_rate": 0.95}, lead_time_hours=48, valid_from=date(2026, 3, 9))
LESS = Terms.of({"on_time_rate": 0.9}, lead_time_hours=72, valid_from=date(2026, 3, 9))


def supplier(day: int = 0, reason: str = "why") -> Hand:
    return Hand("supplier", "Ana", MONDAY + timedelta(days=day), reason)


def customer(day: int = 0, reason: str = "why") -> Hand:
    return Hand("customer", "Luis", MONDAY + timedelta(days=day), reason)


def signed(terms: Terms = OFFER) -> Negotiation:
    return accept(propose(EMPTY, terms, customer(0)), supplier(1))


def test_who_proposes_has_signed_and_the_other_side_owes_the_answer() -> None:
    found = propose(EMPTY, OFFER, customer())
    assert found.turn == ("supplier",)
    assert (found.versions[0].number, found.versions[0].customer_accepted_at) == (1, MONDAY)
    assert found.in_force(datetime(2026, 4, 1)) is None


def test_a_draft_sent_to_both_is_signed_by_nobody() -> None:
    found = propose(EMPTY, OFFER, Hand("", "Analyst", MONDAY))
    assert found.turn == ("supplier", "customer")
    one = accept(found, supplier(1))
    assert (one.turn, one.versions[0].status) == (("customer",), "proposed")
    assert accept(one, customer(2)).versions[0].status == "accepted"


def test_signed_by_both_it_is_in_force_from_its_first_day_and_not_before() -> None:
    found = signed()
    assert found.versions[0].status == "accepted"
    assert found.state(datetime(2026, 3, 8, 23, 59)) == "signed"
    assert found.in_force(datetime(2026, 3, 9)) == found.versions[0]


def test_signed_after_its_first_day_it_counts_from_the_signature() -> None:
    found = accept(propose(EMPTY, OFFER, customer(0)), supplier(30))
    assert found.versions[0].starts == MONDAY + timedelta(days=30)


def test_a_counter_is_a_new_version_and_the_offer_keeps_its_terms() -> None:
    found = counter(propose(EMPTY, OFFER, customer()), LESS, supplier(1, "48 h is too short"))
    first, second = found.versions
    assert (first.status, first.terms) == ("countered", OFFER)
    assert (second.number, second.terms, second.reason) == (2, LESS, "48 h is too short")
    assert found.turn == ("customer",)
    assert found.answered == first


def test_a_next_version_supersedes_the_first_from_its_signature_on() -> None:
    found = accept(propose(signed(), LESS, supplier(40, "renewal")), customer(41))
    moment = MONDAY + timedelta(days=41)
    assert found.in_force(moment - timedelta(seconds=1)) == found.versions[0]
    assert found.in_force(moment) == found.versions[1]
    assert found.versions[0] == signed().versions[0]


def test_a_withdrawn_offer_is_never_in_force_and_leaves_what_was_agreed() -> None:
    found = withdraw(propose(signed(), LESS, supplier(40)), supplier(41))
    assert found.turn == ()
    assert found.versions[1].starts is None
    assert found.in_force(datetime(2026, 6, 1)) == found.versions[0]


def test_a_declined_offer_says_why_and_leaves_what_was_agreed() -> None:
    found = decline(propose(signed(), LESS, supplier(40)), customer(41, "72 h is too long"))
    assert (found.turn, found.versions[1].status, found.versions[1].starts) == ((), "ended", None)
    assert found.state(datetime(2026, 6, 1)) == "in force"
    assert found.in_force(datetime(2026, 6, 1)) == found.versions[0]
    last = found.steps[-1]
    assert (last.action, last.who, last.taken_at, last.reason) == (
        *("declined", "Luis", MONDAY + timedelta(days=41), "72 h is too long"),
    )


def test_a_first_offer_that_was_declined_is_no_agreement_until_another_is_signed() -> None:
    found = decline(propose(EMPTY, OFFER, customer()), supplier(1, "no people for it"))
    assert (found.state(datetime(2026, 6, 1)), found.running(MONDAY)) == ("declined", ())
    again = propose(found, LESS, supplier(2, "with two more days"))
    assert (again.state(MONDAY), again.offer, again.closed) == (
        *("awaiting", again.versions[1], None),
    )
    assert accept(again, customer(3)).in_force(datetime(2026, 3, 9)) is not None


def test_either_side_declines_a_draft_that_nobody_signed() -> None:
    draft = propose(EMPTY, OFFER, Hand("", "Analyst", MONDAY))
    for hand in (supplier(1), customer(1)):
        assert decline(draft, hand).state(MONDAY) == "declined"


def test_a_declined_offer_that_a_file_calls_signed_by_both_was_never_in_force() -> None:
    terms = Terms.of({"on_time_rate": 0.9}, valid_from=date(2026, 3, 1), valid_to=date(2026, 9, 1))
    both = Negotiation("AC-01", LINK, (Version(1, terms, "proposed", MONDAY, MONDAY),))
    assert decline(both, supplier(30)).versions[0].starts is None


def test_ending_ends_every_version_that_would_still_count() -> None:
    twice = accept(propose(signed(), LESS, supplier(40)), customer(41))
    found = end(twice, date(2026, 5, 1), customer(42, "the service is closed"))
    assert found.in_force(datetime(2026, 5, 1, 23, 59)) == found.versions[1]
    assert found.in_force(datetime(2026, 5, 2)) is None
    assert found.state(datetime(2026, 5, 2)) == "ended"
    assert found.in_force(datetime(2026, 3, 20)) == found.versions[0]


@pytest.mark.parametrize("day", [date(2026, 3, 1), date(2026, 4, 1)])
def test_an_end_is_never_before_today(day: date) -> None:
    with pytest.raises(StepError, match="what was judged stays"):
        end(signed(), day, supplier(31))


def test_every_step_keeps_who_when_and_why() -> None:
    found = counter(propose(EMPTY, OFFER, customer(0, "")), LESS, supplier(1, "too short"))
    found = accept(found, customer(2, ""))
    assert [
        (s.version, s.action, s.side, s.who, s.taken_at.day, s.reason) for s in found.steps
    ] == [
        (1, "proposed", "customer", "Luis", 2, ""),
        (2, "countered", "supplier", "Ana", 3, "too short"),
        (2, "accepted", "customer", "Luis", 4, ""),
    ]


PROPOSED = propose(EMPTY, OFFER, customer())
IMPOSSIBLE = {
    "accepting one’s own offer": (lambda: accept(PROPOSED, customer(1)), "waits for Compras"),
    "countering one’s own offer": (
        lambda: counter(PROPOSED, LESS, customer(1)),
        "waits for Compras",
    ),
    "proposing over an open offer": (
        lambda: propose(PROPOSED, LESS, supplier(1)),
        "waits for Compras",
    ),
    "withdrawing the other side’s offer": (
        lambda: withdraw(PROPOSED, supplier(1)),
        "offer of Almacén",
    ),
    "accepting where nothing is open": (lambda: accept(signed(), customer(2)), "no open offer"),
    "countering what was signed": (
        lambda: counter(signed(), LESS, customer(2)),
        "no open offer",
    ),
    "declining one’s own offer": (lambda: decline(PROPOSED, customer(1)), "waits for Compras"),
    "declining what was signed": (lambda: decline(signed(), customer(2)), "no open offer"),
    "declining without a reason": (lambda: decline(PROPOSED, supplier(1, "")), "Say why"),
    "withdrawing what was signed": (lambda: withdraw(signed(), customer(2)), "no open offer"),
    "ending an offer": (
        lambda: end(PROPOSED, date(2026, 4, 1), customer(1)),
        "waits for Compras",
    ),
    "countering with the same terms": (
        lambda: counter(PROPOSED, OFFER, supplier(1)),
        "accept it",
    ),
    "a counter without a reason": (
        lambda: counter(PROPOSED, LESS, supplier(1, " ")),
        "Say why",
    ),
    "a next version without a reason": (
        lambda: propose(signed(), LESS, supplier(2, "")),
        "Say why",
    ),
    "a step without a name": (
        lambda: accept(PROPOSED, Hand("supplier", " ", MONDAY)),
        "Say who you are",
    ),
    "signing what one did not read": (
        lambda: accept(PROPOSED, supplier(1), seen=LESS),
        "no longer what you read",
    ),
    "signing after its last day": (
        lambda: accept(
            propose(EMPTY, Terms.of({"on_time_rate": 0.9}, valid_from=date(2026, 3, 1),
                                    valid_to=date(2026, 3, 3)), customer()),
            supplier(2),
        ),
        "is past",
    ),
    "signing without a first day": (
        lambda: accept(propose(EMPTY, Terms.of({"on_time_rate": 0.9}), customer()), supplier(2)),
        "no first day",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", IMPOSSIBLE)
def test_an_impossible_step_says_whose_turn_it_is_or_what_to_do(what: str) -> None:
    step, told = IMPOSSIBLE[what]
    with pytest.raises(StepError, match=told):
        step()


@pytest.mark.parametrize(
    ("terms", "told"),
    [
        (Terms(), "asks for nothing"),
        (Terms.of({"on_time_rate": 95}), "Write it as 95 %"),
        (Terms.of({"rating_mean": 0.5}), "from 1 to 5"),
        (Terms.of({"overdue_backlog": -1}), "from 0 on"),
        (Terms.of({"overdue_backlog": float("nan")}), "from 0 on"),
        (Terms.of({}, lead_time_hours=0), "above 0"),
        (Terms.of({}, lead_time_hours=float("nan")), "above 0"),
        (
            Terms.of({}, lead_time_hours=4, valid_from=date(2026, 3, 2), valid_to=date(2026, 3, 1)),
            "later last day",
        ),
    ],
)
def test_terms_that_nobody_could_keep_are_refused(terms: Terms, told: str) -> None:
    with pytest.raises(TermsError, match=told):
        propose(EMPTY, terms, customer())


def test_only_the_legal_steps_are_offered() -> None:
    assert legal_steps(PROPOSED, "supplier", MONDAY) == ("accept", "counter", "decline")
    assert legal_steps(PROPOSED, "customer", MONDAY) == ("withdraw",)
    assert legal_steps(signed(), "customer", MONDAY + timedelta(days=2)) == ("propose", "end")
    assert legal_steps(PROPOSED, "", MONDAY) == ()
