"""The files inside those that the command line names: compressed ones, sheets of workbooks."""

from __future__ import annotations

from pathlib import Path

from kpi.intake import LoadReport, RefusedError, Unpacked, unpack


def inside(
    files: tuple[Path, ...], folder: Path, *, sheet: str | None
) -> tuple[Unpacked | LoadReport, ...]:
    """Return what is to be loaded, and the reports of what cannot be unpacked, in order.

    Parameters
    ----------
    files : tuple of Path
    folder : Path
        Gets what was inside.
    sheet : str, optional
        The sheet to read of workbooks.
    """
    found: list[Unpacked | LoadReport] = []
    for path in files:
        try:
            found.extend(unpack(path, folder, name=path.name, sheet=sheet))
        except RefusedError as fault:
            found.append(LoadReport.refused(path.name, fault.message, fault.question))
        except OSError:  # loading it tells why it cannot be opened
            found.append(Unpacked(path, path.name))
    return tuple(found)
