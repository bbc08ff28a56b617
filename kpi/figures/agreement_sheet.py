"""A signed agreement as one clean page: HTML that needs nothing else, and prints on A4."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

_CSS = """
@page { size: A4 portrait; margin: 22mm 20mm; }
* { box-sizing: border-box; }
body { font: 11.5pt/1.5 Inter, "Helvetica Neue", Arial, sans-serif; color: #1b1f24; margin: 0 auto;
       max-width: 170mm; padding: 12mm 0; background: #fff; }
.where { color: #5b6570; margin: 0 0 2mm; font-size: 10pt; }
h1 { font-size: 21pt; line-height: 1.2; letter-spacing: -0.01em; margin: 0 0 2mm; }
.lead { color: #5b6570; margin: 0 0 8mm; }
h2 { font-size: 11.5pt; margin: 7mm 0 1mm; }
table { border-collapse: collapse; width: 100%; }
td { padding: 1.8mm 0; border-bottom: 0.3mm solid #dfe3e8; vertical-align: top; }
td:first-child { color: #5b6570; width: 46%; padding-right: 6mm; }
td:last-child { font-variant-numeric: tabular-nums; font-weight: 600; }
.signed { display: grid; grid-template-columns: 1fr 1fr; gap: 12mm; margin-top: 10mm; }
.signed div { border-top: 0.4mm solid #1b1f24; padding-top: 2mm; break-inside: avoid; }
.signed b { display: block; }
.signed span { color: #5b6570; display: block; font-size: 10pt; }
.stamp { color: #5b6570; font-size: 9pt; margin-top: 10mm; }
@media print { body { padding: 0; } }
"""


@dataclass(frozen=True)
class Sheet:
    """What the page says, in the reader's language.

    Parameters
    ----------
    language : str
    where, title, lead : str
    sections : sequence of (str, sequence of (str, str))
        Heading, and its lines: what, and the value.
    signatures : sequence of (str, sequence of str)
        Party, and who signed for it and when, a line each.
    stamp : str
    """

    language: str
    where: str
    title: str
    lead: str
    sections: Sequence[tuple[str, Sequence[tuple[str, str]]]]
    signatures: Sequence[tuple[str, Sequence[str]]]
    stamp: str


def agreement_sheet(sheet: Sheet) -> str:
    """Return the page as an HTML document; every text is escaped.

    Examples
    --------
    >>> page = agreement_sheet(Sheet("en", "", "<A> and B", "", [], [("A", ["Ana"])], ""))
    >>> "<h1>&lt;A&gt; and B</h1>" in page
    True
    """
    sections = "".join(_section(title, lines) for title, lines in sheet.sections if lines)
    signed = "".join(
        f"<div><b>{escape(party)}</b>" + "".join(f"<span>{escape(x)}</span>" for x in lines)
        + "</div>"
        for party, lines in sheet.signatures
    )  # fmt: skip
    return (
        f'<!doctype html><html lang="{escape(sheet.language)}"><head><meta charset="utf-8">'
        f"<title>{escape(sheet.title)}</title><style>{_CSS}</style></head><body>"
        f'<p class="where">{escape(sheet.where)}</p><h1>{escape(sheet.title)}</h1>'
        f'<p class="lead">{escape(sheet.lead)}</p>{sections}'
        f'<div class="signed">{signed}</div><p class="stamp">{escape(sheet.stamp)}</p>'
        "</body></html>"
    )


def _section(title: str, lines: Iterable[tuple[str, str]]) -> str:
    rows = "".join(f"<tr><td>{escape(k)}</td><td>{escape(v)}</td></tr>" for k, v in lines)
    return f"<h2>{escape(title)}</h2><table>{rows}</table>"
