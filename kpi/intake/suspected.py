"""What a file's headers and first records let suspect: said as a warning, never put right here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from zoneinfo import available_timezones

import duckdb

from kpi.intake.clock_names import is_clock, stem_of
from kpi.intake.column_names import bare_key, name_key, remark_of
from kpi.intake.errors import Warning_
from kpi.intake.fields import Field
from kpi.intake.formats import FIELDS
from kpi.intake.header import other_unit
from kpi.intake.plan import Plan
from kpi.intake.questions import ask_zone
from kpi.intake.values import trim_sql
from kpi.words import Message

# What Excel shows of a number too long for its column: 8.00012E+11.
_SHORTENED = r"^\d[.,]?\d*E\+\d{1,3}$"
# UTF-8 that somebody read as Windows-1252 and wrote again: ñ, é and their kin begin so, and go on
# with what Windows-1252 makes of the bytes 80 to BF.
_BROKEN = f"[ÃÂ][\u0080-\u00bf{bytes(range(0x80, 0xA0)).decode('cp1252', 'ignore')}]"
# What spreadsheets write where they could not compute, in English and in Spanish.
_ERROR = (
    r"(?i)^#(N/[AD]|[¡¿]?(REF|VALUE|VALOR|DIV/0|NULL|NULO|NUM|SPILL|DESBORDAMIENTO|CALC)!"
    r"|[¡¿]?(NAME|NOMBRE)\?|#+)$"
)
# Quoted once more than the file's own quotes, or by signs that are none; ="007" is Excel's way.
_WRAPPED = "^(=?\".+\"|'.+'|“.+”)$"
# Marks without width (but for joiners, which some scripts need) and soft hyphens inside a text; at
# its ends they are taken off.
_HIDDEN = r"[\x{AD}\x{200B}\x{200E}\x{200F}\x{202A}-\x{202E}\x{2060}-\x{2064}\x{FEFF}]"
_ZONE = re.compile(
    r"\b(utc|gmt|zulu|z|hora|zona|time ?zone|tz|[ecmp][sd]t|cet|cest)\b"
    r"|(^|\s)[+-]\d{1,2}(:?\d\d)?$",
    re.IGNORECASE,
)


def suspicious_texts(
    cursor: duckdb.DuckDBPyConnection, plan: Plan, first_rows: str
) -> tuple[Warning_, ...]:
    """Warn of names and identifiers that were damaged before the file was written.

    Parameters
    ----------
    first_rows : str
        Query with columns line, c0, c1, … of the first records.
    """
    texts = [field for field in plan.mapped if field.type == "text"]
    if not texts:
        return ()
    # One pattern for all first: most files have none of these, and to tell which costs five times.
    any_cell = " OR ".join(f"regexp_matches({_cell(plan, one)}, $any)" for one in texts)
    rows = f"FROM ({first_rows})"
    suspect = cursor.execute(f"SELECT 1 FROM ({rows}) WHERE {any_cell} LIMIT 1", {"any": _ANY})
    if suspect.fetchone() is None:
        return ()
    cells = ", ".join(
        f"min(c{plan.position(one.name)}) FILTER (regexp_matches({_cell(plan, one)}, ${kind}))"
        for one in texts
        for kind in _TOLD
    )
    row = cursor.execute(
        f"SELECT {cells} FROM ({rows})",
        {kind: pattern for kind, (pattern, _, _) in _TOLD.items()},
    ).fetchone()
    assert row is not None  # noqa: S101 - an aggregate answers one row
    found = []
    for at, field in enumerate(texts):
        each = row[len(_TOLD) * at : len(_TOLD) * (at + 1)]
        for value, (_, code, message) in zip(each, _TOLD.values(), strict=True):
            if value is not None:
                values = {"column": plan.column(field.name), "value": value.strip()}
                found.append(Warning_(code, Message(message.phrase, values)))
    return tuple(found)


# Name -> pattern, code of the warning, what is told.
_TOLD = {
    "shortened": (
        _SHORTENED,
        "shortened",
        Message(
            "“{column}” holds numbers that a spreadsheet shortened, such as “{value}”: several may "
            "have become one. Export that column as text."
        ),
    ),
    "broken": (
        _BROKEN,
        "broken_letters",
        Message(
            "“{column}” holds letters that were broken before the export, such as “{value}”: it is "
            "stored as it is written, and is another name than the right one."
        ),
    ),
    "error": (
        _ERROR,
        "spreadsheet_error",
        Message(
            "“{column}” holds what a spreadsheet writes where it could not compute, “{value}”: it "
            "is stored as a name. Mend the formula and export again."
        ),
    ),
    "wrapped": (
        _WRAPPED,
        "wrapped",
        Message(
            "“{column}” holds texts inside quotes of their own, such as “{value}”: the quotes are "
            "stored with them, and make them other names than those without."
        ),
    ),
    "hidden": (
        _HIDDEN,
        "hidden_signs",
        Message(
            "“{column}” holds signs that cannot be seen, as in “{value}”: they are stored, and "
            "make it another name than the one that looks the same."
        ),
    ),
}


_ANY = "|".join(f"(?:{pattern})" for pattern, _, _ in _TOLD.values())


def _cell(plan: Plan, field: Field) -> str:
    return trim_sql(f"c{plan.position(field.name)}", plan.padding)


def suspicious_headers(plan: Plan) -> Iterator[Warning_]:
    """Warn of headers whose remark in brackets says another zone or unit than the one read."""
    read = {plan.position(field.name): field for field in plan.mapped}
    read |= {at: field for field in plan.times
             if (at := plan.clock_columns.get(field.name)) is not None}  # fmt: skip
    for at, name in enumerate(plan.layout.names):
        remark = remark_of(name)
        field = read.get(at)
        if not remark or (is_clock(remark) and not stem_of(remark)):
            continue
        if field is None:
            meant = _unit_of(plan, name)
            if meant is not None:
                yield Warning_(
                    "header_guess",
                    Message(
                        "“{column}” is not read as {field}, which is in hours: its header names "
                        "another unit. Export it in hours.",
                        {"column": name, "field": meant.spoken_name},
                    ),
                )
        elif field.type == "time" and _names_zone(remark) and not _is_told(plan, field, remark):
            zone = plan.clock.file_zone or plan.clock.zone
            yield Warning_(
                "zone_header",
                Message(
                    "The header “{column}” names a zone; its times are read as {zone} until "
                    "another zone is said of the file.",
                    {"column": name, "zone": zone},
                ),
                # One button is no choice: another zone is said under “Read it another way”.
                ask_zone((zone, "UTC")) if zone != "UTC" else None,
            )


def _unit_of(plan: Plan, name: str) -> Field | None:
    """Return the field of hours that a header means but for its unit."""
    for field in FIELDS[plan.kind]:
        if field.type == "hours" and other_unit(name):
            known = (field.name, *field.english, *field.spanish)
            if bare_key(name) in {name_key(one) for one in known}:
                return field
    return None


def _names_zone(remark: str) -> bool:
    return bool(_ZONE.search(remark)) or remark in available_timezones()


def _is_told(plan: Plan, field: Field, remark: str) -> bool:
    """Tell whether the zone is said elsewhere: by the user, by offsets, or as the company's."""
    format_ = plan.formats.get(field.name)
    zone = plan.clock.zone
    return (
        plan.clock.file_zone is not None
        or (format_ is not None and (format_.offset or format_.family.startswith("epoch")))
        or remark == zone
        or (zone == "UTC" and re.fullmatch("utc|gmt|z|zulu", remark, re.IGNORECASE) is not None)
    )
