"""Verdicts of a link through its life: new, renegotiated, quiet, half judged."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from scipy import stats

from kpi.agreements import Link
from kpi.measures import Week, Window
from kpi.verdicts import Verdict, verdicts
from tests.book import LINK, Book

WEEK = Week.parse("2026-W12")  # 16 to 22 March 2026
WINDOW = Window(WEEK, 4)
AS_OF = datetime.fromisoformat("2026-03-23 06:00")


def judge(book: Book, window: Window = WINDOW, as_of: datetime = AS_OF) -> dict[str, Verdict]:
    return {v.kpi: v for v in verdicts(book.cursor(), window=window, as_of=as_of)}


def on_time(book: Book, window: Window = WINDOW, as_of: datetime = AS_OF) -> Verdict:
    return judge(book, window, as_of)["on_time_rate"]


def write_due(book: Book, day: str, *, good: int = 0, bad: int = 0) -> None:
    """Write handoffs due at noon of a day: good ones delivered then, bad ones an hour later."""
    due = datetime.fromisoformat(f"{day} 12:00")
    requested = (due - timedelta(hours=24)).isoformat()
    for number in range(good + bad):
        late = timedelta(hours=number >= good)
        book.handoff(requested, due=due.isoformat(), delivered=(due + late).isoformat())


def test_a_link_far_below_its_target_is_broken_and_says_why(book: Book) -> None:
    book.agree("on_time_rate", 0.9, agreement="OLA-7", version=3)
    write_due(book, "2026-03-17", good=12, bad=8)
    found = on_time(book)
    assert (found.verdict, found.good, found.n, found.value) == ("broken", 12, 20, 0.6)
    assert found.p_value == pytest.approx(stats.binomtest(12, 20, 0.9, "less").pvalue)
    # Wilson by hand: (0.6 + 1.92/20 ± 1.96·√(0.6·0.4/20 + 0.96/400)) / (1 + 3.84/20).
    assert (found.low, found.high) == pytest.approx((0.3866, 0.7812), abs=1e-4)
    assert (found.agreement, found.version, found.judged_share) == ("OLA-7", 3, 1.0)


def test_without_an_agreement_nothing_is_red_or_green(book: Book) -> None:
    write_due(book, "2026-03-17", bad=20)
    found = on_time(book)
    assert (found.verdict, found.value, found.n, found.p_value) == ("no target", 0.0, 20, None)


def test_an_agreed_link_without_handoffs_has_no_data(book: Book) -> None:
    book.agree("on_time_rate", 0.9)
    found = on_time(book)
    assert (found.verdict, found.n, found.value, found.judged_share) == ("no data", 0, None, None)


def test_not_delivering_counts_as_missed(book: Book) -> None:
    book.agree("on_time_rate", 0.9)
    for _ in range(6):
        book.handoff("2026-03-16", due="2026-03-18")
    assert (on_time(book).verdict, on_time(book).good) == ("broken", 0)


def test_too_few_shows_the_next_wider_window_that_has_enough(book: Book) -> None:
    book.agree("on_time_rate", 0.9)
    write_due(book, "2026-03-17", good=2)
    write_due(book, "2026-01-20", good=1, bad=4)  # nine weeks earlier
    found = on_time(book, Window(WEEK, 1))
    assert (found.verdict, found.n) == ("too few", 2)
    assert found.wider == Window(WEEK, 13)  # four weeks hold no more than the one
    assert found.at_wider == on_time(book, Window(WEEK, 13))
    # P(X ≤ 3 | 7, 0.9) = 0.3 %.
    assert (found.at_wider.verdict, found.at_wider.n) == ("broken", 7)


def test_where_no_window_has_enough_none_is_named(book: Book) -> None:
    book.agree("on_time_rate", 0.9)
    write_due(book, "2026-03-17", good=2)
    assert (on_time(book).verdict, on_time(book).wider, on_time(book).at_wider) == (
        "too few",
        None,
        None,
    )


def test_a_target_is_judged_over_the_part_of_the_window_since_it_came_into_force(
    book: Book,
) -> None:
    book.agree("on_time_rate", 0.9)
    book.agree("on_time_rate", 0.95, version=2, valid_from="2026-03-12")
    write_due(book, "2026-03-11", bad=9)
    write_due(book, "2026-03-12", good=8)
    found = on_time(book)
    assert (found.verdict, found.good, found.n, found.version) == ("kept", 8, 8, 2)
    assert (found.previous_target, found.lowered, found.before) == (0.9, False, None)


def test_a_renewal_with_the_same_target_keeps_the_whole_window(book: Book) -> None:
    book.agree("on_time_rate", 0.9, valid_to="2026-03-11")
    book.agree("on_time_rate", 0.9, version=2, valid_from="2026-03-12")
    write_due(book, "2026-03-11", bad=9)
    write_due(book, "2026-03-12", good=8)
    assert (on_time(book).n, on_time(book).version) == (17, 2)


def test_until_a_new_target_has_enough_the_last_verdict_under_the_old_one_is_shown(
    book: Book,
) -> None:
    book.agree("on_time_rate", 0.9)
    book.agree("on_time_rate", 0.8, version=2, valid_from="2026-03-16")
    write_due(book, "2026-03-10", good=1, bad=5)
    write_due(book, "2026-03-17", good=3)
    found = on_time(book)
    assert (found.verdict, found.n, found.target) == ("too few", 3, 0.8)
    assert (found.previous_target, found.lowered) == (0.9, True)
    # The old target was last in force at the end of week 11; its verdict then stands.
    assert found.before == on_time(book, Window(WEEK.shift(-1), 4))
    assert (found.before.verdict, found.before.target) == ("broken", 0.9)


def test_a_later_signature_does_not_rewrite_a_past_verdict(book: Book) -> None:
    book.agree("on_time_rate", 0.9)
    write_due(book, "2026-03-11", good=12, bad=8)
    before = on_time(book)
    book.agree("on_time_rate", 0.5, version=2, customer_accepted_at="2026-03-24 09:00")
    assert on_time(book, as_of=datetime.fromisoformat("2026-05-01")) == before


def test_in_a_week_that_has_not_ended_the_agreements_at_as_of_count(book: Book) -> None:
    book.agree("on_time_rate", 0.9)
    book.agree("on_time_rate", 0.8, version=2, valid_from="2026-03-20")
    as_of = datetime.fromisoformat("2026-03-19 12:00")
    assert on_time(book, as_of=as_of).target == 0.9


def test_a_percentile_in_hours_is_judged_like_a_due_time(book: Book) -> None:
    book.agree("lead_time_p90", 48.0)
    for took in (10, 20, 30, 40, 48, 49):  # five within 48 h, one not
        delivered = datetime.fromisoformat("2026-03-10") + timedelta(hours=took)
        book.handoff("2026-03-10", delivered=delivered.isoformat())
    book.handoff("2026-03-10")  # never delivered: its 48 h ran out all the same
    book.handoff("2026-03-21 06:00")  # its 48 h end after as-of's window: not counted
    book.handoff("2026-03-10", delivered="2026-03-12 01:00", paused_hours=2.0)  # 49 h, 2 paused
    found = judge(book)["lead_time_p90"]
    assert (found.good, found.n) == (6, 8)
    # The value is the percentile of those delivered: 10, 20, 30, 40, 47, 48, 49; rank 5.4.
    assert found.value == pytest.approx(48.4)
    # P(X ≤ 6 | 8, 0.9) = 18.7 %.
    assert (found.verdict, found.p_value) == ("at risk", pytest.approx(0.1869, abs=1e-4))


def test_a_raised_limit_in_hours_is_a_lowered_target(book: Book) -> None:
    book.agree("lead_time_p90", 48.0)
    book.agree("lead_time_p90", 72.0, version=2, valid_from="2026-03-01")
    assert judge(book)["lead_time_p90"].lowered


def test_a_mean_rating_is_judged_with_its_own_exact_test(book: Book) -> None:
    book.agree("rating_mean", 4.5)
    for rating in (5, 4, 3, 2, 2, 3, 4, 2):
        book.handoff("2026-03-16", delivered="2026-03-17", rating=rating)
    book.handoff("2026-03-16", delivered="2026-03-17")  # not rated
    found = judge(book)["rating_mean"]
    assert (found.verdict, found.value, found.n, found.good) == ("broken", 3.125, 8, None)
    assert found.judged_share == pytest.approx(8 / 9)


def test_a_backlog_is_held_against_the_number_tolerated(book: Book) -> None:
    book.agree("overdue_backlog", 2.0)
    for _ in range(4):
        book.handoff("2026-03-02", due="2026-03-16 00:00")
    found = judge(book)["overdue_backlog"]
    # P(X ≥ 4 | mean 2) = 14.3 %; each overdue for seven days.
    assert (found.verdict, found.value, found.n, found.good) == ("at risk", 4.0, 4, 0)
    assert found.p_value == pytest.approx(0.1429, abs=1e-4)
    assert found.oldest_hours == 168.0


def test_with_nothing_overdue_a_backlog_is_kept(book: Book) -> None:
    book.agree("overdue_backlog", 0.0)
    book.handoff("2026-03-02", due="2026-03-16", delivered="2026-03-15")
    found = judge(book)["overdue_backlog"]
    assert (found.verdict, found.value, found.n) == ("kept", 0.0, 0)


def test_a_backlog_without_any_due_time_has_no_data(book: Book) -> None:
    book.agree("overdue_backlog", 2.0)
    book.handoff("2026-03-02")
    assert judge(book)["overdue_backlog"].verdict == "no data"


def test_the_share_that_could_be_judged_is_told(book: Book) -> None:
    book.agree("first_time_right", 0.9)
    for accepted in (True, True, None, None, None):
        book.handoff("2026-03-16", delivered="2026-03-17", accepted=accepted)
    write_due(book, "2026-03-18", good=1)
    found = judge(book)
    # Of six delivered two were judged; of six requested in the window one had a due time.
    assert found["first_time_right"].judged_share == pytest.approx(2 / 6)
    assert found["first_time_right"].little_judged
    assert found["on_time_rate"].judged_share == pytest.approx(1 / 6)


def test_links_are_judged_together_and_returned_in_order(book: Book) -> None:
    other = ("Ventas", "Diseño", "")
    for link in (other, LINK):
        book.agree("on_time_rate", 0.95, link=link)
        for number in range(40):
            late = number < (7 if link == LINK else 0)
            book.handoff(
                "2026-03-16",
                due="2026-03-17",
                delivered="2026-03-18" if late else "2026-03-17",
                link=link,
            )
    found = [v for v in verdicts(book.cursor(), window=WINDOW, as_of=AS_OF) if v.judged]
    assert [(v.link, v.verdict) for v in found] == [
        (Link(*LINK), "broken"),
        (Link(*other), "kept"),
    ]


def test_a_target_for_a_kpi_that_nobody_measures_is_left_out(book: Book) -> None:
    book.agree("smiles_per_hour", 3.0)
    assert verdicts(book.cursor(), window=WINDOW, as_of=AS_OF) == ()


def test_an_empty_store_has_no_verdicts(book: Book) -> None:
    assert verdicts(book.cursor(), window=WINDOW, as_of=AS_OF) == ()
