"""Phrases, numbers and dates in both languages. Expected forms: look.md (es-MX) and CLDR."""

from datetime import date, datetime

import pytest

from kpi.words import Message, PartyName, Share, words_for
from kpi.words.terms import END_CUSTOMER

ES, EN = words_for("es"), words_for("en")


def spaced(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("\u2009", " ")


@pytest.mark.parametrize(
    ("share", "spanish", "english"),
    [(0.8137, "81.4 %", "81.4%"), (1.0, "100.0 %", "100.0%"), (-0.00001, "0.0 %", "0.0%")],
)
def test_a_share_is_written_as_a_percentage_and_never_minus_zero(
    share: float, spanish: str, english: str
) -> None:
    assert (spaced(ES.percent(share)), EN.percent(share)) == (spanish, english)


def test_spain_writes_a_decimal_comma() -> None:
    assert spaced(words_for("es", "es_ES").percent(0.8137)) == "81,4 %"


@pytest.mark.parametrize(
    ("share", "text"), [(0.0, "0%"), (0.003, "<1%"), (0.005, "<1%"), (0.0051, "1%"), (0.29, "29%")]
)
def test_a_part_that_is_something_never_reads_as_nothing(share: float, text: str) -> None:
    assert EN.part(share) == text


def test_thousands_are_grouped_and_decimals_cut() -> None:
    assert (ES.number(1234.56, 1), EN.number(1234), EN.number(-0.2)) == ("1,234.6", "1,234", "0")


def test_a_week_says_its_number_and_its_days() -> None:
    monday = date(2026, 3, 16)
    assert spaced(ES.week(monday)) == "sem. 12 · 16–22 mar 2026"
    assert spaced(EN.week(monday)) == "wk 12 · Mar 16–22, 2026"


def test_a_week_over_the_turn_of_a_month_names_both() -> None:
    assert spaced(ES.day_range(date(2026, 3, 30), date(2026, 4, 5))) == "30 mar – 5 abr"


@pytest.mark.parametrize(
    ("hours", "text"), [(0.5, "30 min"), (3.84, "3.8 h"), (71.9, "71.9 h"), (96.0, "4 days")]
)
def test_a_duration_has_the_unit_a_person_would_use(hours: float, text: str) -> None:
    assert EN.hours(hours) == text


def test_values_of_a_message_are_written_the_readers_way() -> None:
    message = Message(
        "{kept} of {cases} ({rate}), {who}, {day}, {at}",
        {
            "kept": 1204,
            "cases": 1479,
            "rate": Share(0.814),
            "who": PartyName(END_CUSTOMER),
            "day": date(2026, 3, 2),
            "at": datetime(2026, 3, 2, 6, 5),
        },
    )
    assert spaced(EN.render(message)) == (
        "1,204 of 1,479 (81.4%), External customer, Mar 2, 2026, Mar 2, 2026 06:05"
    )


def test_a_message_without_a_plural_form_for_one_uses_the_singular() -> None:
    message = Message("{n} link is failing", {"n": 1}, many="{n} links are failing")
    assert EN.render(message) == "1 link is failing"


def test_a_language_without_catalogue_is_refused() -> None:
    with pytest.raises(ValueError, match="Must be one of: es, en"):
        words_for("fr")
