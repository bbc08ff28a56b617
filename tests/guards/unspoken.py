"""Reject phrases outside the catalogues: ``python -m tests.guards.unspoken``.

On the pages, in figures and in exports, what a reader sees is spoken by ``say(…)``. A literal is
rejected where it reaches a reader by another way:

- as the text, label, help or placeholder of a Streamlit element;
- as an argument of our own builders of markup (heading, paragraph, …);
- between the tags of markup written out in the source;
- as the title, text or name of a figure's part.

Signs, numbers, markup and the names that are the same in every language are no phrases.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("dashboard.py", "pages", "kpi/figures", "kpi/weekly")
# A command, whose help is English as that of `python -m kpi` is.
COMMANDS = {"pages/parts/launch.py"}
SPEAKERS = {"say", "plural", "N_", "Message"}
# The same in every language: names of ours, of formats and of units.
NAMES = {
    "Eslabón",
    "CSV",
    "PDF",
    "PNG",
    "SVG",
    "HTML",
    "PowerPoint",
    "TOML",
    "UTC",
    "kB",
    "English",
    "español",
}
# Streamlit's elements by what their first argument says to a reader.
ELEMENTS = re.compile(
    "button|caption|checkbox|color_picker|date_input|download_button|error|expander|file_uploader|"
    "form_submit_button|header|info|link_button|markdown|metric|multiselect|number_input|pills|"
    "popover|radio|segmented_control|selectbox|slider|spinner|subheader|success|text|text_area|"
    "text_input|title|toast|toggle|warning|write|[A-Z][a-z]+Column"
)
BUILDERS = {"heading", "opening", "paragraph", "facts", "stated", "safe", "Column", "escape"}
KEYWORDS = {
    "label",
    "help",
    "placeholder",
    "alt",
    "title",
    "title_text",
    "text",
    "note",
    "hovertext",
}
_WORD = re.compile(r"[^\W\d_]{2,}")
_TAG = re.compile(r"<[^>]*>|&\w+;|:material/\w+:")


def unspoken(source: str) -> Iterator[tuple[int, str]]:
    """Yield line and text of each literal that reaches a reader unspoken."""
    tree = ast.parse(source)
    # Docstrings, the parts of a text that is read whole, and what a speaker speaks.
    skipped = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    joined = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    skipped |= {id(part) for node in joined for part in node.values}
    skipped |= {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and _called(node) in SPEAKERS
        for argument in node.args
        for part in ast.walk(argument)
    }
    found: set[tuple[int, str]] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            for said in _said(node):
                found |= {(said.lineno, text) for text in _phrases(said)}
        elif isinstance(node, ast.JoinedStr | ast.Constant) and id(node) not in skipped:
            found |= {(node.lineno, text) for text in _between_tags(node)}
    yield from sorted(found)


def _called(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _said(call: ast.Call) -> Iterator[ast.expr]:
    """Yield the arguments of a call that a reader would see."""
    name = _called(call)
    if name in BUILDERS:
        # The first of a paragraph is its class, the second of `stated` too.
        place = {"paragraph": slice(1, None), "stated": slice(0, 1)}.get(name, slice(None))
        yield from call.args[place]
    elif ELEMENTS.fullmatch(name) and call.args and isinstance(call.func, ast.Attribute):
        yield call.args[0]
    yield from (word.value for word in call.keywords if word.arg in KEYWORDS)


def _phrases(node: ast.expr) -> Iterator[str]:
    """Yield the words in a literal, or in the literals that a text is put together from."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        if _is_phrase(_TAG.sub(" ", node.value)):
            yield node.value
    elif isinstance(node, ast.JoinedStr):
        text = "".join(
            str(part.value) if isinstance(part, ast.Constant) else "0" for part in node.values
        )
        if _is_phrase(_TAG.sub(" ", text)):
            yield text
    elif isinstance(node, ast.BinOp):
        yield from _phrases(node.left)
        yield from _phrases(node.right)
    elif isinstance(node, ast.IfExp):
        yield from _phrases(node.body)
        yield from _phrases(node.orelse)


def _between_tags(node: ast.Constant | ast.JoinedStr) -> Iterator[str]:
    """Yield a literal that writes words between tags."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    text = "".join(str(part.value) if isinstance(part, ast.Constant) else "0" for part in parts)
    if not re.search(r"</?[a-z][\w-]*[^>]*>", text):
        return
    if "<style" in text:
        return
    if any(_is_phrase(_TAG.sub(" ", part)) for part in re.findall(r">([^<>]*)<", f">{text}<")):
        yield text


def _is_phrase(text: str) -> bool:
    return any(word not in NAMES for word in _WORD.findall(text))


def files() -> Iterator[Path]:
    """Yield the files whose literals a reader may see."""
    for room in ROOMS:
        start = ROOT / room
        found = sorted(start.rglob("*.py")) if start.is_dir() else [start]
        yield from (path for path in found if str(path.relative_to(ROOT)) not in COMMANDS)


def main() -> int:
    """Print each phrase that no catalogue holds, with its place."""
    found = [
        f"{path.relative_to(ROOT)}:{line}: {text!r}"
        for path in files()
        if path.exists()
        for line, text in unspoken(path.read_text(encoding="utf-8"))
    ]
    sys.stdout.write("".join(f"{line}\n" for line in found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
