"""The companies that are photographed: the sample, a real log's twin, nothing, a large one."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kpi.intake import ingest
from kpi.sample import load_sample
from kpi.store import Settings, Store, open_store, write_settings
from tests.intake.twins import write_servicenow

NOW = datetime(2026, 3, 23, 8, tzinfo=UTC)
DEPARTMENTS = (
    "Ventas", "Diseño", "Compras", "Almacén", "Planeación", "Corte", "Armado", "Calidad",
    "Embarques", "Instalación",
)  # fmt: skip
TEAMS = 20  # in each department: 200 parties
CUSTOMER = "Cliente final"
CASES, WEEKS = 800, 20
AGREED_HOURS, PROMISED_HOURS = 20, 150


def sample(store: Store, folder: Path) -> None:
    """Load the sample company."""
    del folder
    load_sample(store, now=NOW)


def log(store: Store, folder: Path) -> None:
    """Load an event log in the shape of a help desk's, without agreements."""
    file = folder / "incidents.csv"
    write_servicenow(file, cases=600)
    ingest(store, file, now=NOW)


def empty(store: Store, folder: Path) -> None:
    """Leave the store as it was made."""


def large(store: Store, folder: Path) -> None:
    """Load a company of 200 parties in ten departments, each with its agreements."""
    with store.write() as cursor:
        write_settings(cursor, Settings(company="Doscientos", zone="America/Mexico_City"))
    links, handoffs = set[tuple[str, str]](), list[Sequence[object]]()
    for number in range(CASES):
        steps = list(_case(number))
        handoffs += steps
        links |= {(str(step[2]), str(step[3])) for step in steps}
    teams = [(_team(*place), DEPARTMENTS[place[0]], "no", "") for place in _places()]
    since = (NOW - timedelta(weeks=WEEKS + 4)).strftime("%Y-%m-%d")
    agreed = [
        (
            f"A-{n}",
            1,
            *link,
            "obra",
            "on_time_rate",
            0.85,
            AGREED_HOURS,
            since,
            "accepted",
            since,
            since,
        )
        for n, link in enumerate(sorted(links), 1)
    ]
    files: Mapping[str, tuple[str, Iterable[Sequence[object]]]] = {
        "parties": (
            "party,department,external,promise_target",
            [*teams, (CUSTOMER, "", "customer", 0.9)],
        ),
        "agreements": (
            "agreement,version,supplier,customer,service,kpi,target,lead_time_hours,valid_from,"
            "status,supplier_accepted_at,customer_accepted_at",
            agreed,
        ),
        "handoffs": (
            "handoff_id,case_id,supplier,customer,service,requested_at,delivered_at,case_due_at,"
            "case_closed_at",
            handoffs,
        ),
    }
    for kind, (header, rows) in files.items():
        load_rows(store, folder, kind, header, rows)


def load_rows(
    store: Store, folder: Path, kind: str, header: str, rows: Iterable[Sequence[object]]
) -> None:
    """Load rows of a kind through a file, as anybody would."""
    file = folder / f"{kind}.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([header.split(","), *rows])
    ingest(store, file, now=NOW, kind=kind)


DATASETS: Mapping[str, Callable[[Store, Path], None]] = {
    "sample": sample,
    "log": log,
    "empty": empty,
    "large": large,
}


def written(name: str, folder: Path) -> Path:
    """Return the file of a new store with a dataset in it."""
    path = folder / f"{name}.duckdb"
    (folder / name).mkdir()
    with open_store(path) as store:
        DATASETS[name](store, folder / name)
    return path


def _places() -> Iterable[tuple[int, int]]:
    return ((at, team) for at in range(len(DEPARTMENTS)) for team in range(TEAMS))


def _team(department: int, team: int) -> str:
    return f"{DEPARTMENTS[department]} {team + 1:02}"


def _case(number: int) -> Iterable[Sequence[object]]:
    """Yield the handoffs of a case, from team to team through every department."""
    rng = random.Random(number)  # noqa: S311 - the same company each time, no secret
    at = NOW.replace(tzinfo=None) - timedelta(hours=rng.uniform(260, WEEKS * 7 * 24))
    due, team = at + timedelta(hours=PROMISED_HOURS), rng.randrange(TEAMS)
    found = []
    for department in range(len(DEPARTMENTS)):
        following = (team + rng.randrange(2)) % TEAMS
        last = department == len(DEPARTMENTS) - 1
        # One department is slow, so that there is something to find.
        took = rng.uniform(4, 30 if DEPARTMENTS[department] == "Corte" else 22)
        done = at + timedelta(hours=took)
        customer = CUSTOMER if last else _team(department + 1, following)
        found.append((_team(department, team), customer, at, done))
        at, team = done, following
    for step, (supplier, customer, asked, done) in enumerate(found):
        yield (
            f"H{number:04}-{step}", f"C{number:04}", supplier, customer, "obra", _written(asked),
            _written(done), _written(due), _written(at),
        )  # fmt: skip


def _written(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M")
