"""The clock inside of the server: when a request arrives, and when its answer is written.

A server that starts with this folder's `sitecustomize` on its path notes both, beside its own work
and of any program alike, and tells a file once all is quiet.
"""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path
from typing import Any

FILE = "BENCH_STAMPS"
# A shorter message is no request of a page: the browser answers pings.
SHORT = 64  # bytes
CONTROL = 8  # from this kind on a frame is no message but a ping, its answer or a goodbye
QUIET = 0.2  # seconds after which what was noted is told
_BEGIN = "from bench import stamps\n\nstamps.install()\n"


def surroundings(folder: Path, stamps: Path) -> dict[str, str]:
    """Return the environment in which a server notes its requests and answers.

    Parameters
    ----------
    folder : Path
        Holds what Python runs first; made here.
    stamps : Path
        The file that is written.
    """
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(_BEGIN, encoding="utf-8")
    places = [str(folder), str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH", "")]
    return {FILE: str(stamps), "PYTHONPATH": os.pathsep.join(filter(None, places))}


def install() -> None:
    """Note requests and answers in the file that the environment names; without it do nothing."""
    path = os.environ.pop(FILE, None)
    if path is None:
        return
    from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

    noted: list[str] = []
    made, received = (
        WebSocketsSansIOProtocol.connection_made,
        WebSocketsSansIOProtocol.data_received,
    )

    def tell() -> None:
        with open(path, "a", encoding="ascii") as file:
            file.writelines(noted)
        noted.clear()

    def note(what: str, at: float, data: bytes) -> None:
        if not noted:
            asyncio.get_running_loop().call_later(QUIET, tell)
        noted.append(f"{what} {at} {len(data)}\n")

    def connection_made(self: WebSocketsSansIOProtocol, transport: Any) -> None:
        write = transport.write

        def written(data: bytes) -> None:
            write(data)
            if data and data[0] & 0x0F < CONTROL:
                note("written", time.time(), data)

        transport.write = written
        made(self, transport)

    def data_received(self: WebSocketsSansIOProtocol, data: bytes) -> None:
        note("asked", time.time(), data)
        received(self, data)

    WebSocketsSansIOProtocol.connection_made = connection_made  # type: ignore[method-assign]
    WebSocketsSansIOProtocol.data_received = data_received  # type: ignore[method-assign]


def between(stamps: Path, begin: float, end: float) -> tuple[float, int, int]:
    """Return how long the server took for the first request of a while, by its own clock.

    Parameters
    ----------
    stamps : Path
        The file that the server wrote.
    begin, end : float
        The while, in seconds of the machine's clock.

    Returns
    -------
    tuple
        Milliseconds from the request to the last word of the answer, its messages and its bytes.
    """
    rows = (line.split() for line in stamps.read_text(encoding="ascii").splitlines())
    found = [(what, float(at), int(size)) for what, at, size in rows if begin <= float(at) <= end]
    asked = next(at for what, at, size in found if what == "asked" and size > SHORT)
    answer = [(at, size) for what, at, size in found if what == "written" and at >= asked]
    return 1000 * (answer[-1][0] - asked), len(answer), sum(size for _, size in answer)
