"""Settings → own KPIs: define, see at once what they give, share as TOML, withdraw."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from kpi.measures import Kpi, known_attributes, unknown_kpis
from kpi.measures.catalogue.dimensions import DIMENSIONS
from kpi.measures.defined import (
    Condition,
    Definition,
    read_definitions,
    save_definitions,
    stored_kpis,
    withdraw_kpi,
    written_definition,
)
from kpi.measures.defined.as_kpi import COLUMNS
from kpi.measures.defined.definition import (
    COMPARISONS,
    DIRECTIONS,
    MEASURES,
    OF_DATES,
    OF_NUMBERS,
    OVERS,
    UNITS,
    WITHOUT_VALUE,
)
from kpi.words import N_, UserError, Words
from pages.parts import indicator, kpi_help, kpi_preview, session, uploader_words
from pages.parts.address import View
from pages.parts.fold import fold
from pages.parts.markup import heading
from pages.parts.panel import panel

CHOICES = {
    "share": N_("share of the handoffs"), "percentile": N_("percentile of a column"),
    "mean": N_("mean of a column"), "delivered": N_("delivered in the period"),
    "requested": N_("requested in the period"), "due": N_("due in the period"),
    "hours": N_("hours"), "number": N_("a number"), "rating": N_("a rating"),
    "higher": N_("more is better"), "lower": N_("less is better"),
    "equals": N_("equals"), "differs from": N_("differs from"), "one of": N_("is one of"),
    "contains": N_("contains"), "is filled": N_("is filled"), "is empty": N_("is empty"),
    "at least": N_("is at least"), "at most": N_("is at most"), "more than": N_("is more than"),
    "less than": N_("is less than"), "on or after": N_("is on or after"), "before": N_("is before"),
}  # fmt: skip


def show(view: View, say: Words) -> None:
    """Show the company's own KPIs, and the form for one more."""
    note = say("Defined on any column that your files bring; judged like the built-in ones.")
    panel(heading(say("Own KPIs"), note), key="own kpis heading")
    unknown = session.remembered("unknown kpis", lambda: unknown_kpis(session.store().cursor()))
    for name in unknown:
        st.warning(say("Agreements name “{kpi}”, which nobody has defined.", kpi=name))
    stored = session.remembered("stored kpis", lambda: stored_kpis(session.store().cursor()))
    for one in stored:
        _stored(one.definition, view, say)
    if stored:
        st.download_button(
            say("Download all as TOML"),
            lambda: "\n".join(written_definition(one.definition) for one in stored),
            file_name="kpis.toml",
            on_click="ignore",
        )
    _upload(say)
    fold(say("Define a KPI"), lambda: _form(view, say), key="define a kpi")


def _stored(definition: Definition, view: View, say: Words) -> None:
    entry = indicator.known()[definition.id]
    key = f"kpi {definition.id}"
    fold(say(entry.name), lambda: _of_kpi(entry, definition, view, say), key=key)


def _of_kpi(entry: Kpi, definition: Definition, view: View, say: Words) -> None:
    st.text(say(entry.question))
    if entry.waits_for:
        st.info(kpi_help.waits(entry, say))
    else:
        kpi_preview.show(definition, view, say, key=definition.id)
    st.code(written_definition(definition), language="toml")
    if st.button(say("Withdraw"), key=f"withdraw {definition.id}"):
        with session.store().write() as cursor:
            withdraw_kpi(cursor, definition.id, who=say("Settings page"), now=_now())
        st.rerun()


def _upload(say: Words) -> None:
    uploader_words.speak(say, many=False)
    file = st.file_uploader(say("Definitions as TOML"), type=["toml"], max_upload_size=1)
    if file is None or not st.button(say("Take these definitions")):
        return
    try:
        _save(read_definitions(file.getvalue().decode("utf-8-sig", errors="replace")), say)
    except UserError as fault:
        st.error(say.render(fault.message))


def _form(view: View, say: Words) -> None:
    def choose(label: str, options: tuple[str, ...], key: str) -> str:
        return str(st.selectbox(label, options, key=key, format_func=lambda one: say(CHOICES[one])))

    columns = [*known_attributes(session.store().cursor()), *COLUMNS]
    left, right = st.columns(2)
    with left:
        words = {
            part: {"en": st.text_input(f"{label} (English)", key=f"kpi {part} en"),
                   "es": st.text_input(f"{label} (español)", key=f"kpi {part} es")}
            for part, label in (("name", say("Name")), ("question", say("Question")))
        }  # fmt: skip
        name = st.text_input(say("Id: small letters, digits and _"), key="kpi id")
        dimension = st.selectbox(
            say("Part of the promise"),
            list(DIMENSIONS),
            format_func=lambda one: say(DIMENSIONS[one]),
        )
    with right:
        measure = choose(say("Measures the"), MEASURES, "kpi measure")
        over = choose(say("Of handoffs"), OVERS, "kpi over")
        better = choose(say("Direction"), DIRECTIONS, "kpi better")
        told: dict[str, object] = {}
        column = str(st.selectbox(say("Column"), columns, key="kpi column"))
        if measure == "share":
            told["good"] = [_condition(column, say)]
        else:
            told["column"], told["unit"] = column, choose(say("Unit"), UNITS[1:], "kpi unit")
        if measure == "percentile":
            told["percentile"] = st.number_input(say("Percentile"), 1, 99, 90)
    told |= {"id": name, **words, "dimension": dimension, "measure": measure, "over": over}
    text = _as_toml(told | {"better": better})
    if not name:
        return
    try:
        definitions = read_definitions(text)
    except UserError as fault:
        st.info(say.render(fault.message))
        return
    kpi_preview.show(definitions[0], view, say, key="new")
    if st.button(say("Save this KPI")):
        _save(definitions, say)


def _condition(column: str, say: Words) -> Condition:
    comparison = str(
        st.selectbox(
            say("Good where it"),
            COMPARISONS,
            key="kpi comparison",
            format_func=lambda one: say(CHOICES[one]),
        )
    )
    if comparison in WITHOUT_VALUE:
        return Condition(column, comparison)
    if comparison in OF_NUMBERS:
        return Condition(column, comparison, float(st.number_input(say("Value"), key="kpi number")))
    if comparison in OF_DATES:
        day = st.date_input(say("Value"), key="kpi day")
        return Condition(column, comparison, day.isoformat() if isinstance(day, date) else "")
    text = st.text_input(say("Value"), key="kpi text")
    if comparison == "one of":
        return Condition(column, comparison, tuple(one.strip() for one in text.split(",")))
    return Condition(column, comparison, text)


def _as_toml(told: dict[str, object]) -> str:
    """Write what the form says as TOML, so that it is read and checked as a file would be."""
    base = {"unit": "share", "good": (), "column": "", "percentile": 50.0, **told}
    return written_definition(Definition(**{**base, "good": tuple(base["good"])}))  # type: ignore[arg-type]


def _save(definitions: tuple[Definition, ...], say: Words) -> None:
    with session.store().write() as cursor:
        save_definitions(cursor, definitions, who=say("Settings page"), now=_now())
    st.toast(say("Saved."))
    st.rerun()


def _now() -> pd.Timestamp:
    return pd.Timestamp(session.now_utc()).tz_localize(None)
