"""Photograph every page into ``shots/``: ``make shots`` or ``python -m tests.browser.shots``.

Fails where a page shows an error, writes one to the console, calls another host, is wider than its
window or speaks the other language.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path
from time import monotonic
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit

import click
from playwright.sync_api import Browser, TimeoutError

from kpi.sample.load import FOLDER as SAMPLE_FILES
from kpi.words import LANGUAGES
from pages.parts.launch import ROOT, running_app
from pages.parts.navigation import PLACES
from tests.browser.datasets import DATASETS, written
from tests.browser.untranslated import translations, untranslated
from tests.browser.watch import Watch, chromium, watched

FOLDER = ROOT / "shots"
# A source is called by the name of its files, in whatever language; some are English words, too.
FILES = {file.stem for file in SAMPLE_FILES.glob("*.csv")}
THEMES = ("light", "dark")
WINDOWS = ((1440, 900), (1600, 900), (390, 844))
LOCALES = {"es": "es-MX", "en": "en-US"}


class Shot(NamedTuple):
    """One picture: a page's name and address, in a language and theme, of a size."""

    dataset: str
    name: str
    path: str
    language: str
    theme: str
    width: int
    height: int

    @property
    def file(self) -> str:
        """Return the picture's file, below the folder of all."""
        return f"{self.dataset}/{self.name}-{self.language}-{self.theme}-{self.width}.png"


class Choice(NamedTuple):
    """Which pictures are asked for; no page and no width means all."""

    pages: tuple[str, ...]
    languages: tuple[str, ...]
    themes: tuple[str, ...]
    widths: tuple[int, ...]


def shots(dataset: str, chosen: Mapping[str, str], choice: Choice) -> Iterator[Shot]:
    """Yield every picture to take; a link's page and a case's are taken with one chosen, too."""
    paths = {place.path: "" if place is PLACES[0] else place.path for place in PLACES}
    paths |= {f"{name}-chosen": path for name, path in chosen.items()}
    windows = [window for window in WINDOWS if not choice.widths or window[0] in choice.widths]
    for language, theme, window in product(choice.languages, choice.themes, windows):
        for name, path in paths.items():
            if not choice.pages or name in choice.pages:
                yield Shot(dataset, name, path, language, theme, *window)


def take(browser: Browser, url: str, shot: Shot, *, whole: bool) -> list[str]:
    """Take one picture and return what is wrong on it, a line each."""
    context = browser.new_context(
        viewport={"width": shot.width, "height": shot.height},
        color_scheme="dark" if shot.theme == "dark" else "light",
        locale=LOCALES[shot.language],
        reduced_motion="reduce",
    )
    try:
        with watched(context, url) as watch:
            return [f"{shot.file}: {problem}" for problem in _take(watch, url, shot, whole)]
    finally:
        context.close()


def _take(watch: Watch, url: str, shot: Shot, whole: bool) -> Iterator[str]:
    mark = "&" if "?" in shot.path else "?"
    try:
        watch.open(f"{url}/{shot.path}{mark}lang={shot.language}")
    except TimeoutError:
        yield "is not drawn in time"
    if whole:
        watch.page.set_viewport_size(
            {"width": shot.width, "height": max(watch.height(), shot.height)}
        )
    watch.page.screenshot(path=FOLDER / shot.file, animations="disabled")
    yield from watch.problems()
    if watch.overflow() > 0:
        yield f"is {watch.overflow()} pixels wider than its window"
    for text in untranslated(watch.texts(), shot.language, translations()):
        if text in FILES:
            continue
        yield f"speaks the other language: {text!r}"


def first_led_to(browser: Browser, url: str) -> dict[str, str]:
    """Return the address of the first link that Balance leads to, and of Case's first case.

    By the name of their page; without those that nothing leads to.
    """
    found = {}
    context = browser.new_context()
    try:
        with watched(context, url) as watch:
            for name, page in (("link", ""), ("case", "case")):
                watch.open(f"{url}/{page}")
                ways = watch.page.locator(f"a[href^='{name}?']")
                if ways.count():
                    parts = urlsplit(ways.first.get_attribute("href") or "")
                    named = [pair for pair in parse_qsl(parts.query) if pair[0] != "lang"]
                    found[name] = f"{parts.path}?{urlencode(named)}"
    finally:
        context.close()
    return found


@click.command()
@click.option("--store", help="Photograph this store instead of the datasets.")
@click.option("--data", multiple=True, type=click.Choice(tuple(DATASETS)), help="All by default.")
@click.option("--only", multiple=True, help="A page, such as balance or link-chosen.")
@click.option("--language", multiple=True, type=click.Choice(tuple(LANGUAGES)))
@click.option("--theme", multiple=True, type=click.Choice(THEMES))
@click.option("--width", multiple=True, type=int, help="1440, 1600 or 390.")
@click.option("--minutes", type=float, default=30.0, show_default=True, help="Stop after so long.")
@click.option(
    "--whole", is_flag=True, help="The whole page, not what a window of that height shows."
)
def main(  # noqa: PLR0917 - click names them all
    store: str | None,
    data: tuple[str, ...],
    only: tuple[str, ...],
    language: tuple[str, ...],
    theme: tuple[str, ...],
    width: tuple[int, ...],
    minutes: float,
    whole: bool,
) -> None:
    """Photograph every page × language × theme × size × dataset, or those asked for."""
    if not (only or data or language or theme or width):
        shutil.rmtree(FOLDER, ignore_errors=True)
    until = monotonic() + 60 * minutes
    chosen = Choice(only, language or tuple(LANGUAGES), theme or THEMES, width)
    problems: list[str] = []
    count = 0
    with tempfile.TemporaryDirectory() as name, chromium() as browser:
        folder = Path(name)
        for dataset in ("store",) if store else data or tuple(DATASETS):
            (FOLDER / dataset).mkdir(parents=True, exist_ok=True)
            where = store or written(dataset, folder)
            with running_app(where, log=folder / f"{dataset}.txt") as app:
                for shot in shots(dataset, first_led_to(browser, app.url), chosen):
                    if monotonic() > until:
                        problems.append(f"not taken within {minutes:g} minutes: {shot.file}")
                        break
                    problems += take(browser, app.url, shot, whole=whole)
                    count += 1
    for problem in problems:
        click.echo(problem, err=True)
    click.echo(f"{count} pictures in {FOLDER.name}/, {len(problems)} problems")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
