"""What every command shares: store, instant, language, and how answers are printed."""

from __future__ import annotations

import io
import json
import math
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click
import duckdb

from kpi.store import COMMAND_MEMORY, Store, open_store, read_settings
from kpi.words import LANGUAGES, Message, UserError, Words, terminal_language, words_for

FAULTS, REFUSED = 1, 2
Function = TypeVar("Function", bound=Callable[..., Any])


LANGUAGE = "kpi.cli.language"


class OptionError(UserError):
    """An option has a value that cannot be used."""


def _noted(ctx: click.Context, _: click.Parameter, value: str | None) -> str | None:
    """Keep a command's language where the group finds it that tells what went wrong."""
    if value is not None:
        ctx.meta[LANGUAGE] = value
    return value


class FilePath(click.ParamType[Path]):
    """The path of a file, or of a folder; what is wrong with it is said in the reader's language.

    Parameters
    ----------
    must_exist : bool
        Whether it is read; else it is written.
    folder : bool
        Whether it is a folder.
    """

    def __init__(self, *, must_exist: bool = False, folder: bool = False) -> None:
        self.name = "directory" if folder else "file"
        self._must_exist = must_exist
        self._folder = folder

    def convert(
        self, value: str | Path, param: click.Parameter | None, ctx: click.Context | None
    ) -> Path:
        """Return the path, or fail with why it cannot be one."""
        path, say = Path(value), words(ctx or click.get_current_context())
        if self._must_exist and not path.exists():
            self.fail(say("there is no file {path}.", path=str(path)), param, ctx)
        if path.is_dir() and not self._folder:
            self.fail(say("{path} is a folder, not a file.", path=str(path)), param, ctx)
        if path.is_file() and self._folder:
            self.fail(say("{path} is a file, not a folder.", path=str(path)), param, ctx)
        return path


def common(command: Function) -> Function:
    """Give a command the options that stand everywhere, as they stand before it."""
    for option in (
        click.option(
            "--lang",
            type=click.Choice(list(LANGUAGES)),
            callback=_noted,
            is_eager=True,
            help="Language of messages.",
        ),
        click.option("--as-of", "as_of_text", help="Instant for which everything is computed."),
        click.option("--store", "store_url", help="Path of the store; by default KPI_STORE_URL."),
    ):
        command = option(command)
    return command


def formatted(command: Function) -> Function:
    """Give a command the choice of table, CSV or JSON."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(["table", "csv", "json"]),
        default="table",
        show_default=True,
        help="How to print the answer.",
    )(command)


def given(ctx: click.Context, name: str) -> str | None:
    """Return an option of the command, else the same one given before the command."""
    here: click.Context | None = ctx
    while here is not None:
        value = here.params.get(name)
        if value is not None:
            return str(value)
        here = here.parent
    return None


def language(ctx: click.Context) -> str:
    """Return the language of messages: the option, else the terminal's, else English."""
    return ctx.meta.get(LANGUAGE) or given(ctx, "lang") or terminal_language(os.environ)


def words(ctx: click.Context) -> Words:
    """Return the words of the reader."""
    return words_for(language(ctx))


def now() -> datetime:
    """Return the present instant; the command line's only clock."""
    return datetime.now(UTC)


@contextmanager
def opened(ctx: click.Context, *, create: bool = False) -> Iterator[Store]:
    """Open the store that the options name, and close it; commands that load may create it."""
    with open_store(given(ctx, "store_url"), memory=COMMAND_MEMORY, create=create) as store:
        yield store


def instant(ctx: click.Context, cursor: duckdb.DuckDBPyConnection) -> datetime:
    """Return the as-of instant: the given one, else by the rule of `kpi.measures.as_of`."""
    from kpi.measures import as_of

    zone = read_settings(cursor).zone_info
    text = given(ctx, "as_of_text")
    asked = None
    if text is not None:
        asked = moment(text, "--as-of")
        if asked.tzinfo is not None:
            asked = asked.astimezone(zone).replace(tzinfo=None)
    return as_of(cursor, now=now().astimezone(zone).replace(tzinfo=None), given=asked)


def moment(text: str, option: str) -> datetime:
    """Read a day or an instant in ISO form.

    Raises
    ------
    OptionError
        If it is neither.
    """
    from kpi.measures import YEARS

    try:
        found = datetime.fromisoformat(text.strip())
        if found.year not in YEARS:
            raise ValueError
        return found
    except ValueError:
        raise OptionError(
            Message(
                "{option}: “{value}” is not a time. Write it as 2026-03-23 or 2026-03-23T06:00.",
                {"option": option, "value": text},
            )
        ) from None


def boundary(text: str, option: str, *, end: bool) -> datetime:
    """Read the limit of a span: a day, an instant, or a week such as 2026-W12, whole."""
    from kpi.measures import Week

    if "-W" in text:
        week = Week.parse(text)
        return week.end if end else week.start
    return moment(text, option).replace(tzinfo=None)


def echo_rows(rows: Sequence[Mapping[str, Any]], form: str, columns: Sequence[str]) -> None:
    """Print rows as a table for people, as CSV or as JSON."""
    import pandas as pd

    if form == "json":
        echo_json([dict(row) for row in rows])
        return
    frame = pd.DataFrame({name: [row.get(name) for row in rows] for name in columns})
    if form == "csv":
        text = io.StringIO()
        frame.to_csv(text, index=False)
        click.echo(text.getvalue(), nl=False)
    else:
        shown = frame.astype(object).where(frame.notna(), "–")
        click.echo(shown.map(_for_people).to_string(index=False) if len(frame) else "–")


def _for_people(value: object) -> object:
    return f"{value:.4g}" if isinstance(value, float) else value


def echo_json(value: Any) -> None:
    """Print a value as JSON; what JSON cannot say (NaN) is null."""
    click.echo(json.dumps(_plain(value), ensure_ascii=False, indent=2))


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    pandas = sys.modules.get("pandas")  # without it nothing can be one of its missing values
    if value is None or (pandas and (value is pandas.NA or value is pandas.NaT)):
        return None
    if isinstance(value, datetime | date):
        return value.isoformat()
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
