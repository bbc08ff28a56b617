"""Cut the static weights of Inter down to what we write, and note how wide each letter is.

Run once per new version of the typeface, never by the application::

    pip install fonttools brotli
    python kpi/figures/fonts/make.py /usr/share/fonts/opentype/inter static

The folder given first holds ``Inter-Regular.otf`` and its sisters (Debian: fonts-inter, SIL Open
Font License 1.1, see OFL.txt). Written: ``.otf`` and ``advances.json`` beside this script,
``.woff2`` and the licence in the folder given second, which Streamlit serves.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
WEIGHTS = {400: "Regular", 500: "Medium", 600: "SemiBold", 700: "Bold"}
# Latin with all European accents, punctuation, the signs and shapes of our drawings, no-break
# spaces.
UNICODES = (
    "U+0020-017F,2010-2027,202F,20AC,2190-2193,2212,2264-2265,25B2,25C6,25CB,25CF,"
    "2003,2007,2009,200A,2060"
)
FEATURES = ["kern", "liga", "calt", "tnum", "ccmp", "locl", "mark", "mkmk", "case"]


def main(source: Path, web: Path) -> None:
    """Write the subsets of every weight and the table of advances."""
    options = subset.Options(layout_features=FEATURES, hinting=False, desubroutinize=True)
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17]
    options.notdef_outline = True
    advances: dict[str, dict[str, int]] = {}
    web.mkdir(exist_ok=True)
    for weight, style in WEIGHTS.items():
        font = TTFont(source / f"Inter-{style}.otf")
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=subset.parse_unicodes(UNICODES))
        cutter.subset(font)
        advances[str(weight)] = _advances(font)
        font.save(HERE / f"Inter-{style}.otf")
        font.flavor = "woff2"
        font.save(web / f"inter-{weight}.woff2")
    table = json.dumps(advances, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    (HERE / "advances.json").write_text(table + "\n", encoding="utf-8")
    shutil.copy(HERE / "OFL.txt", web / "OFL.txt")


def _advances(font: TTFont) -> dict[str, int]:
    """Return the advance of every letter in thousandths of the font size."""
    units, widths = font["head"].unitsPerEm, font["hmtx"].metrics
    return {
        chr(code): round(1000 * widths[glyph][0] / units)
        for code, glyph in font.getBestCmap().items()
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
