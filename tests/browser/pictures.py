"""Draw the pictures of README and docs anew: ``make pictures``.

The sample company as of its own last day, so that the same program draws the same pictures.
"""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image

from pages.parts.launch import ROOT, running_app
from tests.browser.datasets import written
from tests.browser.watch import chromium, watched

FOLDER = ROOT / "docs" / "pictures"
LINK = "link?supplier=Compras&customer=Almac%C3%A9n&service=herrajes"
PAGES = {"balance": "", "chain": "chain", "link": LINK, "agreements": "agreements"}
WEEKLY = "weekly?present=1"
COLOURS = 96  # of a calm page; more would only make the file larger


def main() -> int:
    """Write the pictures, and fail where a page of one is at fault."""
    problems: list[str] = []
    with tempfile.TemporaryDirectory() as name, chromium() as browser:
        folder = Path(name)
        with running_app(written("sample", folder), log=folder / "log.txt") as app:
            for picture, path, width in _asked(
                *((f"{page}-es", path, 1440) for page, path in PAGES.items()),
                ("weekly-es", WEEKLY, 1600),
            ):
                context = browser.new_context(
                    viewport={"width": width, "height": 900},
                    color_scheme="light",
                    locale="es-MX",
                    reduced_motion="reduce",
                )
                with watched(context, app.url) as watch:
                    address = f"{app.url}/{path}{'&' if '?' in path else '?'}lang=es"
                    if (
                        path == WEEKLY
                    ):  # the picture alone, without the title that says all is drawn
                        watch.page.goto(address)
                        watch.page.locator(".week-view svg").wait_for()
                    else:
                        watch.open(address)
                    _save(watch.page.screenshot(animations="disabled"), FOLDER / f"{picture}.png")
                    problems += (f"{picture}: {problem}" for problem in watch.problems())
                context.close()
    sys.stdout.writelines(f"{problem}\n" for problem in problems)
    return 1 if problems else 0


def _asked(*pictures: tuple[str, str, int]) -> list[tuple[str, str, int]]:
    """Return the pictures that the command line names, all where it names none."""
    return [one for one in pictures if not sys.argv[1:] or one[0] in sys.argv[1:]]


def _save(content: bytes, file: Path) -> None:
    picture = Image.open(io.BytesIO(content)).convert("RGB")
    # By the median, the rare ones would be lost: the accent among them.
    rare = Image.Quantize.MAXCOVERAGE
    picture.quantize(COLOURS, rare, dither=Image.Dither.NONE).save(file, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
