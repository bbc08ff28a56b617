"""The forms that state and end an action, on the page of one link, in both languages."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from kpi.agreements import Link
from kpi.relations import Action, actions
from kpi.words import words_for
from pages.parts import session
from tests.pages.conftest import Open, told
from tests.pages.dropping import button

# A failing link of docs/sample.md on which nothing is being done.
LINK = Link("Calidad", "Logística", "liberación")
PLACE = {"supplier": LINK.supplier, "customer": LINK.customer, "service": LINK.service}
WHAT, WHO = "Liberar por la tarde", "Ana"


def of_link(link: Link) -> list[Action]:
    return list(
        actions(session.store().cursor(), as_of=session.wall(session.now_utc()), links=[link])
    )


def filled(app: AppTest, **texts: str) -> AppTest:
    app.text_area(key="action text").input(WHAT)
    app.text_input(key="who new").input(WHO)
    app.selectbox(key="action kpi").select("on_time_rate")
    app.text_input(key="action expected").input(texts["expected"])
    return app.run()


@pytest.mark.parametrize(
    ("language", "refused"), [("es", "“mucho” no es una meta"), ("en", "“mucho” is not a target")]
)
def test_an_action_is_stated_once_all_that_it_says_can_be_read(
    sample: Path, open_page: Open, language: str, refused: str
) -> None:
    say = words_for(language)
    app = open_page("link", language, **PLACE)
    assert say("Nothing is being done about this link yet") in told(app)
    # Without a name or words for it there is nothing to state.
    button(app, say("State it"))
    assert app.warning[0].value == say("Write what will be done.")
    button(filled(app, expected="mucho"), say("State it"))
    assert refused in app.error[0].value
    assert of_link(LINK) == []
    # What was written is still there to be mended. product.md §4: shares are 0.95, 0,95 or 95 %.
    assert app.text_area(key="action text").value == WHAT
    app.text_input(key="action expected").input("95 %").run()
    button(app, say("State it"))
    assert not app.exception, app.exception
    (stated,) = of_link(LINK)
    assert (stated.text, stated.kpi, stated.expected) == (WHAT, "on_time_rate", 0.95)
    aim = say("{indicator} to {value}", indicator=say("On time"), value=say.percent(0.95))
    assert aim.replace("\xa0", " ") in told(app)
    # The form is empty again, for the next one.
    assert app.text_area(key="action text").value == ""


def test_an_action_is_ended_and_opened_again(sample: Path, open_page: Open) -> None:
    say = words_for("es")
    link = Link("Compras", "Almacén", "herrajes")  # docs/sample.md: its action is overdue
    app = open_page(
        "link", "es", supplier=link.supplier, customer=link.customer, service=link.service
    )
    app.text_input(key="who end").input(WHO)
    app.date_input(key="ended on").set_value(date(2026, 3, 20)).run()
    button(app, say("It is done"))
    assert [(one.status, one.done_on) for one in of_link(link)] == [("done", date(2026, 3, 20))]
    button(app, say("It is open after all"))
    assert [(one.status, one.done_on) for one in of_link(link)] == [("open", None)]
