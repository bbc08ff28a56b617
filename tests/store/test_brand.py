"""The logo is a picture and nothing else, the accent a colour; both survive the store."""

from __future__ import annotations

import io
import subprocess
import sys
import zlib
from pathlib import Path

import duckdb
import pytest
from PIL import Image, PngImagePlugin

from kpi.store import (
    LogoError,
    SettingError,
    Settings,
    Store,
    accent,
    logo,
    open_store,
    picture_type,
    read_settings,
    write_accent,
    write_logo,
    write_settings,
)
from kpi.store.pictures import DEEPEST, LARGEST_SIDE, MOST_BYTES, checked_logo

SPACE = 'xmlns="http://www.w3.org/2000/svg"'
PLAIN = f'<svg {SPACE} viewBox="0 0 40 20"><path d="M0 0h40v20z" fill="#123456"/></svg>'


def png(width: int = 40, height: int = 20, note: str = "") -> bytes:
    out = io.BytesIO()
    info = PngImagePlugin.PngInfo()
    if note:
        info.add_text("Comment", note)
    Image.new("RGB", (width, height), "#123456").save(out, "PNG", pnginfo=info)
    return out.getvalue()


def svg(inside: str, root: str = 'viewBox="0 0 40 20"') -> bytes:
    return f"<svg {SPACE} {root}>{inside}</svg>".encode()


READER = """
import sys
from kpi.store.pictures import LogoError, checked_logo
try:
    checked_logo(sys.stdin.buffer.read())
except LogoError as refused:
    told = "call each other so often"
    print(told if told in str(refused) else refused, end="")
"""


def in_new_store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "store.duckdb")


def put_logo(store: Store, content: bytes | None) -> None:
    with store.write() as cursor:
        write_logo(cursor, content)


@pytest.mark.parametrize("content", [PLAIN.encode(), b"\xef\xbb\xbf" + PLAIN.encode()])
def test_a_plain_svg_is_kept_byte_for_byte(tmp_path: Path, content: bytes) -> None:
    with in_new_store(tmp_path) as store:
        put_logo(store, content)
        assert logo(store.cursor()) == content
        assert picture_type(content) == "image/svg+xml"


def test_a_png_keeps_its_pixels_and_nothing_else(tmp_path: Path) -> None:
    given = png(note="written by somebody") + b"<script>alert(1)</script>"
    with in_new_store(tmp_path) as store:
        put_logo(store, given)
        kept = logo(store.cursor())
    assert kept is not None
    assert picture_type(kept) == "image/png"
    assert b"somebody" not in kept
    assert b"script" not in kept
    with Image.open(io.BytesIO(kept)) as picture:
        assert picture.size == (40, 20)
        assert picture.convert("RGB").getpixel((39, 19)) == (0x12, 0x34, 0x56)


def test_a_logo_can_be_taken_away_and_leaves_the_other_settings(tmp_path: Path) -> None:
    with in_new_store(tmp_path) as store:
        with store.write() as cursor:
            write_settings(cursor, Settings("Sillas SA", "America/Tijuana"))
            write_accent(cursor, "#8e24aa")
        put_logo(store, png())
        assert read_settings(store.cursor()) == Settings("Sillas SA", "America/Tijuana")
        put_logo(store, None)
        assert logo(store.cursor()) is None
        assert accent(store.cursor()) == "#8E24AA"


def test_a_new_store_has_neither_logo_nor_accent(tmp_path: Path) -> None:
    with in_new_store(tmp_path) as store:
        assert (logo(store.cursor()), accent(store.cursor())) == (None, None)


@pytest.mark.parametrize(
    ("content", "holds"),
    [
        (svg("<script>alert(1)</script>"), "<script>"),
        (svg("<path d='M0 0' onload='x()'/>"), "onload="),
        (svg("<path d='M0 0' ONLOAD='x()'/>"), "ONLOAD="),
        (svg("<image width='9' height='9'/>"), "<image>"),
        (svg("<foreignObject/>"), "<foreignObject>"),
        (svg("<a><path d='M0 0'/></a>"), "<a>"),
        (svg("<path href='x'/>"), "href="),
        (
            svg("<path x:href='#b'/>", 'viewBox="0 0 9 9" xmlns:x="http://www.w3.org/1999/xlink"'),
            "href=",
        ),
        (svg("<animate attributeName='x'/>"), "<animate>"),
        (svg("<set attributeName='href'/>"), "<set>"),
        (svg("<rect fill='url(http://elsewhere.example/a)'/>"), "fill="),
        (svg("<rect style='fill:URL( \"//elsewhere.example\")'/>"), "style="),
        (svg("<style>@import 'a.css';</style>"), "<style>"),
        (svg("<style>.a{fill:u\\72l(x)}</style>"), "<style>"),
        # A browser reads on behind the element, and so the whole rule.
        (svg("<style>@import '//elsewhere.example/a.css';<g/></style>"), "<style><g>"),
        (svg("<style>.a{fill:url(//elsewhere.example)}<style/></style>"), "<style><style>"),
        (svg("<rect style='fill:src(\"//elsewhere.example\")'/>"), "style="),
        (svg("<g xml:base='//elsewhere.example/'><rect fill='url(#a)'/></g>"), "base="),
        (svg("<g>" * DEEPEST + "</g>" * DEEPEST), "<g><g><g>…"),
        (b'<?xml version="1.0" encoding="gbk"?>' + PLAIN.encode(), "encoding=gbk"),
        (b'<?xml version="1.0" encoding="nobody"?>' + PLAIN.encode(), "encoding=nobody"),
        (svg("<style>.a{fill:url(<![CDATA[x]]>)}</style>"), "<style>"),
        (svg("<b xmlns='http://www.w3.org/1999/xhtml'/>"), "<b>"),
        (b'<?xml-stylesheet href="a"?>' + PLAIN.encode(), "<?…?>"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + PLAIN.encode(), "<!DOCTYPE>"),
        (b"<html><body/></html>", "<html>"),
        (f"<g {SPACE}/>".encode(), "<g>"),
    ],
)
def test_an_svg_that_does_more_than_draw_is_refused_by_name(content: bytes, holds: str) -> None:
    with pytest.raises(LogoError) as refused:
        checked_logo(content)
    assert f"The SVG holds {holds}, and a logo may only draw" in str(refused.value)


@pytest.mark.parametrize(
    "inside",
    [
        "<defs><linearGradient id='g'><stop offset='0'/></linearGradient></defs>"
        "<rect width='9' height='9' fill='url(#g)'/>",
        "<style>.a{fill:#123456}</style><rect class='a' clip-path=\"url('#c')\"/>",
        "<title>Sillas &amp; Mesas</title><text x='1' y='9'>Sillas</text>",
        # A pattern whose tile is clipped, and a mask of masked parts: as deep as programs write.
        "<clipPath id='c'><path d='M0 0h9v9z'/></clipPath>"
        "<pattern id='p'><g clip-path='url(#c)'/></pattern>"
        "<mask id='m'><rect fill='url(#p)'/></mask>" + "<g mask='url(#m)'/>" * 200,
        # Not called by anything that is drawn.
        "<mask id='m'><g mask='url(#m)'/></mask>",
    ],
)
def test_what_drawing_programs_write_into_a_plain_svg_is_taken(inside: str) -> None:
    assert checked_logo(svg(inside)) == svg(inside)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"GIF89a" + bytes(50), "neither a PNG nor an SVG"),
        (b"\xff\xd8\xff\xe0" + bytes(50), "neither a PNG nor an SVG"),
        (b"", "neither a PNG nor an SVG"),
        (png()[:-30], "cut off or damaged"),
        (b"\x89PNG\r\n\x1a\n" + bytes(80), "cut off or damaged"),
        (svg("<path"), "cannot be read (line 1)"),
        (PLAIN.encode("utf-16"), "neither a PNG nor an SVG"),
        (PLAIN.encode("utf-16-le"), "neither a PNG nor an SVG"),
        (svg("<text>\xe9</text>").decode().encode("latin-1"), "cannot be read (line 1)"),
        (svg("", root=""), "does not say how large it is"),
        (png(8, 8), "8 × 8 pixels"),
        (png(LARGEST_SIDE + 1, 20), "4,097 × 20 pixels"),
        (svg("", root='width="9000" height="20"'), "9,000 × 20 pixels"),
        (svg("", root='viewBox="0 0 0 0"'), "0 × 0 pixels"),
        (svg("", root='width="1.2.3" height="20"'), "does not say how large it is"),
        (svg("", root='width="." height="20"'), "does not say how large it is"),
        (bytes(MOST_BYTES + 1), "512 kB; at most 512 kB"),
    ],
)
def test_what_is_no_usable_picture_is_refused_with_the_reason(content: bytes, told: str) -> None:
    with pytest.raises(LogoError) as refused:
        checked_logo(content)
    assert told in str(refused.value)


def test_a_picture_that_claims_more_pixels_than_it_has_is_never_unfolded() -> None:
    content = bytearray(png())
    content[16:24] = (60_000).to_bytes(4) * 2  # width and height in the header
    content[29:33] = zlib.crc32(content[12:29]).to_bytes(4)  # and the checksum that goes with them
    with pytest.raises(LogoError):
        checked_logo(bytes(content))


def halls_of_mirrors(part: str, call: str, depth: int = 24) -> str:
    """Parts of which each draws the next one twice: 2 to the depth in the end."""
    return (
        "".join(
            f"<{part} id='m{n}'>" + f"<g {call.format(n + 1)}/>" * 2 + f"</{part}>"
            for n in range(depth)
        )
        + f"<g {call.format(0)}/>"
    )


@pytest.mark.parametrize(
    "inside",
    [
        halls_of_mirrors("mask", "mask='url(#m{})'"),
        halls_of_mirrors("clipPath", "style='clip-path:URL( \"#m{}\" )'"),
        halls_of_mirrors("pattern", "fill='url(#%6D{})'"),
        halls_of_mirrors("mask", "class='a m{}'")
        + "<style>" + "".join(f".b , g.m{n}/*}}*/{{mask:url(#m{n})}}" for n in range(24))
        + "</style>",
        "<style>g{mask:url(#m)}</style><mask id='m'><g/></mask><g/>",
        "<mask id='m'><g mask='url(#m)'/></mask><g mask='url(#m)'/>",
        # Two levels only, 6 million elements: 2,000 × 3,000.
        "<mask id='a'>" + "<g/>" * 2000 + "</mask><mask id='b'>" + "<g mask='url(#a)'/>" * 3000
        + "</mask><g mask='url(#b)'/>",
    ],
)  # fmt: skip
def test_parts_that_multiply_are_refused_before_anybody_draws_them(inside: str) -> None:
    # In a process of its own: were one of them drawn after all, it would not end.
    told = subprocess.run(
        [sys.executable, "-c", READER],
        input=svg(inside),
        capture_output=True,
        check=True,
        timeout=20,
    )
    assert told.stdout.decode() == "call each other so often"


def test_a_refused_logo_leaves_the_one_before(tmp_path: Path) -> None:
    with in_new_store(tmp_path) as store:
        put_logo(store, PLAIN.encode())
        with pytest.raises(LogoError):
            put_logo(store, svg("<script/>"))
        assert logo(store.cursor()) == PLAIN.encode()


@pytest.mark.parametrize("colour", ["red", "#12345", "#1234567", "#12345g", "", "#123456\n"])
def test_what_is_no_colour_is_refused(tmp_path: Path, colour: str) -> None:
    with in_new_store(tmp_path) as store:

        def write(cursor: duckdb.DuckDBPyConnection) -> None:
            write_accent(cursor, colour)

        with store.write() as cursor, pytest.raises(SettingError):
            write(cursor)
        assert accent(store.cursor()) is None
