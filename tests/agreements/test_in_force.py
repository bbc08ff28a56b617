"""Which agreement counts for a link, and from when until when."""

from __future__ import annotations

from datetime import datetime

import pytest

from kpi.agreements import (
    Draft,
    Link,
    TargetInForce,
    Terms,
    judged_by,
    lead_time_in_force,
    targets_in_force,
)
from tests.book import Book

LINK = Link("Compras", "Almacén")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def only_target(book: Book, moment: str) -> TargetInForce:
    (found,) = targets_in_force(book.cursor(), at(moment))
    return found


def target_at(book: Book, moment: str) -> float | None:
    found = targets_in_force(book.cursor(), at(moment))
    return found[0].target if found else None


def test_an_agreement_is_in_force_from_the_latest_of_its_start_and_both_signatures(
    book: Book,
) -> None:
    book.agree(
        "on_time_rate",
        0.9,
        valid_from="2026-02-01",
        supplier_accepted_at="2026-01-20 09:00",
        customer_accepted_at="2026-02-03 10:00",
    )
    assert target_at(book, "2026-02-03 09:59") is None
    assert target_at(book, "2026-02-03 10:00") == 0.9


@pytest.mark.parametrize("missing", ["valid_from", "supplier_accepted_at", "customer_accepted_at"])
def test_an_agreement_that_one_side_has_not_signed_or_dated_is_never_in_force(
    book: Book, missing: str
) -> None:
    book.agree("on_time_rate", 0.9, **{missing: None})
    assert targets_in_force(book.cursor(), at("2026-06-01")) == ()


@pytest.mark.parametrize("status", ["proposed", "countered"])
def test_an_offer_is_not_in_force(book: Book, status: str) -> None:
    book.agree("on_time_rate", 0.9, status=status)
    assert targets_in_force(book.cursor(), at("2026-06-01")) == ()


@pytest.mark.parametrize("status", ["accepted", "ended"])
def test_the_last_day_is_included(book: Book, status: str) -> None:
    book.agree("on_time_rate", 0.9, status=status, valid_to="2026-03-31")
    assert target_at(book, "2026-03-31 23:59:59.999999") == 0.9
    assert target_at(book, "2026-04-01") is None


def test_an_ended_agreement_without_a_last_day_was_never_in_force(book: Book) -> None:
    book.agree("on_time_rate", 0.9, status="ended")
    assert targets_in_force(book.cursor(), at("2026-02-01")) == ()


def test_a_new_version_counts_from_its_signature_and_leaves_the_past_alone(book: Book) -> None:
    book.agree("on_time_rate", 0.9)
    book.agree(
        "on_time_rate",
        0.95,
        version=2,
        valid_from="2026-01-01",
        customer_accepted_at="2026-03-10 12:00",
    )
    assert target_at(book, "2026-03-10 11:59") == 0.9
    found = only_target(book, "2026-03-10 12:00")
    assert (found.target, found.version, found.since) == (0.95, 2, at("2026-03-10 12:00"))
    assert found.previous_target == 0.9


def test_of_two_versions_with_one_start_the_higher_counts(book: Book) -> None:
    book.agree("on_time_rate", 0.9, version=9)
    book.agree("on_time_rate", 0.8, version=10)
    assert only_target(book, "2026-02-01").version == 10


def test_a_new_version_replaces_the_old_one_whole(book: Book) -> None:
    book.agree("on_time_rate", 0.9, lead_time_hours=48)
    book.agree("first_time_right", 0.8, lead_time_hours=48)
    book.agree("on_time_rate", 0.92, version=2, valid_from="2026-02-01")
    assert [t.kpi for t in targets_in_force(book.cursor(), at("2026-02-02"))] == ["on_time_rate"]
    assert lead_time_in_force(book.cursor(), LINK, at("2026-01-31")) == 48.0
    assert lead_time_in_force(book.cursor(), LINK, at("2026-02-02")) is None


def test_two_agreements_of_a_link_agree_different_things_side_by_side(book: Book) -> None:
    book.agree("on_time_rate", 0.9, agreement="TIME")
    book.agree("rating_mean", 4.2, agreement="TASTE", valid_from="2026-02-01")
    found = targets_in_force(book.cursor(), at("2026-03-01"))
    assert [(t.agreement, t.kpi) for t in found] == [
        ("TIME", "on_time_rate"),
        ("TASTE", "rating_mean"),
    ]


def test_a_temporary_version_gives_way_to_the_one_below_it_when_it_ends(book: Book) -> None:
    book.agree("on_time_rate", 0.95)
    book.agree("on_time_rate", 0.8, version=2, valid_from="2026-02-01", valid_to="2026-02-28")
    assert [target_at(book, m) for m in ("2026-01-31", "2026-02-28", "2026-03-01")] == [
        0.95,
        0.8,
        0.95,
    ]


def test_a_renewal_with_the_same_target_continues_it(book: Book) -> None:
    book.agree("on_time_rate", 0.9, valid_to="2026-02-28")
    book.agree("on_time_rate", 0.9, version=2, valid_from="2026-03-01")
    found = only_target(book, "2026-03-05")
    assert (found.version, found.since) == (2, at("2026-01-01"))
    assert found.previous_target is None


def test_after_a_gap_the_same_target_begins_anew(book: Book) -> None:
    book.agree("on_time_rate", 0.9, valid_to="2026-02-28")
    book.agree("on_time_rate", 0.9, version=2, valid_from="2026-03-02")
    assert only_target(book, "2026-03-05").since == at("2026-03-02")


def test_the_lead_time_may_be_agreed_without_any_target(book: Book) -> None:
    book.agree(lead_time_hours=24.0)
    assert targets_in_force(book.cursor(), at("2026-02-01")) == ()
    assert lead_time_in_force(book.cursor(), LINK, at("2026-02-01")) == 24.0
    assert lead_time_in_force(book.cursor(), Link("Almacén", "Compras"), at("2026-02-01")) is None


def test_the_order_of_the_rows_does_not_matter(book: Book) -> None:
    book.agree("on_time_rate", 0.95, version=3, valid_from="2026-03-01")
    book.agree("on_time_rate", 0.9, version=2, valid_from="2026-02-01")
    book.agree("on_time_rate", 0.8)
    seen = [target_at(book, m) for m in ("2026-01-15", "2026-02-15", "2026-03-15")]
    assert seen == [0.8, 0.9, 0.95]


def test_an_agreement_made_meanwhile_counts_on_a_cursor_that_was_asked_before(book: Book) -> None:
    cursor, moment = book.cursor(), at("2026-06-01")
    book.agree("on_time_rate", 0.9)
    assert [found.target for found in targets_in_force(cursor, moment)] == [0.9]
    book.agree("on_time_rate", 0.8, version=2)
    assert [found.target for found in targets_in_force(cursor, moment)] == [0.8]


def test_what_a_draft_would_have_agreed_is_gone_after_it(book: Book) -> None:
    cursor, moment = book.cursor(), at("2026-06-01")
    book.agree("on_time_rate", 0.9)
    drafts = [Draft(LINK, Terms(targets=(("on_time_rate", 0.5),)))]
    found = [targets_in_force(cursor, moment)[0].target]
    with judged_by(cursor, drafts):
        found += [targets_in_force(cursor, moment)[0].target for _ in range(2)]
    found.append(targets_in_force(cursor, moment)[0].target)
    assert found == [0.9, 0.5, 0.5, 0.9]
