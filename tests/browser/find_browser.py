"""Find the Chromium that the browser tests drive: ``python -m tests.browser.find_browser``.

It is the one that the variable CHROMIUM names, else one on the path, else (with ``--install``) the
one that the system's package manager brings, where this user may install.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HOW = (
    "Install Chromium or Google Chrome with your system's package manager "
    "(Debian and Ubuntu: apt-get install chromium), or name one: CHROMIUM=/path/to/chrome make test"
)


class NoBrowserError(Exception):
    """There is no browser to test with; the text says how to get one."""


def find_browser(env: Mapping[str, str] = os.environ) -> Path | None:
    """Return the browser's executable, or None where there is none.

    Raises
    ------
    NoBrowserError
        If CHROMIUM names something that cannot be run.
    """
    named = env.get("CHROMIUM")
    if named:
        found = shutil.which(named, path=env.get("PATH"))
        if found is None:
            raise NoBrowserError(f"CHROMIUM is {named}, which is not a program. {HOW}")
        return Path(found)
    for name in NAMES:
        found = shutil.which(name, path=env.get("PATH"))
        if found is not None:
            return Path(found)
    return None


def browser(env: Mapping[str, str] = os.environ) -> Path:
    """Return the browser's executable.

    Raises
    ------
    NoBrowserError
        If there is none; nothing is installed.
    """
    found = find_browser(env)
    if found is None:
        raise NoBrowserError(f"No browser was found for the tests. {HOW}")
    return found


def administrator(uid: int, run: Callable[[list[str]], int]) -> list[str] | None:
    """Return what to put before a command that installs, None where this user may not."""
    if uid == 0:
        return []
    return ["sudo", "-n"] if run(["sudo", "-n", "true"]) == 0 else None


def install() -> None:
    """Bring Chromium by apt-get.

    Raises
    ------
    NoBrowserError
        If there is no apt-get, this user may not install, or the installation fails.
    """
    if shutil.which("apt-get") is None:
        raise NoBrowserError(f"No browser was found, and there is no apt-get to bring one. {HOW}")
    before = administrator(os.getuid(), _run)
    if before is None:
        raise NoBrowserError(f"No browser was found, and this user may not install one. {HOW}")
    quietly = [*before, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    # An outdated list of packages is the usual reason for a failed installation.
    _run([*quietly, "update"])
    if _run([*quietly, "install", "--yes", "--no-install-recommends", "chromium"]) != 0:
        raise NoBrowserError(f"apt-get could not install Chromium. {HOW}")


def _run(command: list[str]) -> int:
    try:
        return subprocess.run(command, check=False).returncode
    except FileNotFoundError:
        return 127


def main(arguments: list[str]) -> int:
    """Print the browser's path; with ``--install``, bring one where there is none."""
    try:
        if "--install" in arguments and find_browser() is None:
            install()
        sys.stdout.write(f"browser: {browser()}\n")
    except NoBrowserError as fault:
        sys.stderr.write(f"{fault}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
