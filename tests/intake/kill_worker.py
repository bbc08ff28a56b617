"""Does the steps of a plan on a store, and says so after each: the process that kills end.

Run as ``python -m tests.intake.kill_worker STORE PLAN``; a line of the plan is ``load KIND FILE``,
``replace KIND FILE`` (conflicts replace), ``undo LOAD`` or ``reopen``, which closes the store and
opens it again.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from kpi.intake import ingest, undo
from kpi.store import Store, open_store

NOW = datetime(2026, 4, 1, tzinfo=UTC)


def do(store: Store, step: str) -> None:
    """Do one step of a plan."""
    verb, *words = step.split()
    if verb == "undo":
        undo(store, int(words[0]), now=NOW)
        return
    kind, file = words
    report = ingest(store, Path(file), now=NOW, kind=kind, replace_conflicts=verb == "replace")
    if report.outcome != "loaded":
        raise RuntimeError(f"{file} was refused")


def main(location: str, plan: str) -> None:
    """Do all steps, then wait to be killed."""
    click.echo("ready")
    store = open_store(location)
    for step in Path(plan).read_text(encoding="utf-8").splitlines():
        if step == "reopen":
            store.close()
            store = open_store(location)
        else:
            do(store, step)
            click.echo(step)
    click.echo("end")
    sys.stdin.read()


if __name__ == "__main__":
    main(*sys.argv[1:])
