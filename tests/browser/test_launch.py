"""The launcher starts the dashboard, says where it answers, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pages.parts.launch import HOST, ROOT, LaunchError, free_port, running_app

pytestmark = pytest.mark.browser


def command(port: int) -> list[str]:
    return [sys.executable, "-m", "pages.parts.launch", "--no-browser", "--port", str(port)]


def surroundings(store: Path, language: str) -> dict[str, str]:
    return {**os.environ, "KPI_STORE_URL": str(store), "LC_ALL": f"{language}.UTF-8"}


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        listener.listen()
        yield listener.getsockname()[1]


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) != 0


@pytest.mark.parametrize("farewell", [signal.SIGTERM, signal.SIGINT])
def test_the_dashboard_answers_until_the_launcher_is_told_to_stop(
    tmp_path: Path, farewell: signal.Signals
) -> None:
    port = free_port()
    with subprocess.Popen(
        command(port),
        cwd=ROOT,
        env=surroundings(tmp_path / "store.duckdb", "en_US"),
        stdout=subprocess.PIPE,
        text=True,
    ) as launcher:
        assert launcher.stdout is not None
        said = next(line for line in launcher.stdout if "Eslabón" in line)
        assert said == f"Eslabón answers at http://{HOST}:{port} · Ctrl+C stops it\n"
        assert not is_free(port)
        launcher.send_signal(farewell)
        assert launcher.wait(timeout=30) == 0
    assert is_free(port)


@pytest.mark.parametrize(
    ("language", "what"),
    [("es_MX", "está ocupado"), ("en_US", "is taken"), ("C", "is taken")],
)
def test_a_taken_port_is_told_in_the_language_of_the_terminal(
    tmp_path: Path, taken_port: int, language: str, what: str
) -> None:
    outcome = subprocess.run(
        command(taken_port),
        cwd=ROOT,
        env=surroundings(tmp_path / "store.duckdb", language),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert outcome.returncode == 2
    assert f"{taken_port} {what}" in outcome.stderr
    assert f"make run PORT={taken_port + 1}" in outcome.stderr
    assert "Traceback" not in outcome.stderr


def test_a_dashboard_that_does_not_start_is_told_with_its_last_words(tmp_path: Path) -> None:
    log = tmp_path / "log.txt"
    environment = {"STREAMLIT_SERVER_MAX_UPLOAD_SIZE": "many"}
    with (
        pytest.raises(LaunchError, match=r"(?s)ended while it started\. It said:.*many"),
        running_app(tmp_path / "store.duckdb", env=environment, log=log),
    ):
        pytest.fail("the dashboard started")
