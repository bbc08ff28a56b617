"""Run the command line: ``python -m kpi``."""

from kpi.cli import main

main()
