"""The command line: the same library without a browser.

Exit status: 0 done (rejected rows are in the report), 1 ``check`` found faults, 2 wrong usage or
any file refused. Messages are clear and in the reader's language; a traceback is a bug.
"""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from kpi.cli.agreements import agreements_group
from kpi.cli.ask import balance_command, measure_command, verdicts_command
from kpi.cli.files import (
    check_command,
    export_command,
    loads_command,
    sample_command,
    undo_command,
)
from kpi.cli.kpis import kpis_command
from kpi.cli.load import ingest_command
from kpi.cli.options import REFUSED, language
from kpi.cli.parties import parties_group
from kpi.cli.what_if import whatif_command
from kpi.words import UserError, words_for


class _Group(click.Group):
    """Tells a `UserError` in the reader's language instead of a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except UserError as problem:
            click.echo(words_for(language(ctx)).render(problem.message), err=True)
            sys.exit(REFUSED)
        except BrokenPipeError:
            # The reader of our output, such as `head`, has seen enough.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(0)
        except OSError as fault:
            say = words_for(language(ctx))
            where = fault.filename or "?"
            click.echo(say("{file}: {why}", file=where, why=fault.strerror or fault), err=True)
            sys.exit(REFUSED)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--store", "store_url", help="Path of the store; by default KPI_STORE_URL.")
@click.option("--as-of", "as_of_text", help="Instant for which everything is computed.")
@click.option("--lang", type=click.Choice(["es", "en"]), help="Language of messages.")
def main(store_url: str | None, as_of_text: str | None, lang: str | None) -> None:
    """Find the internal links that break the promise to the customer outside."""
    del store_url, as_of_text, lang  # read from the context by the commands


for _command in (
    ingest_command,
    undo_command,
    loads_command,
    export_command,
    measure_command,
    verdicts_command,
    balance_command,
    agreements_group,
    whatif_command,
    kpis_command,
    sample_command,
    check_command,
    parties_group,
):
    main.add_command(_command)
