"""Look into a picture that someone gave as the company's logo: what it is, by its bytes.

It is shown on pages and set into PDF, slides and HTML, so what reaches the store must be a picture
and nothing else: no script, no address, nothing that a reader of it would have to fetch.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Mapping
from typing import Literal
from xml.parsers import expat

from kpi.store.called_parts import CalledParts, CalledTooOftenError
from kpi.words import Message, UserError

PictureType = Literal["image/png", "image/svg+xml"]
MOST_BYTES = 512 * 1024
SMALLEST_SIDE, LARGEST_SIDE = 16, 4096  # pixels
_PNG = b"\x89PNG\r\n\x1a\n"
_SVG = "http://www.w3.org/2000/svg"
# What draws, and nothing that runs, moves, fetches or holds another document.
_DRAWS = re.compile(
    "svg|g|path|rect|circle|ellipse|line|polyline|polygon|text|tspan|defs|symbol|title|desc|style|"
    "linearGradient|radialGradient|stop|clipPath|mask|pattern"
)
# An address in a value: anything in url() but a part of the same drawing.
_FETCHES = re.compile(
    r"(?:url|src)\(\s*+['\"]?+(?!#)|image-set\(|@|\\|javascript:|data:", re.IGNORECASE
)
_ADDRESSES = ("href", "src", "base")
# In others a reader may see something else than what we looked at.
_ENCODINGS = ("utf-8", "us-ascii")
DEEPEST = 100  # elements within each other; readers give up, or fall over, at some depth
_LENGTH = r"\s*([0-9]+\.?[0-9]*|\.[0-9]+)(px|pt)?\s*"


class LogoError(UserError):
    """A file cannot be the company's logo."""


def picture_type(content: bytes) -> PictureType:
    r"""Tell the type of a logo by its first bytes.

    >>> picture_type(b"\x89PNG\r\n\x1a\n"), picture_type(b"<svg/>")
    ('image/png', 'image/svg+xml')
    """
    return "image/png" if content.startswith(_PNG) else "image/svg+xml"


def checked_logo(content: bytes) -> bytes:
    """Return the bytes to store of a file given as the logo.

    A PNG is written anew from its pixels, so that nothing else in the file is kept. An SVG stays as
    it is, once every element and attribute of it is known to do nothing but draw.

    Raises
    ------
    LogoError
        If the file is too large, no PNG and no SVG, cannot be read, has no size, or holds more
        than a drawing.
    """
    if len(content) > MOST_BYTES:
        raise LogoError(
            Message(
                "The logo has {n} kB; at most {most} kB are taken. Save it smaller: "
                "400 pixels of width are plenty.",
                {"n": len(content) // 1024, "most": MOST_BYTES // 1024},
            )
        )
    if content.startswith(_PNG):
        return _png(content)
    if re.match(rb"(\xef\xbb\xbf)?\s*<", content) and b"\0" not in content:  # else UTF-16
        _check_svg(content)
        return content
    raise LogoError(
        Message(
            "This file is neither a PNG nor an SVG picture, whatever its name says. "
            "Open it in a drawing program and save it as PNG."
        )
    )


def _png(content: bytes) -> bytes:
    # Imported here: all that opens a store would wait for it, and hardly anything looks at a logo.
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=["PNG"]) as picture:
                _check_size(*picture.size)
                pixels = picture.convert("RGBA")
    except (
        UnidentifiedImageError,
        OSError,
        SyntaxError,
        ValueError,
        Image.DecompressionBombWarning,
        Image.DecompressionBombError,
    ):
        raise LogoError(
            Message(
                "The PNG picture cannot be read: it is cut off or damaged. Save it again, or send "
                "another copy."
            )
        ) from None
    out = io.BytesIO()
    pixels.save(out, "PNG", optimize=True)
    return out.getvalue()


def _check_size(width: float, height: float) -> None:
    if min(width, height) < SMALLEST_SIDE or max(width, height) > LARGEST_SIDE:
        raise LogoError(
            Message(
                "The logo is {width} × {height} pixels. Give one of {least} to {most} pixels on "
                "each side.",
                {
                    "width": float(width),
                    "height": float(height),
                    "least": SMALLEST_SIDE,
                    "most": LARGEST_SIDE,
                },
            )
        )


class _RefusalError(Exception):
    """What an SVG holds beside a drawing; ends the reading."""


class _Drawing:
    """Reads an SVG element by element and refuses at the first that does more than draw."""

    def __init__(self) -> None:
        self.root: Mapping[str, str] | None = None
        self.parts = CalledParts()
        self._style: list[str] | None = None
        self._depth = 0

    def start(self, name: str, values: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        if space != _SVG or not _DRAWS.fullmatch(local):
            raise _RefusalError(f"<{local}>")
        # What stands in a style sheet around an element would go on behind it, unread.
        if self._style is not None:
            raise _RefusalError(f"<style><{local}>")
        self._depth += 1
        if self._depth > DEEPEST:
            raise _RefusalError(f"<{local}>" * 3 + "…")
        if self.root is None:
            if local != "svg":
                raise _RefusalError(f"<{local}>")
            self.root = values
        for key, value in values.items():
            attribute = key.rpartition(" ")[2]
            runs = attribute.lower().startswith("on") or attribute.lower() in _ADDRESSES
            if runs or _FETCHES.search(value):
                raise _RefusalError(f"{attribute}=")
        self._style = [] if local == "style" else None
        self.parts.start(local, values)

    def text(self, text: str) -> None:
        if self._style is not None:
            self._style.append(text)

    def end(self, _name: str) -> None:
        if self._style is not None:
            sheet = "".join(self._style)
            if _FETCHES.search(sheet):
                raise _RefusalError("<style>")
            self.parts.style(sheet)
        self.parts.end()
        self._style = None
        self._depth -= 1


def _refuse_types(*_: object) -> None:
    # A document type may declare entities, which expand without bound or read other files.
    raise _RefusalError("<!DOCTYPE>")


def _refuse_encodings(_version: str, encoding: str | None, _standalone: int) -> None:
    if encoding is not None and encoding.lower() not in _ENCODINGS:
        raise _RefusalError(f"encoding={encoding}")


def _refuse_instructions(*_: object) -> None:
    raise _RefusalError("<?…?>")


def _check_svg(content: bytes) -> None:
    drawing = _Drawing()
    parser = expat.ParserCreate("utf-8", namespace_separator=" ")
    parser.StartElementHandler = drawing.start
    parser.EndElementHandler = drawing.end
    parser.CharacterDataHandler = drawing.text
    parser.XmlDeclHandler = _refuse_encodings
    parser.StartDoctypeDeclHandler = _refuse_types
    parser.ProcessingInstructionHandler = _refuse_instructions
    try:
        parser.Parse(content, True)
        drawing.parts.check()
    except CalledTooOftenError:
        raise LogoError(
            Message(
                "The masks, clips and patterns of this SVG call each other so often that drawing "
                "it would take very long. Save it as PNG."
            )
        ) from None
    except _RefusalError as found:
        raise LogoError(
            Message(
                "The SVG holds {what}, and a logo may only draw: no scripts, addresses, pictures "
                "inside or notes of a drawing program. Save it as “plain SVG”, or as PNG.",
                {"what": str(found)},
            )
        ) from None
    except expat.ExpatError as fault:
        raise LogoError(
            Message(
                "The SVG cannot be read (line {line}). Save it again as “plain SVG”, or as PNG.",
                {"line": fault.lineno},
            )
        ) from None
    _check_size(*_svg_size(drawing.root or {}))


def _svg_size(root: Mapping[str, str]) -> tuple[float, float]:
    """Return width and height of a drawing, of its view box where it does not say them itself."""
    wide = re.fullmatch(_LENGTH, root.get("width", ""))
    high = re.fullmatch(_LENGTH, root.get("height", ""))
    if wide and high:
        return float(wide[1]), float(high[1])
    box = re.findall(r"[-+\d.eE]+", root.get("viewBox", ""))
    try:
        _, _, width, height = (float(part) for part in box)
    except ValueError:
        raise LogoError(
            Message(
                "The SVG does not say how large it is (viewBox). Save it again as “plain SVG”, or "
                "as PNG."
            )
        ) from None
    # A view box has no unit: a drawing of 1 × 1 is as good as one of 1000 × 1000.
    scale = SMALLEST_SIDE / min(width, height) if min(width, height) > 0 else 0.0
    return (width, height) if scale <= 1 else (width * scale, height * scale)
