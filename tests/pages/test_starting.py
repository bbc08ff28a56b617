"""What the dashboard's launcher makes of what the server says."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from unittest.mock import Mock

import pytest

from pages.parts import launch

Serve = Callable[[bytes], int]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Return a function that starts a healthy server whose first page ends as it is told."""
    servers: list[HTTPServer] = []

    def started(said: bytes) -> int:
        class Answers(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                healthy = self.path == "/_stcore/health"
                self.send_response(200 if healthy else 503)
                self.end_headers()
                self.wfile.write(b"ok" if healthy else said)

            def log_message(self, *_: object) -> None:
                """Keep quiet."""

        servers.append(HTTPServer((launch.HOST, 0), Answers))
        threading.Thread(target=servers[-1].serve_forever, daemon=True).start()
        return int(servers[-1].server_port)

    yield started
    for server in servers:
        server.shutdown()
        server.server_close()


def test_a_first_page_that_is_still_at_work_is_no_fault(serve: Serve) -> None:
    # Streamlit answers so after a minute; ten million handoffs on a busy machine take longer.
    running = Mock(**{"poll.return_value": None})
    launch._wait_until_it_answers(running, serve(b"timeout"), patience=10, log=None)
    assert running.terminate.call_count == 0


def test_a_first_page_that_fails_is_told(serve: Serve) -> None:
    running = Mock(**{"poll.return_value": None})
    with pytest.raises(launch.LaunchError, match="first page fails"):
        launch._wait_until_it_answers(running, serve(b"error"), patience=10, log=None)
