"""What the page of one link says first."""

from __future__ import annotations

from html import escape

from kpi.chain import LinkEffect
from kpi.words import Words
from pages.parts import indicator, why
from pages.parts.markup import Html, style_of


def title(effect: LinkEffect, name: str, say: Words) -> object:
    """Say the worst verdict of a link with its numbers, in one sentence."""
    worst = next((v for v in effect.verdicts if v.verdict == effect.verdict), None)
    if worst is None or worst.value is None:
        return say("{link}: {verdict}", link=name, verdict=why.word(effect.verdict, say))
    finding = indicator.against_target(worst, say)
    finding = finding[:1].lower() + finding[1:]
    word = why.word(effect.verdict, say).capitalize()
    return Html(
        f'<span class="{style_of(effect.verdict)}">{escape(word)}.</span> '
        f"{escape(name)}: {escape(finding)}"
    )
