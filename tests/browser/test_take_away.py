"""Drawings and tables can be taken along: as an image, a drawing, and the numbers behind them."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from playwright.sync_api import Locator

from pages.parts.launch import RunningApp
from tests.browser.watch import Watch

pytestmark = pytest.mark.browser


def saved(look: Watch, button: Locator) -> bytes:
    button.focus()  # the keyboard reaches it
    with look.page.expect_download() as download:
        button.press("Enter")
    return Path(download.value.path()).read_bytes()


def rows(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")  # else a spreadsheet breaks the accents
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.fixture
def balance(look: Watch, dashboard: RunningApp) -> Watch:
    look.open(f"{dashboard.url}/?lang=es")
    return look


@pytest.mark.parametrize("drawing", ["trend", "small-chain"])
def test_a_drawing_is_saved_with_its_finding(balance: Watch, drawing: str) -> None:
    bar = balance.page.locator(f".st-key-take-{drawing}")
    picture = saved(balance, bar.get_by_role("button", name="SVG")).decode()
    heading = balance.page.locator(f".st-key-{drawing.removeprefix('small-')}-heading h2")
    # The company, the week and the window travel with it too.
    where = balance.page.locator(".where").first.inner_text()
    title = [*heading.inner_text().split(), *where.split()]
    words = " ".join(picture.replace("</text>", " ").split(">"))
    assert [word for word in title if word not in words] == []
    # Nothing of the file is looked for elsewhere, and no rule of the page is needed to paint it.
    assert "url(app/" not in picture
    assert "var(--" not in picture

    image = saved(balance, bar.get_by_role("button", name="PNG"))
    assert image.startswith(b"\x89PNG")
    width, height = (int.from_bytes(image[at : at + 4], "big") for at in (16, 20))
    assert width > 800
    assert height > 400


def test_the_numbers_of_a_drawing_are_those_it_shows(balance: Watch) -> None:
    bar = balance.page.locator(".st-key-take-trend")
    titles, *weeks = rows(saved(balance, bar.get_by_role("button", name="CSV")))
    assert titles == ["Semana", "Medido", "Contadas"]
    drawn = balance.page.locator(".st-key-figure-trend .js-plotly-plot").first.evaluate(
        "plot => Math.max(...plot.data.map(one => (one.y?._inputArray ?? one.y)?.length ?? 0))"
    )
    assert len(weeks) == drawn
    assert all(0 <= float(kept) <= 1 and int(cases) > 0 for _, kept, cases in weeks if kept)


def test_a_table_is_saved_as_it_is_shown(balance: Watch) -> None:
    table = balance.page.locator(".panel table:has(thead)").first
    button = balance.page.locator(".panel .csv button").first
    titles, *body = rows(saved(balance, button))
    assert titles == [title.strip() for title in table.locator("th").all_inner_texts()]
    assert len(body) == table.locator("tbody tr").count()
    # A name of a link stands first, its service after it.
    assert body[0][0].startswith(table.locator("tbody a").first.inner_text().strip())
