"""A file that a person dropped into the inbox: loaded, and put where they see what became of it."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from kpi.intake.errors import RefusedError
from kpi.intake.ingest import ingest
from kpi.intake.report import LoadReport
from kpi.intake.unpack import Unpacked, unpack
from kpi.store import Store
from kpi.words import N_, Words

LOADED, REFUSED, ASKS = N_("loaded"), N_("refused"), N_("to be answered")
MOST_TOLD = 20


def take_dropped(store: Store, source: Path, *, now: datetime, say: Words) -> None:
    """Load a dropped file, or the files inside it, and move it to where it belongs.

    It ends in a folder beside it called loaded, refused or to be answered, in the reader's
    language. Beside it lie a note in words, the whole report as JSON, and a CSV of the records that
    were kept out, ready to be mended and dropped again.

    Parameters
    ----------
    now : datetime
        The time of the loads, with a zone.
    say : Words
    """
    with tempfile.TemporaryDirectory(dir=store.scratch) as scratch:
        folder = Path(scratch)
        reports = _loaded(store, source, folder, now=now, say=say)
        place = source.parent / say(_place(reports))
        place.mkdir(exist_ok=True)
        stem = _free(place, f"{now:%Y-%m-%d %H%M} {source.name}")
        for number, kept_out in enumerate(sorted(folder.glob("kept-*.csv")), 1):
            name = say("{file} - kept out {n}", file=stem, n=str(number))
            (place / f"{name}.csv").write_bytes(kept_out.read_bytes())
    told = [report.as_json(say) for report in reports]
    whole = json.dumps(told, ensure_ascii=False, indent=2)
    (place / f"{say('{file} - report', file=stem)}.json").write_text(whole, encoding="utf-8")
    note = "\n\n".join(_note(report, say) for report in reports)
    # With a mark: Windows' editor takes it for UTF-8 then.
    (place / f"{say('{file} - note', file=stem)}.txt").write_text(note + "\n", encoding="utf-8-sig")
    source.rename(place / stem)


def _loaded(
    store: Store, source: Path, folder: Path, *, now: datetime, say: Words
) -> tuple[LoadReport, ...]:
    """Load all that is inside a file; what was kept out is in the folder afterwards."""
    inside = folder / "inside"
    inside.mkdir()
    try:
        files = unpack(source, inside, name=source.name)
    except RefusedError as fault:
        return (LoadReport.refused(source.name, fault.message, fault.question),)
    except OSError:  # loading it tells why it cannot be opened
        files = (Unpacked(source, source.name),)
    return tuple(
        _one(store, file, folder / f"kept-{number:04}.csv", now=now, say=say)
        for number, file in enumerate(files)
    )


def _one(store: Store, file: Unpacked, kept_out: Path, *, now: datetime, say: Words) -> LoadReport:
    return ingest(
        store,
        file.path,
        now=now,
        name=file.name,
        remembered=True,
        kept_out=kept_out,
        language=say.language,
    )


def _place(reports: Sequence[LoadReport]) -> str:
    if any(report.question is not None for report in reports):
        return ASKS
    return REFUSED if all(report.outcome == "refused" for report in reports) else LOADED


def _free(place: Path, name: str) -> str:
    """Return a name that no file in the folder has."""
    free, number = name, 1
    while (place / free).exists():
        number += 1
        stem, dot, ending = name.rpartition(".")
        free = f"{stem} ({number}){dot}{ending}" if dot else f"{name} ({number})"
    return free


def _note(report: LoadReport, say: Words) -> str:
    """Say in words what became of a file and what to do now."""
    if report.error is not None:
        lines = [say("{file} was not loaded; nothing changed.", file=report.file)]
        lines.append(say.render(report.error))
        if report.question is not None:
            lines += ["", say.render(report.question.ask)]
            lines += [f"  - {answer.spoken(say)}" for answer in report.question.answers]
            lines += [
                "",
                say(
                    "What to do: open the Data page, drop this file there and choose the answer. "
                    "It is remembered: files with the same columns that are dropped into the inbox "
                    "afterwards are read the same way."
                ),
            ]
        return "\n".join(lines)
    lines = [
        say(
            "{file} is loaded (load {load}). {records} records: {new} new, {updated} updated, "
            "{unchanged} unchanged, {conflicts} in conflict, {rejected} rejected, {ignored} "
            "ignored.",
            file=report.file,
            load=str(report.load),
            records=report.records,
            new=report.new,
            updated=report.updated,
            unchanged=report.unchanged,
            conflicts=report.conflict_records,
            rejected=report.rejected_records,
            ignored=report.ignored_records,
        )
    ]
    lines += [f"  ! {say.render(warning.message)}" for warning in report.warnings]
    lines += [
        say("  line {line}: {message}", line=str(fault.line), message=say.render(fault.message))
        for fault in report.rejected[:MOST_TOLD]
    ]
    if report.rejected_records + report.conflict_records:
        lines.append(
            say(
                "What was kept out is in a CSV beside this note. Mend it and drop it into the "
                "inbox again."
            )
        )
    return "\n".join(lines)
