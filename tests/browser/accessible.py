"""What keeps someone from reading or using a page: axe-core's rules, and text that is cut off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from importlib.resources import files
from typing import NamedTuple

from playwright.sync_api import Page, TimeoutError

from tests.browser.watch import EVERYWHERE, SETTLED

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
GRAVE = ("serious", "critical")
# The rules that depend on the theme.
COLOURS = ("color-contrast", "link-in-text-block")

_RUN = """(rules) => axe.run(document, {
  resultTypes: ['violations'],
  ...(rules.length ? { runOnly: { type: 'rule', values: rules } } : {}),
}).then((found) => found.violations.flatMap((fault) => fault.nodes.map((node) => ({
  rule: fault.id,
  impact: node.impact ?? fault.impact,
  target: node.target.flat(3).join(' '),
  markup: node.html,
}))))"""

_CUT = (
    "() => {"
    + EVERYWHERE
    + """
  const cut = [];
  for (const element of everywhere(document.body)) {
    if (!isSeen(element) || element.closest('[data-testid=stElementToolbar], canvas')) continue;
    const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
    const text = own.map((node) => node.data).join(' ').trim();
    if (!text) continue;
    if (element instanceof SVGElement) {
      const box = element.getBoundingClientRect();
      const around = element.ownerSVGElement?.getBoundingClientRect();
      if (around && box.width && getComputedStyle(element.ownerSVGElement).overflow !== 'visible'
        && (box.left < around.left - 1 || box.right > around.right + 1)) cut.push(text);
      continue;
    }
    for (let box = element; box && box !== document.body; box = box.parentElement) {
      const style = getComputedStyle(box);
      if (style.clipPath !== 'none' || style.position === 'absolute' && box.clientWidth <= 1) break;
      const hides = ['hidden', 'clip'].includes(style.overflowX);
      if (hides && box.clientWidth > 1 && box.scrollWidth > box.clientWidth + 1) {
        const shown = box.getBoundingClientRect();
        const range = document.createRange();
        range.selectNodeContents(element);
        const said = range.getBoundingClientRect();
        if (said.right > shown.right + 1 || said.left < shown.left - 1) cut.push(text);
        break;
      }
      if (['auto', 'scroll'].includes(style.overflowX)) break;
    }
  }
  return [...new Set(cut)];
}"""
)


class Fault(NamedTuple):
    """An element that breaks a rule of axe-core."""

    rule: str
    impact: str
    target: str
    markup: str


def faults(page: Page, rules: Sequence[str] = ()) -> list[Fault]:
    """Return the serious and critical faults of a page; by default of every rule."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate(_RUN, list(rules))
    return [Fault(**fault) for fault in found if fault["impact"] in GRAVE]


def cut_off(page: Page) -> list[str]:
    """Return the texts of which a reader sees only a part, and cannot scroll to the rest.

    The navigation measures its names, and takes some into a menu, after the page is drawn.
    """
    with suppress(TimeoutError):
        page.wait_for_function(f"() => ({_CUT})().length === 0", timeout=SETTLED)
    return list(page.evaluate(_CUT))


def told(found: Sequence[Fault]) -> Iterator[str]:
    """Yield a line for each fault."""
    for fault in found:
        yield f"{fault.rule} ({fault.impact}): {fault.target}: {fault.markup[:200]}"
