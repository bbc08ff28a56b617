"""Write docs/command-line.md from the commands themselves: ``python -m kpi.cli.reference``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from kpi.cli import main

REFERENCE = Path(__file__).parents[2] / "docs" / "command-line.md"
_INTRODUCTION = """# The command line

The same library as the pages, without a browser: `python -m kpi COMMAND`. This page is written from
the commands themselves by `python -m kpi.cli.reference`; a test holds them equal.

Exit status: 0 done (rejected records are in the report), 1 `check` found faults, 2 wrong usage or
any file refused. Options that stand everywhere may stand before the command too.
"""


def reference() -> str:
    """Return the reference of every command and option, as Markdown."""
    context = click.Context(main, info_name="python -m kpi")
    return "\n".join(
        [_INTRODUCTION, *(_section(name, found, context) for name, found in _sorted(main, context))]
    )


def _sorted(
    group: click.Group, context: click.Context, above: str = ""
) -> Iterator[tuple[str, click.Command]]:
    """Yield every command by its full name; a group is followed by its own."""
    for name in sorted(group.list_commands(context)):
        command = group.get_command(context, name)
        assert command is not None  # noqa: S101 - the group listed it
        yield f"{above}{name}", command
        if isinstance(command, click.Group):
            yield from _sorted(command, context, f"{above}{name} ")


def _section(name: str, command: click.Command, parent: click.Context) -> str:
    context = click.Context(command, info_name=name, parent=parent)
    records = [parameter.get_help_record(context) for parameter in command.params]
    rows = [_row(names, text) for names, text in filter(None, records)]
    usage = command.get_usage(context).removeprefix("Usage: ")
    parts = [f"## {name}", "", command.help or "", "", f"    {usage}", ""]
    if rows:
        parts += ["| option | meaning |", "| --- | --- |", *rows, ""]
    return "\n".join(parts)


def _row(names: str, text: str) -> str:
    """Build a row of a Markdown table, in which a bare bar would end the cell."""
    escaped = names.replace("|", "\\|")
    return f"| `{escaped}` | {text} |"


if __name__ == "__main__":
    REFERENCE.write_text(reference(), encoding="utf-8")
