from __future__ import annotations

import pytest

from tests.guards.unspoken import main, unspoken


def texts(source: str) -> list[str]:
    return [text for _, text in unspoken(source)]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ('st.button("Load it")', "Load it"),
        ('column.caption("Nothing yet")', "Nothing yet"),
        ('st.text_input(say("Name"), placeholder="Your name")', "Your name"),
        ('st.markdown(f"**Week** {week}")', "**Week** 0"),
        ('heading("Late " + say("orders"))', "Late "),
        ('paragraph("note", "Nothing yet")', "Nothing yet"),
        ('st.info("Yes" if found else say("No"))', "Yes"),
        ('go.Layout(title="On time")', "On time"),
        ("html = f'<li>{a} of {b}</li>'", "<li>0 of 0</li>"),
        ("html = '<th>Week</th>'", "<th>Week</th>"),
        ('panel(f"<p>{safe(say(text))} late</p>")', "<p>0 late</p>"),
        ('st.column_config.TextColumn("Case")', "Case"),
    ],
)
def test_a_phrase_that_no_catalogue_holds_is_found(source: str, text: str) -> None:
    assert texts(source) == [text]


@pytest.mark.parametrize(
    "source",
    [
        'st.button(say("Load it"))',
        'st.text_input(say("Name"), key="the name of it")',
        'paragraph("stamp small", say("As of"))',
        'st.download_button(say("Download"), icon=":material/download:")',
        'heading("Eslabón")',
        "html = f'<p class=\"note late\">{safe(a)} · {safe(b)}</p>'",
        "html = f'<span style=\"color:red\">&nbsp;{n} %</span>'",
        'st.html(f"<style>.a {{ color: {colour}; }}</style>")',
        '"""Show <b>it</b> here."""',
        'say("{value}<br>since {date}")',
    ],
)
def test_what_is_spoken_and_what_is_no_phrase_passes(source: str) -> None:
    assert texts(source) == []


def test_every_phrase_of_this_program_is_in_a_catalogue() -> None:
    assert main() == 0
