"""What the company says about itself: its name and its zone."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from zoneinfo import ZoneInfo, available_timezones

import duckdb

from kpi.words import Message, UserError


class SettingError(UserError):
    """A setting has a value that cannot be used."""


@dataclass(frozen=True)
class Settings:
    """The company's settings.

    Parameters
    ----------
    company : str
        Its name, as shown on every page; empty until given.
    zone : str
        IANA name of its time zone. Stored times are wall times there.
    """

    company: str = ""
    zone: str = "UTC"

    @property
    def zone_info(self) -> ZoneInfo:
        """Return the zone with its rules."""
        return ZoneInfo(self.zone)


def read_settings(cursor: duckdb.DuckDBPyConnection) -> Settings:
    """Read the settings; absent ones have their defaults."""
    known = asdict(Settings())
    rows = cursor.execute(
        "SELECT name, value FROM settings WHERE name IN (SELECT unnest(?))", [list(known)]
    ).fetchall()
    stored = dict(rows)
    return Settings(**{name: stored.get(name, value) for name, value in known.items()})


def write_settings(cursor: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """Replace the settings.

    Raises
    ------
    SettingError
        If the zone is not a known IANA zone.
    """
    if settings.zone not in available_timezones():
        raise SettingError(
            Message(
                "Time zone “{zone}” is not known. Give an IANA name such as America/Mexico_City.",
                {"zone": settings.zone},
            )
        )
    for name, value in asdict(settings).items():
        cursor.execute("DELETE FROM settings WHERE name = ?", [name])
        cursor.execute("INSERT INTO settings VALUES (?, ?)", [name, value])
