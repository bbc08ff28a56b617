"""Read bytes into the staging tables and look at what lies there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from kpi.intake.reading import Reading, read
from kpi.store import Store

NOW = datetime(2026, 4, 1, 12, tzinfo=UTC)
END_OF_DAY = timedelta(hours=23, minutes=59, seconds=59, microseconds=999999)


@dataclass(frozen=True)
class Seen:
    """What a reading left, by physical line."""

    reading: Reading
    staged: dict[int, dict[str, Any]]
    faults: list[tuple[int, str, str]]
    rejected: dict[int, list[str]]
    ignored: dict[int, str]

    @property
    def codes(self) -> list[str]:
        """The codes of the warnings."""
        return [warning.code for warning in self.reading.warnings]

    def column(self, name: str) -> list[Any]:
        """Return the values of one staged column, in the order of lines."""
        return [row[name] for _, row in sorted(self.staged.items())]


def see(store: Store, folder: Path, content: bytes | str, **how: Any) -> Seen:
    """Read a file that holds the content and return all that it left."""
    path = folder / "file.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return see_file(store, path, **how)


def see_file(store: Store, path: Path, **how: Any) -> Seen:
    """Read a file and return all that it left."""
    cursor = store.cursor()
    how.setdefault("now", NOW)
    reading = read(store, cursor, path, name=path.name, **how)
    rows = cursor.execute("FROM staged")
    names = [column[0] for column in rows.description or ()]
    staged = {row[0]: dict(zip(names[1:], row[1:], strict=True)) for row in rows.fetchall()}
    faults = cursor.execute("SELECT line, col, reason FROM faults ORDER BY ALL").fetchall()
    rejected = dict(cursor.execute("FROM raw_rejected").fetchall())
    ignored = dict(cursor.execute("FROM ignored").fetchall())
    seen = Seen(reading, staged, faults, rejected, ignored)
    _add_up(seen)
    return seen


def _add_up(seen: Seen) -> None:
    """Every record is in one group: this holds of every file that any test reads."""
    reading = seen.reading
    unknown = {line for line, reason in seen.ignored.items() if reason == "unknown party"}
    assert len(seen.rejected) == reading.rejected_records
    assert len(seen.ignored) == reading.ignored_records
    assert len(unknown) == reading.unknown_party_records
    assert {line for line, _, _ in seen.faults} == set(seen.rejected)
    assert not set(seen.rejected) & (set(seen.staged) | set(seen.ignored))
    assert set(seen.staged) & set(seen.ignored) == unknown
    assert len(seen.staged) == reading.sound_records + len(unknown)


def handoffs(*pairs: tuple[str, str], header: str = "requested_at,delivered_at") -> str:
    """Write handoffs with a request and a delivery, every cell quoted."""
    first, second = header.split(",")
    text = f"handoff_id;case_id;supplier;customer;{first};{second}\n"
    return text + "".join(
        f'H{n};C1;A;B;"{requested}";"{delivered}"\n'
        for n, (requested, delivered) in enumerate(pairs)
    )


def read_one(store: Store, folder: Path, *written: str, **how: Any) -> Seen:
    """Read handoffs that were requested at the times as written."""
    return see(store, folder, handoffs(*((text, "") for text in written)), **how)
