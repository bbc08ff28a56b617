"""What a run of a page sends reaches the browser at once: Streamlit's own server, without a socket.

The server, its loop and the thread of the script are the real ones; only the browser is a list.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeVar

import pytest
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.runtime import Runtime, RuntimeConfig
from streamlit.testing.v1 import AppTest
from uvicorn import Config
from uvicorn.protocols.websockets.auto import AutoWebSocketsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState

from pages.parts import at_once

Answer = TypeVar("Answer")

pytestmark = pytest.mark.usefixtures("own_store")

SOON = 10.0  # seconds
# Each run draws its stretch, the second sends it again; then it looks at what the browser has.
PAGE = """
import streamlit as st
from pages.parts import at_once, session
from pages.parts.ready import ready
from tests.pages import test_at_once

def stretch():
    with st.container(key="place"):
        for word in ("one", "two", "three"):
            st.markdown(word)
    test_at_once.drawn.append("stretch")

session.begin()
at_once.wait_for_the_end()
st.markdown("before")
ready("stretch", stretch)
st.markdown("after")
for look in test_at_once.looks:
    look()
"""
drawn: list[str] = []
looks: list[Callable[[], None]] = []
sessions: list[AppSession] = []
# How the messages of each run went out, gathered or not, and how the next ones would.
ways: list[tuple[set[int], int]] = []
# Whether the messages of each run went out one by one, by the task of the server.
one_by_one: list[set[bool]] = []


class _Browser:
    """Hears what a session sends."""

    client_context = None

    def __init__(self, line: socket.socket) -> None:
        self.heard: list[ForwardMsg] = []
        self.ended = asyncio.Event()
        self.line, self.gathered, self.one_by_one = line, list[int](), set[bool]()
        # As the server's own client has it: a guard below looks at the server.
        self._websocket = SimpleNamespace(_receive=_Protocol(line).receive)

    def write_forward_msg(self, message: ForwardMsg) -> None:
        self.heard.append(message)
        self.gathered.append(_gathers(self.line))
        self.one_by_one.add(asyncio.current_task() is not None)
        if message.WhichOneof("type") == "script_finished":
            self.ended.set()


class _Protocol:
    def __init__(self, line: socket.socket) -> None:
        self.transport = SimpleNamespace(get_extra_info={"socket": line}.get)

    def receive(self) -> None:
        """Only whose it is matters."""


def _gathers(line: socket.socket) -> int:
    return line.getsockopt(socket.IPPROTO_TCP, socket.TCP_CORK) if at_once._GATHER else 0


def _runs(folder: Path, number: int, look: Callable[[list[ForwardMsg]], None]) -> list[list[bytes]]:
    """Run a page so often in one session, and return what stands on it after each run.

    Towards the end of each, once all that is to be sent by then is sent, `look` sees it.
    """
    page = folder / "page.py"
    page.write_text(PAGE, encoding="utf-8")
    return _in_a_loop(_served(page, number, look))


def _in_a_loop(work: Coroutine[Any, Any, Answer]) -> Answer:
    """Do it in a thread of its own: a browser that another test drives keeps a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


async def _served(
    page: Path, number: int, look: Callable[[list[ForwardMsg]], None]
) -> list[list[bytes]]:
    loop, found, line = asyncio.get_running_loop(), [], socket.socket()
    server = Runtime(
        RuntimeConfig(
            str(page), MemoryMediaFileStorage("/media"), MemoryUploadedFileManager("/upload")
        )
    )
    try:
        await server.start()
        browser = _Browser(line)
        name = server.connect_session(browser, {})
        sender = server._session_mgr.list_active_sessions()[0].session

        async def quiet() -> None:
            """Let the loop send what it would send."""
            for _ in range(30):
                await asyncio.sleep(0.001)

        def ending() -> None:
            sessions[:] = [sender]
            asyncio.run_coroutine_threadsafe(quiet(), loop).result(SOON)
            look(list(browser.heard))

        looks.append(ending)
        for _ in range(number):
            browser.heard.clear()
            browser.gathered.clear()
            browser.one_by_one = set()
            browser.ended.clear()
            sender.request_rerun(ClientState())
            await asyncio.wait_for(browser.ended.wait(), SOON)
            await quiet()
            ways.append((set(browser.gathered), _gathers(line)))
            one_by_one.append(browser.one_by_one)
            found.append(
                [one.SerializeToString() for one in browser.heard if one.HasField("delta")]
            )
        server.close_session(name)
        server.stop()
        await asyncio.wait_for(server.stopped, SOON)
    finally:
        line.close()
        looks.clear()
        Runtime._instance = None
    return found


def test_the_browser_hears_nothing_of_a_short_run_before_it_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    monkeypatch.setattr(at_once, "PATIENCE", SOON)
    _runs(tmp_path, 3, lambda heard: seen.append(len(heard)))
    # The first run began before anybody asked the session to wait.
    assert seen[0] > 0
    assert seen[1:] == [0, 0]


def test_a_long_run_is_heard_of_while_it_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[list[ForwardMsg]] = []
    monkeypatch.setattr(at_once, "PATIENCE", 0.001)
    _runs(tmp_path, 2, seen.append)
    # The beginning, and the five elements with their place, on both runs.
    for heard in seen:
        kinds = [one.WhichOneof("type") for one in heard]
        assert (kinds.count("new_session"), kinds.count("delta")) == (1, 6)


def test_what_is_handed_over_in_one_go_arrives_as_it_was_drawn_and_in_its_order(
    tmp_path: Path,
) -> None:
    drawn.clear()
    first, *later = _runs(tmp_path, 3, lambda _heard: None)
    assert drawn == ["stretch"]
    assert len(first) == 6
    assert later == [first, first]


def test_a_short_run_is_sent_in_one_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one_by_one.clear()
    monkeypatch.setattr(at_once, "PATIENCE", SOON)
    _runs(tmp_path, 2, lambda _heard: None)
    assert one_by_one[1:] == [{False}]


def test_a_run_of_more_than_the_server_lets_wait_is_sent_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_by_one.clear()
    monkeypatch.setattr(at_once, "PATIENCE", SOON)
    # The six elements, and what tells of the beginning and the end: two messages each.
    monkeypatch.setattr(at_once, "MOST", 9)
    first, second = _runs(tmp_path, 2, lambda _heard: None)
    assert one_by_one[1:] == [{True}]
    assert second == first


def test_what_the_server_is_sending_goes_out_before_the_end_of_a_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def begins_to_send(_heard: list[ForwardMsg]) -> None:
        waiting = sessions[0]._message_enqueued_callback
        if isinstance(waiting, at_once._Waiting):
            waiting.taken()

    one_by_one.clear()
    monkeypatch.setattr(at_once, "PATIENCE", SOON)
    _runs(tmp_path, 2, begins_to_send)
    assert one_by_one[1:] == [{True}]


@pytest.mark.skipif(at_once._GATHER is None, reason="this system does not gather what is sent")
def test_a_short_run_goes_over_the_network_as_a_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ways.clear()
    monkeypatch.setattr(at_once, "PATIENCE", SOON)
    _runs(tmp_path, 3, lambda _heard: None)
    assert ways[1:] == [({1}, 0), ({1}, 0)]


def test_the_server_lets_the_socket_to_the_browser_be_known() -> None:
    """As `_Browser` has it: what the web application receives by is a method of its protocol."""

    async def protocol() -> WebSocketsSansIOProtocol:
        config = Config(lambda *_asked: None, lifespan="off")
        return WebSocketsSansIOProtocol(config, server_state=ServerState(), app_state={})

    found = _in_a_loop(protocol())
    assert AutoWebSocketsProtocol is WebSocketsSansIOProtocol
    assert getattr(found.receive, "__self__", None) is found
    assert "transport" in vars(found)


def test_a_page_without_a_server_sends_as_streamlit_does() -> None:
    drawn.clear()
    page = AppTest.from_string(PAGE).run()
    assert [text.value for text in page.run().markdown] == [
        "before",
        "one",
        "two",
        "three",
        "after",
    ]
    assert drawn == ["stretch"]
