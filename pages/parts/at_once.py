"""What a run of a page sends reaches the browser at once, not in two halves.

Streamlit sends what there is as soon as a run begins, and then waits five milliseconds before it
sends more. A browser that hears of the beginning takes down the page before: on a small machine
that is time which the page to come would need. It also waits for its turn between any two messages.
See docs/benchmarks.md, “Switching pages”.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Sequence
from contextlib import suppress
from weakref import ref

from streamlit import runtime
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.app_session import AppSession, AppSessionState
from streamlit.runtime.scriptrunner import (
    ScriptRunner,
    get_script_run_ctx,
)
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext
from streamlit.runtime.session_manager import ActiveSessionInfo, SessionClientDisconnectedError

# Seconds that the beginning of a run waits for its end; a page made anew is seen as it grows.
PATIENCE = 0.02
# The server lets so many messages wait for a browser, and twice as many close the line.
MOST = 250
# What tells the network to gather what is sent; not every system knows it.
_GATHER: int | None = getattr(socket, "TCP_CORK", None)


def wait_for_the_end() -> None:
    """Have what this session sends wait for the end of its run, for a moment at most."""
    context = get_script_run_ctx(suppress_warning=True)
    session = _session(context) if context is not None else None
    tell = session and session._message_enqueued_callback
    if session and tell and not isinstance(tell, _Waiting):
        waiting = _Waiting(session, tell)
        session._message_enqueued_callback = waiting
        session.flush_browser_queue = waiting.taken  # type: ignore[method-assign]
        session.on_flushed_messages_sent = waiting.sent  # type: ignore[method-assign]


def hand_over(context: ScriptRunContext, messages: Sequence[ForwardMsg]) -> None:
    """Hand messages, which are complete, to a run's session: all in one go, as each one by itself.

    Parameters
    ----------
    context : ScriptRunContext
        The run that shows them.
    messages : sequence of ForwardMsg
        Nothing in them is changed: other runs may be sending the same.
    """
    session, runner = _session(context), getattr(context._enqueue, "__self__", None)
    if session is None or not isinstance(runner, ScriptRunner) or "enqueue" in vars(context):
        for message in messages:
            context.enqueue(message)
        return
    context.yield_check()
    if not messages:
        return

    def take() -> None:
        if runner is session._scriptrunner:  # else another run has taken its place
            for message in messages[:-1]:
                session._browser_queue.enqueue(message)
            session._enqueue_forward_msg(messages[-1])

    session._call_soon_on_event_loop(take)


class _Waiting:
    """Tells the server that a session has something to send, once its run ended or takes long."""

    def __init__(self, session: AppSession, tell: Callable[[], None]) -> None:
        # A session that has ended is let go of.
        self._session, self._tell = ref(session), tell
        self._later: asyncio.TimerHandle | None = None
        self._ends = self._is_sending = False

    def __call__(self) -> None:
        """Hear that there is something to send."""
        session, loop = self._session(), asyncio.get_running_loop()
        if session is not None and session._state is AppSessionState.APP_IS_RUNNING:
            if self._later is None:
                self._later = loop.call_later(PATIENCE, self._tell)
            elif loop.time() >= self._later.when():
                self._tell()
        elif self._later is not None:
            self._later.cancel()
            self._later, self._ends = None, True
            # What tells of the end says two things, one after the other.
            loop.call_soon(self._end)
        elif not self._ends:
            self._tell()

    def taken(self) -> list[ForwardMsg]:
        """Return what is to be sent, and note that the server is about it."""
        session = self._session()
        self._is_sending = True
        return AppSession.flush_browser_queue(session) if session is not None else []

    def sent(self) -> None:
        """Hear that all of it was sent."""
        session = self._session()
        self._is_sending = False
        if session is not None:
            AppSession.on_flushed_messages_sent(session)

    def _end(self) -> None:
        """Send what there is, as the server would: it would wait between any two messages."""
        session, self._ends = self._session(), False
        found = _active(session.id) if session is not None else None
        if not session or not found or self._is_sending or len(session._browser_queue) > MOST:
            self._tell()
            return
        line = _gathered(session)
        for message in AppSession.flush_browser_queue(session):
            try:
                runtime.get_instance()._send_message(found, message)
            except SessionClientDisconnectedError:
                runtime.get_instance().disconnect_session(session.id, client=found.client)
        AppSession.on_flushed_messages_sent(session)
        if line is not None:
            # After the server's own turn, in which it writes all of them.
            asyncio.get_running_loop().call_soon(_let_go, line)


def _gathered(session: AppSession) -> socket.socket | None:
    """Have the network send the page as a whole: its first words would set the browser off."""
    line = _line(session) if _GATHER is not None else None
    return line if line is not None and _set(line, 1) else None


def _let_go(line: socket.socket) -> None:
    _set(line, 0)


def _set(line: socket.socket, value: int) -> bool:
    with suppress(OSError):  # the browser has gone
        line.setsockopt(socket.IPPROTO_TCP, _GATHER or 0, value)
        return True
    return False


def _session(context: ScriptRunContext) -> AppSession | None:
    """Return the session of a run, None where it has none that sends: in a test of a page."""
    found = _active(context.session_id)
    session = found and found.session
    return session if isinstance(session, AppSession) else None


def _active(session: str) -> ActiveSessionInfo | None:
    server = runtime.get_instance() if runtime.exists() else None
    sessions = getattr(server, "_session_mgr", None)
    found: ActiveSessionInfo | None = sessions and sessions.get_active_session_info(session)
    return found


def _line(session: AppSession) -> socket.socket | None:
    """Return the socket to the browser of a session, where the server lets it be known."""
    found = _active(session.id)
    web = getattr(found and found.client, "_websocket", None)
    server = getattr(getattr(web, "_receive", None), "__self__", None)
    transport = getattr(server, "transport", None)
    line: socket.socket | None = transport and transport.get_extra_info("socket")
    return line
