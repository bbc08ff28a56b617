"""The page of the data dictionary is that of the fields."""

from __future__ import annotations

import re

from kpi.intake import FIELDS, known_logs
from kpi.intake.data_dictionary import PAGE, data_dictionary
from kpi.intake.mapping_shape import SHAPES


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == data_dictionary()


def test_every_field_has_a_row_with_its_spanish_headers() -> None:
    rows = {
        match[1]: match[0]
        for match in re.finditer(r"(?m)^\| \*{0,2}`(\w+)`.*$", PAGE.read_text(encoding="utf-8"))
    }
    for fields in FIELDS.values():
        for field in fields:
            assert field.name in rows
    assert "proveedor" in rows["supplier"].lower()
    assert rows["supplier"].startswith("| **`supplier`** |")
    assert rows["rating"].startswith("| `rating` |")


def test_every_word_of_a_mapping_is_on_the_page() -> None:
    page = PAGE.read_text(encoding="utf-8")
    mappings = page[page.index("## Mappings") :]
    # A name is for reports, a header for the logs that come with the program.
    for word in set(SHAPES) - {"name", "header"}:
        assert re.search(rf"(?m)^\[?{word}\b", mappings), word


def test_every_known_log_is_on_the_page() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert [log.name for log in known_logs() if f"| {log.name} |" not in page] == []
