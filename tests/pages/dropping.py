"""Drop a file on the Data page and press its buttons."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from pages.parts import session

HEADER = "id,case,supplier,customer,requested,delivered\n"
SOUND = "H1,C1,Compras,Almacén,2026-03-02 08:00,2026-03-03 08:00\n"
NO_CUSTOMER = "H2,C1,Compras,,2026-03-02 08:00,2026-03-03 08:00\n"


def drop(app: AppTest, text: str, name: str = "export.csv") -> AppTest:
    return app.file_uploader[0].upload(name, text.encode(), "text/csv").run()


def button(app: AppTest, label: str) -> None:
    next(b for b in app.button if b.label == label).click().run()


def labels(app: AppTest) -> list[str]:
    return [b.label for b in app.button]


def stored(query: str) -> list[object]:
    """Return the first column of what the store of the page under test holds."""
    return [row[0] for row in session.store().cursor().execute(query).fetchall()]
