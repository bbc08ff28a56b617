"""How the company looks on its pages and exports: its logo and its accent colour."""

from __future__ import annotations

import streamlit as st

from kpi.figures import PALETTES, Theme, accents, contrast, resembles
from kpi.store import LogoError, write_accent, write_logo
from kpi.words import N_, Words
from kpi.words.terms import VERDICTS
from pages.parts import session, uploader_words
from pages.parts.markup import Html, heading, paragraph, safe
from pages.parts.panel import panel

_THEMES: dict[Theme, str] = {"light": N_("On the light pages"), "dark": N_("On the dark pages")}


def show(say: Words) -> None:
    """Show the logo and the accent colour, and let both be changed."""
    panel(
        heading(
            say("Look"),
            say("On every page and export. The colours of verdicts stay: they mean something."),
        ),
        key="look heading",
    )
    _logo(say)
    _accent(say)


def _logo(say: Words) -> None:
    uploader_words.speak(say, many=False)
    file = st.file_uploader(
        say("Logo (PNG or SVG, up to 512 kB)"),
        type=["png", "svg"],
        max_upload_size=1,
        key=f"logo file {st.session_state.setdefault('logo generation', 0)}",
    )
    if file is not None:
        try:
            with session.store().write() as cursor:
                write_logo(cursor, file.getvalue())
        except LogoError as fault:
            panel(paragraph("problem", say.render(fault.message)), key="logo problem")
            return
        _start_again(say)
    if session.company_logo() is not None and st.button(say("Remove the logo")):
        with session.store().write() as cursor:
            write_logo(cursor, None)
        _start_again(say)


def _start_again(say: Words) -> None:
    st.session_state["logo generation"] += 1
    st.toast(say("Saved."))
    st.rerun()


def _accent(say: Words) -> None:
    stored = session.company_accent()
    picked = st.color_picker(
        say("Accent colour: buttons, choices, focus"), stored or PALETTES["light"].accent
    ).upper()
    panel(lambda: _tried(picked, say), key="accent tried", of=(picked,))
    with st.container(horizontal=True):
        if st.button(say("Use this colour"), disabled=picked == stored):
            _keep(picked)
        if stored is not None and st.button(say("Back to the usual blue")):
            _keep(None)


def _keep(colour: str | None) -> None:
    with session.store().write() as cursor:
        write_accent(cursor, colour)
    st.rerun()


def _tried(picked: str, say: Words) -> str:
    """Show a colour at work on both pages, with the nearest one that reads where it does not."""
    rows = "".join(
        f'<li class="beside">{_sample(colour, theme, say)}'
        f"{safe(_verdict(picked, colour, theme, say))}</li>"
        for theme, colour in accents(picked).items()
    )
    like = resembles(picked)
    warning = ""
    if like is not None:
        warning = paragraph(
            "warning",
            say(
                "People will read this colour as “{verdict}”: it is close to the colour of that "
                "verdict. A blue, a violet or a grey says nothing but the company’s name.",
                verdict=say(VERDICTS[like]),
            ),
        )
    return f'<ul class="plain">{rows}</ul>{warning}'


def _sample(colour: str, theme: Theme, say: Words) -> str:
    palette = PALETTES[theme]
    box = "display:inline-block;padding:5px 12px;border-radius:8px;white-space:nowrap"
    button = f"{box};background:{colour};color:{palette.background}"
    text = f"color:{colour};font-weight:600;padding-left:8px"
    return (
        f'<span style="{box};background:{palette.background};border:1px solid {palette.rule}">'
        f'<span style="{button}">{safe(say("Button"))}</span>'
        f'<span style="{text}">{safe(say("Choice"))}</span></span>'
    )


def _verdict(picked: str, used: str, theme: Theme, say: Words) -> Html:
    where = say(_THEMES[theme])
    ratio = say.number(contrast(used, PALETTES[theme].background), 1)
    if picked == used:
        text = say("{where}: reads well ({ratio}:1)", where=where, ratio=ratio)
    else:
        text = say(
            "{where}: {picked} is hard to read, so {used} is used, the nearest that reads well "
            "({ratio}:1)",
            where=where,
            picked=picked,
            used=used,
            ratio=ratio,
        )
    return Html(f'<span class="small">{safe(text)}</span>')
