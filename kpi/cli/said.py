"""What the command line says about a file, one option for each question that a file can ask."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import click

from kpi.cli.options import FilePath, OptionError
from kpi.words import Message

Function = TypeVar("Function", bound=Callable[..., Any])
SAME, OPPOSITE = "same", "opposite"
MARKS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
ORDERS = ("day first", "month first", "year first")


def saying(command: Function) -> Function:
    """Give a command the options that say how a file is read."""
    for option in (
        click.option("--delimiter", help="What stands between cells: comma, semicolon, tab, bar."),
        click.option(
            "--encoding",
            metavar="cp1252|cp850|mac_roman",
            help="Old code page of a file that is not Unicode.",
        ),
        click.option(
            "--header-line", type=click.IntRange(min=1), help="Line that holds the column names."
        ),
        click.option(
            "--polarity",
            multiple=True,
            metavar="FIELD=same|opposite",
            help="Whether a yes in the column of a yes/no field means no.",
        ),
        click.option(
            "--dates",
            multiple=True,
            metavar="[COLUMN=]ORDER",
            help="“day first”, “month first” or “year first”, of one column or of all that do not "
            "tell.",
        ),
        click.option(
            "--column",
            "columns",
            multiple=True,
            metavar="FIELD=COLUMN",
            help="Column of the file that holds a field.",
        ),
        click.option(
            "--time-of-day",
            "times_of_day",
            multiple=True,
            metavar="DATE=TIME",
            help="Column that holds the time of day of a column of dates; nothing after the sign "
            "where none does.",
        ),
        click.option(
            "--party-field",
            "party_fields",
            multiple=True,
            metavar="FIELD",
            help="Of a history of changes: the field that says who holds the case.",
        ),
        click.option(
            "--first-holder",
            type=click.Choice(("opened", "unknown")),
            help="Of a history of changes: whether the value before a case's first change held it "
            "since it was opened.",
        ),
        click.option("--timezone", help="IANA zone of times without one, if not the company's."),
        click.option(
            "--mapping",
            type=FilePath(must_exist=True),
            help="TOML file that says which column is which.",
        ),
    ):
        command = option(command)
    return command


def said(
    *,
    mapping: Path | None,
    columns: tuple[str, ...],
    dates: tuple[str, ...],
    times_of_day: tuple[str, ...],
    polarity: tuple[str, ...],
    party_fields: tuple[str, ...],
    first_holder: str | None,
    header_line: int | None,
    delimiter: str | None,
    encoding: str | None,
) -> dict[str, Any]:
    """Return as one mapping what the options say; what the mapping file says comes below it.

    Raises
    ------
    OptionError
        If an option cannot be read.
    RefusedError
        If the mapping file cannot.
    """
    from kpi.intake.mapping import read_mapping

    told: dict[str, Any] = read_mapping(mapping).said()
    for pair in columns:
        field, column = _pair(pair, "--column", "promised_at=Fecha de entrega")
        told["columns"] = {**told.get("columns", {}), field: column}
    for pair in times_of_day:
        date, clock = _pair(pair, "--time-of-day", "Fecha=Hora")
        told["times_of_day"] = {**told.get("times_of_day", {}), date: clock}
    for pair in dates:
        column, _, order = pair.rpartition("=")
        if order not in ORDERS or (order == ORDERS[2] and not column):
            raise _unreadable(pair, "--dates", "Fecha=day first")
        if column:
            told["dates"] = {**told.get("dates", {}), column: order}
        else:
            told["dayfirst"] = order == ORDERS[0]
    for pair in polarity:
        field, way = _pair(pair, "--polarity", "accepted=opposite")
        if way not in (SAME, OPPOSITE):
            raise _unreadable(pair, "--polarity", "accepted=opposite")
        for name, word in (("straight", SAME), ("inverted", OPPOSITE)):
            others = [known for known in told.get(name, ()) if known != field]
            told[name] = [*others, *([field] if way == word else [])]
    plain = {
        "party_fields": list(party_fields) or None,
        "first_holder": first_holder,
        "header_line": header_line,
        "encoding": encoding,
    }
    told |= {name: value for name, value in plain.items() if value is not None}
    if delimiter is not None:
        mark = MARKS.get(delimiter, delimiter)
        if len(mark) != 1:
            raise _unreadable(delimiter, "--delimiter", "semicolon")
        told["delimiter"] = mark
    return told


def option_for(mapping: Mapping[str, Any]) -> str:
    """Write an answer to a question as the options that give it.

    Examples
    --------
    >>> option_for({"kind": "handoffs", "columns": {"promised_at": "Fecha de entrega"}})
    "--as handoffs --column 'promised_at=Fecha de entrega'"
    >>> option_for({"dayfirst": True}), option_for({"inverted": ["accepted"], "straight": []})
    ("--dates 'day first'", '--polarity accepted=opposite')
    """
    names = {mark: name for name, mark in MARKS.items()}
    written: list[tuple[str, str]] = []
    for key, value in mapping.items():
        if key == "columns":
            written += [("--column", f"{field}={column}") for field, column in value.items()]
        elif key == "dates":
            written += [("--dates", f"{column}={order}") for column, order in value.items()]
        elif key == "times_of_day":
            written += [("--time-of-day", f"{date}={clock}") for date, clock in value.items()]
        elif key == "dayfirst":
            written.append(("--dates", ORDERS[0] if value else ORDERS[1]))
        elif key in ("inverted", "straight"):
            way = OPPOSITE if key == "inverted" else SAME
            written += [("--polarity", f"{field}={way}") for field in value]
        elif key == "party_fields":
            written += [("--party-field", field) for field in value]
        elif key == "delimiter":
            written.append(("--delimiter", names.get(value, value)))
        else:
            written.append((_SINGLE[key], str(value)))
    return " ".join(f"{option} {shlex.quote(value)}" for option, value in written)


_SINGLE = {
    "kind": "--as", "sheet": "--sheet", "timezone": "--timezone", "header_line": "--header-line",
    "first_holder": "--first-holder", "encoding": "--encoding",
}  # fmt: skip


def _pair(text: str, option: str, example: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise _unreadable(text, option, example)
    return name, value


def _unreadable(text: str, option: str, example: str) -> OptionError:
    return OptionError(
        Message(
            "{option}: “{value}” cannot be read. Write it as {option} “{example}”.",
            {"option": option, "value": text, "example": example},
        )
    )
