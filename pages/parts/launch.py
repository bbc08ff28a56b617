"""Start the dashboard and stop it cleanly: ``python -m pages.parts.launch``."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
import webbrowser
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import IO

import click

from kpi.words import Message, UserError, terminal_language, words_for

ROOT = Path(__file__).parents[2]
HOST = "127.0.0.1"
PORT = 8501
# Seconds: a cold start imports pandas, plotly and duckdb and judges the company once.
PATIENCE = 120.0
SECONDS_TO_STOP = 10.0
POLL = 0.1
LAST_LINES = 30


class LaunchError(UserError):
    """The dashboard did not start."""


@dataclass(frozen=True)
class RunningApp:
    """A dashboard that answers.

    Parameters
    ----------
    url : str
        Its address, without a slash at the end.
    process : subprocess.Popen
        The server, a child of this process.
    """

    url: str
    process: subprocess.Popen[bytes]


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_app(
    store: str | os.PathLike[str] | None = None,
    *,
    port: int | None = None,
    env: Mapping[str, str] | None = None,
    patience: float = PATIENCE,
    log: Path | None = None,
) -> Iterator[RunningApp]:
    """Run the dashboard until the block ends; its own process and no other is ended then.

    Parameters
    ----------
    store : str or path, optional
        The store it opens; by default what ``KPI_STORE_URL`` says.
    port : int, optional
        Where it listens; a free one by default.
    env : mapping, optional
        Environment variables to set beside those of this process.
    patience : float
        Seconds it may take to answer.
    log : path, optional
        Where its output goes; by default to this process's own.

    Yields
    ------
    RunningApp
        The dashboard, whose first page has run once without a fault, or is still at work after a
        minute.

    Raises
    ------
    LaunchError
        If the port is taken, the server ends, or it does not answer in time.
    """
    port = port if port is not None else free_port()
    _refuse_a_taken_port(port)
    surroundings = {**os.environ, **(env or {})}
    if store is not None:
        surroundings["KPI_STORE_URL"] = os.fspath(store)
    output = log.open("wb") if log is not None else None
    try:
        process = _start(port, surroundings, output)
        try:
            _wait_until_it_answers(process, port, patience, log)
            yield RunningApp(f"http://{HOST}:{port}", process)
        finally:
            _stop(process)
    finally:
        if output is not None:
            output.close()


def _refuse_a_taken_port(port: int) -> None:
    with socket.socket() as probe:
        # A port whose last connections are still fading is free; the server binds in the same way.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as fault:
            raise LaunchError(
                Message(
                    "Port {port} is taken, perhaps by a dashboard that already runs. "
                    "Stop that program or choose another port: make run PORT={other}",
                    {"port": str(port), "other": str(port + 1)},
                )
            ) from fault


def _start(port: int, env: Mapping[str, str], output: IO[bytes] | None) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py"]
    command += ["--server.port", str(port), "--server.address", HOST, "--server.headless", "true"]
    # A session of its own: Ctrl+C then reaches this process alone, which stops the server in order.
    return subprocess.Popen(  # noqa: S603 - our own interpreter with our own arguments
        command, cwd=ROOT, env=dict(env), stdout=output, stderr=output, start_new_session=True
    )


def _wait_until_it_answers(
    process: subprocess.Popen[bytes], port: int, patience: float, log: Path | None
) -> None:
    end = time.monotonic() + patience
    while _answer(port, "/_stcore/health", timeout=1)[0] != http.client.OK:
        if process.poll() is not None:
            raise _failed(Message("The dashboard ended while it started."), log)
        if time.monotonic() > end:
            raise _failed(
                Message("The dashboard did not answer within {n} seconds.", {"n": round(patience)}),
                log,
            )
        time.sleep(POLL)
    # Runs dashboard.py once; without it the first link to a page other than Balance is not found.
    left = max(end - time.monotonic(), 1)
    status, said = _answer(port, "/_stcore/script-health-check", timeout=left)
    # Streamlit waits a minute: the first page of a large store may still be at work, without fault.
    if status != http.client.OK and said != "timeout":
        raise _failed(Message("The dashboard answers, but its first page fails."), log)


def _answer(port: int, path: str, *, timeout: float) -> tuple[int | None, str]:
    """Return the HTTP status of a page of the server and what it says; None where nothing does."""
    connection = http.client.HTTPConnection(HOST, port, timeout=timeout)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read().decode(errors="replace")
    except (OSError, http.client.HTTPException):
        return None, ""
    finally:
        connection.close()


def _failed(reason: Message, log: Path | None) -> LaunchError:
    if log is None:
        return LaunchError(Message("{reason} What it said is above.", {"reason": reason}))
    said = log.read_text(encoding="utf-8", errors="replace").splitlines()[-LAST_LINES:]
    return LaunchError(
        Message("{reason} It said:\n{said}", {"reason": reason, "said": "\n".join(said)})
    )


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _has_a_screen(env: Mapping[str, str]) -> bool:
    """Tell whether a person at this terminal could see a browser window open."""
    if not sys.stdout.isatty():
        return False
    return sys.platform != "linux" or bool(env.get("DISPLAY") or env.get("WAYLAND_DISPLAY"))


def _leave(_signal: int, _frame: FrameType | None) -> None:
    # One is enough: a second Ctrl+C must not interrupt the server's own goodbye.
    _on_farewell(signal.SIG_IGN)
    sys.exit(0)


def _on_farewell(handler: Callable[[int, FrameType | None], None] | signal.Handlers) -> None:
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):  # Windows has no SIGHUP
            signal.signal(getattr(signal, name), handler)


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=PORT, show_default=True)
@click.option("--no-browser", is_flag=True, help="Do not open the browser.")
def main(port: int, no_browser: bool) -> None:
    """Start the dashboard on this machine and wait; Ctrl+C stops it."""
    say = words_for(terminal_language(os.environ))
    _on_farewell(_leave)
    try:
        with running_app(port=port) as app:
            click.echo(say("Eslabón answers at {url} · Ctrl+C stops it", url=app.url))
            if not no_browser and _has_a_screen(os.environ):
                webbrowser.open(app.url)
            ended = app.process.wait()
    except LaunchError as fault:
        click.echo(say.render(fault.message), err=True)
        sys.exit(2)
    sys.exit(ended)


if __name__ == "__main__":
    main()
