"""KPIs that a company defines on the columns of its own files."""

from __future__ import annotations

from datetime import datetime

import pytest

from kpi.agreements import Link
from kpi.measures import Week, Window, catalogue, handoffs_behind, measure, unknown_kpis
from kpi.measures.defined import (
    DefinitionError,
    read_definitions,
    save_definitions,
    stored_kpis,
    withdraw_kpi,
    written_definition,
)
from kpi.store import remake_views
from kpi.verdicts import verdicts
from tests.book import LINK, Book

NOW = datetime.fromisoformat("2026-03-30")
WINDOW = Window(Week.parse("2026-W12"), 4)
HEAD = """
name = {en = "Light parcels", es = "Paquetes ligeros"}
question = {en = "How many are light?", es = "¿Cuántos son ligeros?"}
dimension = "quality"
"""
SHARE = f"""[[kpi]]
id = "light"
{HEAD}
better = "higher"
measure = "share"
good = [{{column = "Peso (kg)", comparison = "less than", value = 5}}]
"""
MEAN = f"""[[kpi]]
id = "weight_mean"
{HEAD}
better = "lower"
unit = "number"
measure = "mean"
column = "Peso (kg)"
"""
P90 = (
    MEAN.replace("weight_mean", "weight_p90").replace('"mean"', '"percentile"')
    + "percentile = 90\n"
)


def bring_column(book: Book, name: str) -> None:
    """Add the attribute column a1 as a file with such a column does."""
    with book.store.write() as cursor:
        for table in ("stated_handoffs", "handoff_assertions"):
            cursor.execute(f"ALTER TABLE {table} ADD COLUMN a1 VARCHAR")
        cursor.execute("INSERT INTO attributes VALUES (?, 'a1')", [name])
        remake_views(cursor)


def define(book: Book, *texts: str) -> None:
    with book.store.write() as cursor:
        for text in texts:
            save_definitions(cursor, read_definitions(text), who="Ana", now=NOW)


def weigh(book: Book, *weights: str | None, column: str = "Peso (kg)") -> None:
    bring_column(book, column)
    for weight in weights:
        book.handoff("2026-03-16", delivered="2026-03-17", a1=weight)


def measured(book: Book, kpi: str) -> list[tuple[float, int]]:
    frame = measure(book.cursor(), as_of=NOW, first=WINDOW.start, last=WINDOW.end, kpis=[kpi])
    return list(zip(frame["value"], frame["n"], strict=True))


def test_a_share_counts_what_can_be_read_and_a_comma_is_decimal(book: Book) -> None:
    # Light: 4.9 and 2,5. Heavy: 5 and 12. Not counted: 1,234 may mean two numbers; a word; nothing.
    weigh(book, "4.9", "2,5", "5", "12", "1,234", "heavy", None)
    define(book, SHARE)
    assert measured(book, "light") == [(0.5, 4)]


def test_a_mean_and_a_percentile_of_a_column(book: Book) -> None:
    weigh(book, "10", "20", "30", "40", "50", "?")
    define(book, MEAN, P90)
    assert measured(book, "weight_mean") == [(30.0, 5)]
    assert measured(book, "weight_p90") == [(46.0, 5)]  # rank 3.6: six tenths from 40 to 50


def test_what_is_no_number_lowers_the_share_that_could_be_judged(book: Book) -> None:
    weigh(book, *["1"] * 9, *["?"] * 3)
    define(book, MEAN)
    (found,) = [
        v for v in verdicts(book.cursor(), window=WINDOW, as_of=NOW) if v.kpi == "weight_mean"
    ]
    assert (found.n, found.judged_share) == (9, 0.75)


def test_defined_kpis_are_agreed_judged_and_drilled_down(book: Book) -> None:
    weigh(book, *["4"] * 12, *["9"] * 8)
    define(book, SHARE, MEAN, P90)
    book.agree("light", 0.95)
    book.agree("weight_mean", 4.0, version=1, agreement="B")
    book.agree("weight_p90", 8.0, version=1, agreement="C")
    found = {v.kpi: v for v in verdicts(book.cursor(), window=WINDOW, as_of=NOW)}
    # 12 of 20 against 95 %; a mean of 6 against 4; 12 of 20 weigh up to 8 where nine of ten should.
    assert (found["light"].verdict, found["light"].good, found["light"].n) == ("broken", 12, 20)
    assert (found["weight_mean"].verdict, found["weight_mean"].value) == ("broken", 6.0)
    assert (found["weight_p90"].verdict, found["weight_p90"].good) == ("broken", 12)
    behind = handoffs_behind(book.cursor(), link=Link(*LINK), kpi="light", window=WINDOW, as_of=NOW)
    assert (len(behind), behind["good"].sum(), behind["a1"].iloc[0]) == (20, 12, "9")


def test_a_rate_of_what_is_bad_is_shown_and_judged_as_such(book: Book) -> None:
    weigh(book, *["Dañado"] * 3, *["bien"] * 17, column="Estado")
    define(
        book,
        f"""[[kpi]]
        id = "damaged"
        {HEAD}
        better = "lower"
        measure = "share"
        good = [{{column = "Estado", comparison = "equals", value = "dañado"}}]""",
    )
    book.agree("damaged", 0.02)
    (found,) = [v for v in verdicts(book.cursor(), window=WINDOW, as_of=NOW) if v.kpi == "damaged"]
    # 3 of 20 damaged where 2 % may be: P(3 or more) = 0.7 %, by hand with the binomial.
    assert (found.value, found.good, found.verdict) == (0.15, 17, "broken")
    assert found.p_value == pytest.approx(0.00707, abs=1e-4)


def test_a_column_that_no_file_brings_is_waited_for(book: Book) -> None:
    book.handoff("2026-03-16", delivered="2026-03-17")
    define(book, SHARE)
    book.agree("light", 0.9)
    assert catalogue(book.cursor())["light"].waits_for == ("Peso (kg)",)
    (found,) = [v for v in verdicts(book.cursor(), window=WINDOW, as_of=NOW) if v.kpi == "light"]
    assert (found.verdict, found.n) == ("no data", 0)


def test_values_stay_values_whatever_they_say(book: Book) -> None:
    nasty = "x'); DROP TABLE stated_handoffs; --{}$as_of"
    weigh(book, nasty, "other", column='Nota"; --')
    define(
        book,
        f"""[[kpi]]
        id = "noted"
        {HEAD}
        better = "higher"
        measure = "share"
        good = [{{column = 'Nota"; --', comparison = "equals", value = "{nasty}"}}]""",
    )
    assert measured(book, "noted") == [(0.5, 2)]


def test_withdrawn_definitions_are_no_longer_judged_and_agreements_say_so(book: Book) -> None:
    define(book, SHARE)
    book.agree("light", 0.9)
    assert unknown_kpis(book.cursor()) == ()
    with book.store.write() as cursor:
        withdraw_kpi(cursor, "light", who="Ana", now=datetime.fromisoformat("2026-04-01"))
    assert unknown_kpis(book.cursor()) == ("light",)
    assert stored_kpis(book.cursor()) == ()


@pytest.mark.parametrize("text", [SHARE, MEAN, P90])
def test_a_written_definition_reads_back_as_the_same(text: str) -> None:
    definitions = read_definitions(text)
    assert read_definitions("\n".join(map(written_definition, definitions))) == definitions


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            ('"quality"', '"speed"'),
            "Line 6, key “dimension”: “speed”. Must be one of: delivery time",
        ),
        (("less than", "smaller"), "key “comparison”: “smaller”. Must be one of: equals"),
        (("value = 5", 'value = "x"'), "key “value”: “x”"),
        (("value = 5", "value = inf"), "key “value”: “inf”"),
        (('"light"', '"on_time_rate"'), "built in"),
        (('"light"', '"Light!"'), "Line 2, key “id”: “Light!”"),
        (("better =", "best ="), "key “best” is not known. Must be one of: id, name"),
        (("[[kpi]]", "[kpi"), "cannot be read as TOML"),
    ],
)
def test_a_faulty_definition_names_the_key_the_line_and_what_is_allowed(
    change: tuple[str, str], message: str
) -> None:
    with pytest.raises(DefinitionError) as fault:
        read_definitions(SHARE.replace(*change))
    assert message in str(fault.value.message)
