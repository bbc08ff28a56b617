"""The page of the data dictionary is that of the fields."""

from __future__ import annotations

import re

from kpi.intake import FIELDS
from kpi.intake.data_dictionary import PAGE, data_dictionary


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == data_dictionary()


def test_every_field_has_a_row_with_its_spanish_headers() -> None:
    rows = {
        match[1]: match[0]
        for match in re.finditer(r"(?m)^\| (?:\*\*)?`(\w+)`.*$", PAGE.read_text(encoding="utf-8"))
    }
    for fields in FIELDS.values():
        for field in fields:
            assert field.name in rows
    assert "proveedor" in rows["supplier"].lower()
    assert rows["supplier"].startswith("| **`supplier`** |")
    assert rows["rating"].startswith("| `rating` |")
