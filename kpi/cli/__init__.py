"""The command line: the same library without a browser.

Exit status: 0 done (rejected rows are in the report), 1 ``check`` found faults, 2 wrong usage or
any file refused. Messages are clear and in the reader's language; a traceback is a bug.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click

from kpi.cli.click_words import asked_language, click_speaks
from kpi.cli.options import REFUSED, language
from kpi.store import ENGINE_FAULTS, told_engine_fault
from kpi.words import LANGUAGES, UserError, terminal_language, told_fault, words_for

# Command -> where it is: only the one that is asked for is imported, with the rooms it needs.
COMMANDS = {
    "actions": "actions:actions_group",
    "agreements": "agreements:agreements_group",
    "balance": "ask:balance_command",
    "check": "files:check_command",
    "export": "files:export_command",
    "follows": "follows:follows_command",
    "ingest": "load:ingest_command",
    "kpis": "kpis:kpis_command",
    "loads": "files:loads_command",
    "measure": "ask:measure_command",
    "parties": "parties:parties_group",
    "sample": "files:sample_command",
    "stop": "structure:stop_command",
    "structure": "structure:structure_command",
    "undo": "files:undo_command",
    "verdicts": "ask:verdicts_command",
    "weekly": "weekly:weekly_command",
    "whatif": "what_if:whatif_command",
}


class _Group(click.Group):
    """Imports a command when it is asked for, and tells a `UserError` instead of a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        command = getattr(import_module(f"kpi.cli.{module}"), name)
        assert isinstance(command, click.Command)  # noqa: S101 - the table names commands
        return command

    def main(self, args: Sequence[str] | None = None, *rest: Any, **named: Any) -> Any:
        """Run a command line, click's own phrases in the reader's language too."""
        line = sys.argv[1:] if args is None else args
        with click_speaks(asked_language(line, terminal_language(os.environ))):
            return super().main(args, *rest, **named)

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
            click.echo(
                say("{file}: {why}", file=fault.filename or "?", why=told_fault(fault)), err=True
            )
            sys.exit(REFUSED)
        except ENGINE_FAULTS as fault:
            told = told_engine_fault(fault)
            if told is None:
                raise
            click.echo(words_for(language(ctx)).render(told), err=True)
            sys.exit(REFUSED)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--store", "store_url", help="Path of the store; by default KPI_STORE_URL.")
@click.option("--as-of", "as_of_text", help="Instant for which everything is computed.")
@click.option("--lang", type=click.Choice(list(LANGUAGES)), help="Language of messages.")
def main(store_url: str | None, as_of_text: str | None, lang: str | None) -> None:
    """Find the internal links that break the promise to the customer outside."""
    del store_url, as_of_text, lang  # read from the context by the commands
