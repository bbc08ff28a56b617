"""The option --draft: judge history by terms that nobody has agreed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click
import duckdb

from kpi.cli.options import Function, now, words

HISTORY = "history"


def drafted(command: Function) -> Function:
    """Give a command the option to judge by a draft."""
    return click.option(
        "--draft",
        help="What if: judge by the agreements of this file, or by drafts made from the whole"
        " record (history), as if they had always held.",
    )(command)


@contextmanager
def judged_as_asked(
    ctx: click.Context, cursor: duckdb.DuckDBPyConnection, draft: str | None, at: datetime
) -> Iterator[None]:
    """Let the draft that the option names count inside the block, and say so on standard error."""
    from kpi.agreements import judged_by, read_drafts
    from kpi.chain import drafts_from_history

    if draft is None:
        yield
        return
    if draft == HISTORY:
        drafts = tuple(found.draft for found in drafts_from_history(cursor, as_of=at, weeks=None))
    else:
        drafts = read_drafts(Path(draft), now=now())
    say = words(ctx)
    told = say.plural(
        "What if: judged by a draft for {n} link, as if it had always held. Nobody has agreed it.",
        "What if: judged by drafts for {n} links, as if they had always held. Nobody has agreed "
        "them.",
        len(drafts),
    )
    click.echo(told, err=True)
    with judged_by(cursor, drafts):
        yield
