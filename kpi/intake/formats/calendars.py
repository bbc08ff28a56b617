"""Calendar files: when somebody works, one row for each stretch of a day."""

from __future__ import annotations

from kpi.intake.fields import Field
from kpi.intake.kinds import Kind, Reference, Rule
from kpi.words import N_

LONGEST_NIGHT = 12  # hours; what is longer was rather meant the other way round

_FIELDS = (
    Field(
        "calendar",
        "text",
        N_("Name of the calendar, as the parties name it."),
        ("calendar name", "working calendar", "schedule", "shift"),
        ("calendario", "nombre del calendario", "calendario laboral", "horario", "turno"),
        required=True,
    ),
    Field(
        "day",
        "weekday",
        N_("A weekday, or a date (2026-05-01) with hours of its own; the date decides."),
        ("weekday", "day of week", "date", "day or date"),
        ("día", "día de la semana", "fecha", "día o fecha"),
        required=True,
    ),
    Field(
        "opens",
        "clock",
        N_("When work begins; empty on a day that is closed; “usual” takes an own date back."),
        ("open", "opening", "from", "start", "start time", "opens at"),
        ("abre", "apertura", "entrada", "desde", "inicio", "hora de inicio", "hora de entrada"),
        required=True,
        blank=True,
    ),
    Field(
        "closes",
        "clock",
        N_("When work ends, up to 24:00; before the opening: on the next morning."),
        ("close", "closing", "to", "end", "end time", "until", "closes at"),
        ("cierra", "cierre", "salida", "hasta", "fin", "hora de fin", "hora de salida"),
        required=True,
        blank=True,
    ),
    Field(
        "zone",
        "zone",
        N_("Time zone of the whole calendar, such as America/Tijuana; empty: the company's."),
        ("time zone", "timezone", "tz"),
        ("zona", "zona horaria", "huso horario"),
    ),
    Field(
        "country",
        "country",
        N_("Country whose holidays are closed; empty: the party's; “none”: no holidays."),
        ("country code", "holidays of"),
        ("país", "días festivos de", "festivos de"),
    ),
    Field(
        "region",
        "region",
        N_("Part of the country with holidays of its own, as its code or name."),
        ("state", "province", "subdivision"),
        ("región", "estado", "provincia", "entidad", "comunidad"),
    ),
    Field(
        "note",
        "text",
        N_("Why the day is as it is."),
        ("comment", "remark", "reason"),
        ("nota", "comentario", "observación", "motivo"),
    ),
)
_OPENS, _CLOSES = (
    f"(substr({cell}, 1, 2)::INTEGER * 60 + substr({cell}, 4, 2)::INTEGER)"
    for cell in ("v_opens", "v_closes")
)
_BOTH = "regexp_matches(coalesce(v_opens, ''), '^\\d') AND regexp_matches(v_closes, '^\\d')"

CALENDARS = Kind(
    "calendars",
    N_("calendars"),
    "Calendars: one row for each stretch of a day",
    _FIELDS,
    telling=True,
    reference=Reference("calendar_rows", "calendars", ("calendar", "day", "opens")),
    rules=(
        Rule(
            "no_closing",
            "closes",
            ("opens", "closes"),
            "regexp_matches(coalesce(v_opens, ''), '^\\d') AND coalesce(v_closes, '') = ''",
            "missing",
            N_("“{column}” is empty, and the line says when work begins."),
        ),
        Rule(
            "no_opening",
            "opens",
            ("opens", "closes"),
            "coalesce(v_opens, '') = '' AND regexp_matches(coalesce(v_closes, ''), '^\\d')",
            "missing",
            N_("“{column}” is empty, and the line says when work ends."),
        ),
        Rule(
            "whole_day_opens",
            "opens",
            ("opens",),
            "v_opens = '24:00'",
            "timestamp",
            N_("“{value}” in “{column}” is the end of a day. Write 00:00 for its beginning."),
        ),
        Rule(
            "no_length",
            "closes",
            ("opens", "closes"),
            "v_opens <> '' AND v_opens = v_closes",
            "order",
            N_("“{column}” is the opening time itself. Write 00:00 and 24:00 for a whole day."),
        ),
        Rule(
            "closes_early",
            "closes",
            ("opens", "closes"),
            f"CASE WHEN {_BOTH} THEN {_CLOSES} < {_OPENS}"
            f" AND {_CLOSES} + 1440 - {_OPENS} > {60 * LONGEST_NIGHT} END",
            "order",
            N_(
                "“{column}” ({value}) is before the opening, and the night between them is longer "
                "than 12 hours. Write it as two days."
            ),
        ),
    ),
)
