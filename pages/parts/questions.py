"""Questions about a file: asked under its error, answered with one click, remembered for it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from kpi.intake import Answer, Question
from kpi.words import Words
from pages.parts.markup import heading
from pages.parts.panel import panel

# More columns than these are chosen from a list.
MOST_BUTTONS = 12


def answers(path: Path) -> dict[str, Any]:
    """Return what was answered about a file so far, as a mapping."""
    given: dict[str, Any] = st.session_state.get("answers", {}).get(str(path), {})
    return given


def merged(base: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    """Put one mapping over another, column by column.

    Examples
    --------
    >>> merged({"columns": {"party": "A"}}, {"columns": {"case_id": "B"}, "dayfirst": True})
    {'columns': {'party': 'A', 'case_id': 'B'}, 'dayfirst': True}
    """
    tables = {
        name: {**base.get(name, {}), **more[name]}
        for name in ("columns", "dates", "times_of_day")
        if name in more
    }
    sides = ("inverted", "straight")
    said_now = {field for side in sides for field in more.get(side, ())}
    polarity = {
        side: [*(f for f in base.get(side, ()) if f not in said_now), *more.get(side, ())]
        for side in sides
        if side in base or side in more
    }
    return {**base, **more, **tables, **polarity}


def ask(question: Question, path: Path, say: Words, *, key: str) -> None:
    """Show a question with a button for each answer."""
    panel(heading(say.render(question.ask)), key=f"question {key}")
    if len(question.answers) > MOST_BUTTONS:
        st.selectbox(
            say.render(question.ask),
            question.answers,
            index=None,
            format_func=lambda answer: _label(answer, say),
            placeholder=say("Choose a column"),
            key=f"answer {key}",
            on_change=_answer_chosen,
            args=(path, f"answer {key}"),
            label_visibility="collapsed",
            width=420,
        )
        return
    with st.container(horizontal=True):
        for number, answer in enumerate(question.answers):
            st.button(
                _label(answer, say),
                key=f"answer {number} {key}",
                on_click=_remember,
                args=(path, answer),
            )


def show_answers(path: Path, say: Words, *, key: str) -> None:
    """Say that the file is read as answered, and offer to ask again."""
    if not answers(path):
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(say("Read as you answered."), width="content")
        st.button(
            say("Ask again"),
            key=f"ask again {key}",
            type="tertiary",
            on_click=_forget,
            args=(path,),
        )


def _label(answer: Answer, say: Words) -> str:
    """Return the label as plain text: a column may be called like Streamlit's markup."""
    if isinstance(answer.label, str):
        return "".join("\\" + sign if sign in "\\`*_{}[]<>()#+-.!|:$~" else sign
                       for sign in answer.label)  # fmt: skip
    return say.render(answer.label)


def _remember(path: Path, answer: Answer) -> None:
    known = st.session_state.setdefault("answers", {})
    known[str(path)] = merged(known.get(str(path), {}), answer.mapping)


def _answer_chosen(path: Path, key: str) -> None:
    chosen = st.session_state.get(key)
    if chosen is not None:
        _remember(path, chosen)


def _forget(path: Path) -> None:
    st.session_state.get("answers", {}).pop(str(path), None)
