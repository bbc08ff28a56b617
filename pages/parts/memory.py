"""Remember answers that many readers ask for: each is made once, and memory stays bounded."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Set
from concurrent.futures import Future
from dataclasses import fields, is_dataclass
from typing import Any

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg


def one(_answer: Any) -> int:
    """Weigh every answer alike."""
    return 1


def weight(answer: Any) -> int:
    """Weigh what a page shows by the length of its texts and messages, and each part as one more.

    >>> weight(("four", {"five5": b"six666"}, None))
    21
    """
    if isinstance(answer, (str, bytes)):
        return 1 + len(answer)
    if isinstance(answer, ForwardMsg):
        return 1 + int(answer.ByteSize())
    parts = [part for pair in answer.items() for part in pair] if isinstance(answer, dict) else ()
    parts = answer if isinstance(answer, (tuple, list)) else parts
    return 1 + sum(map(weight, parts))


def hashable(part: object) -> Hashable:
    """Return what stands for a part of a question: itself, or the parts of what holds several.

    Raises
    ------
    TypeError
        If it is anything else, such as a table: two of them are not told apart for sure.

    Examples
    --------
    >>> hashable(["on_time_rate", {"weeks": [4, 13]}])
    ('on_time_rate', (('weeks', (4, 13)),))
    """
    if isinstance(part, (list, tuple)):
        return tuple(map(hashable, part))
    if isinstance(part, Mapping):
        return tuple((key, hashable(value)) for key, value in part.items())
    if isinstance(part, Set):
        return frozenset(part)
    try:
        hash(part)
    except TypeError:
        if is_dataclass(part):
            return type(part), *(hashable(getattr(part, one.name)) for one in fields(part))
        what = f"a {type(part).__name__} cannot be part of a question: give what it was made from"
        raise TypeError(what) from None
    return part


class Memory:
    """What was answered, by its question; the questions not asked for longest are forgotten.

    A page asks up to thousands of questions in a run; see docs/benchmarks.md, “Switching pages”.

    Parameters
    ----------
    most : int
        What all remembered answers may weigh together.
    weight : callable
        What an answer weighs; by default each weighs 1.

    Examples
    --------
    >>> memory = Memory(most=2)
    >>> [memory.ask(asked, lambda: asked.upper()) for asked in ("a", "b", "a", "c")]
    ['A', 'B', 'A', 'C']
    >>> memory.ask("a", lambda: "still known"), memory.ask("b", lambda: "made anew")
    ('A', 'made anew')
    """

    def __init__(self, most: int, weight: Callable[[Any], int] = one) -> None:
        self._most, self._weight = most, weight
        self._kept: OrderedDict[Hashable, Future[Any]] = OrderedDict()
        self._weights: dict[Hashable, int] = {}
        self._lock = threading.Lock()

    def ask(self, question: Hashable, make: Callable[[], Any]) -> Any:
        """Return the answer, made now where nobody knows it; whoever asks meanwhile waits for it.

        What `make` raises reaches the one for whom it ran; those who wait make it themselves.
        """
        while True:
            with self._lock:
                known = self._kept.get(question)
                if known is None:
                    mine = self._kept[question] = Future()
                    break
                self._kept.move_to_end(question)
            try:
                return known.result()
            except BaseException:
                if not known.done():  # this thread is asked to stop while it waits
                    raise
        return self._made(question, make, mine)

    def __len__(self) -> int:
        return len(self._kept)

    def forget(self, is_old: Callable[[Any], bool] = lambda _: True) -> None:
        """Forget the answers to old questions; by default all of them."""
        with self._lock:
            for question in [asked for asked in self._kept if is_old(asked)]:
                self._drop(question)

    def _made(self, question: Hashable, make: Callable[[], Any], mine: Future[Any]) -> Any:
        try:
            answer = make()
        except BaseException as fault:
            with self._lock:
                if self._kept.get(question) is mine:
                    self._drop(question)
            mine.set_exception(fault)
            raise
        mine.set_result(answer)
        with self._lock:
            if self._kept.get(question) is mine:
                self._weights[question] = self._weight(answer)
                self._kept.move_to_end(question)
                self._make_room()
        return answer

    def _make_room(self) -> None:
        # Only what is answered has a weight: what is being made is never dropped.
        together = sum(self._weights.values())
        for question in list(self._kept):
            if together <= self._most:
                return
            together -= self._weights.get(question, 0)
            if question in self._weights:
                self._drop(question)

    def _drop(self, question: Hashable) -> None:
        del self._kept[question]
        self._weights.pop(question, None)
