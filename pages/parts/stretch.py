"""What a stretch of a page is made of: what was sent of it, and what its fields answered."""

from __future__ import annotations

from typing import Any, NamedTuple

from streamlit import runtime
from streamlit.proto.Dataframe_pb2 import Dataframe as DataframeProto
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.forward_msg_cache import create_reference_msg, populate_hash_if_needed
from streamlit.runtime.media_file_manager import DeferredCallableEntry
from streamlit.runtime.state.common import WidgetMetadata

# What may be sent again to anybody: what keeps no file for a session, unless one yet to be made.
ELEMENTS = frozenset(
    {"alert", "bidi_component", "button", "button_group", "color_picker", "dataframe", "heading"}
    | {"date_input", "file_uploader", "html", "markdown", "multiselect", "plotly_chart"}
    | {"selectbox", "slider", "space", "text_input"}
)
BLOCKS = frozenset({"column", "expandable", "flex_container", "form", "popover"})
# Components of ours that tell the server nothing: it need not know of them.
SILENT = frozenset(
    {"eslabon_language", "eslabon_panel", "eslabon_small_chain", "eslabon_take_away"}
)


READ_ONLY = DataframeProto.EditingMode.READ_ONLY


class Sent(NamedTuple):
    """A message of a stretch.

    Parameters
    ----------
    message : ForwardMsg
        As it was sent.
    name : ForwardMsg, optional
        What names it to a browser that has it.
    file : mapping, optional
        What it offers, as Streamlit keeps it until somebody asks for it.
    """

    message: ForwardMsg
    name: ForwardMsg | None
    file: DeferredCallableEntry | None


class Heard(NamedTuple):
    """A field or button of a stretch.

    Parameters
    ----------
    field : WidgetMetadata
        How Streamlit knows it.
    key : str, optional
        What the page calls it.
    value : object
        What it answered.
    told, changed : bool
        Whether the stretch told it so, and whether the browser has yet to hear of it.
    """

    field: WidgetMetadata[Any]
    key: str | None
    value: object
    told: bool
    changed: bool


class Stretch(NamedTuple):
    """A stretch as it was drawn.

    Parameters
    ----------
    sent, heard : tuple
        Its messages and its fields, in their order.
    above : tuple of int
        The path of what it stands in.
    first, places : int
        Where in it the stretch begins, and how many places it takes.
    names : frozenset of str
        The names that Streamlit keeps of it.
    """

    sent: tuple[Sent, ...]
    heard: tuple[Heard, ...]
    above: tuple[int, ...]
    first: int
    places: int
    names: frozenset[str]

    def standing(
        self, above: tuple[int, ...], first: int, known: frozenset[str]
    ) -> list[ForwardMsg]:
        """Return its messages where it stands now, for a browser that knows some by their names.

        They are not to be changed: where it stands as it stood, every run sends the same.
        """
        is_there = (above, first) == (self.above, self.first)
        found = []
        for one in self.sent:
            message = one.message
            if one.name is not None and message.hash in known:
                message = one.name
            if not is_there:
                message = self._moved(message, above, first)
            found.append(message if one.file is None else _with_a_file(message, one.file))
        return found

    def _moved(self, message: ForwardMsg, above: tuple[int, ...], first: int) -> ForwardMsg:
        moved = _copy(message)
        at, *below = message.metadata.delta_path[len(self.above) :]
        moved.metadata.delta_path[:] = (*above, at - self.first + first, *below)
        return moved


def sent_again(message: ForwardMsg) -> Sent:
    """Return what to send in the place of a message that was sent."""
    kept = _copy(message)
    return Sent(kept, create_reference_msg(kept) if kept.metadata.cacheable else None, _file(kept))


def _copy(message: ForwardMsg) -> ForwardMsg:
    copied = ForwardMsg()
    copied.CopyFrom(message)
    return copied


def _file(message: ForwardMsg) -> DeferredCallableEntry | None:
    """Return the file of a download that is made when it is asked for, as Streamlit keeps it."""
    name = message.delta.new_element.download_button.deferred_file_id
    files = getattr(runtime.get_instance().media_file_mgr, "_deferred_callables", {})
    found: DeferredCallableEntry | None = files.get(name)
    return found


def _with_a_file(message: ForwardMsg, file: DeferredCallableEntry) -> ForwardMsg:
    """Return a download that offers this reader the file; each reader has one of their own."""
    offered = _copy(message)
    offered.delta.new_element.download_button.deferred_file_id = (
        runtime.get_instance().media_file_mgr.add_deferred(
            file["callable"],
            file["mimetype"],
            str(list(offered.metadata.delta_path)),
            file["filename"],
            element_id=file["element_id"],
        )
    )
    offered.hash = ""
    populate_hash_if_needed(offered)
    return offered


def may_be_kept(message: ForwardMsg) -> bool:
    """Tell whether a message may be sent again to anybody."""
    kind = message.delta.WhichOneof("type") if message.HasField("delta") else None
    if kind == "add_block":
        return message.delta.add_block.WhichOneof("type") in BLOCKS
    element = message.delta.new_element
    if kind == "new_element" and element.HasField("download_button"):
        return _file(message) is not None
    if kind != "new_element" or element.WhichOneof("type") not in ELEMENTS:
        return False
    # A table to look at may hold its rows back for the session; one to write in never does.
    return not element.HasField("dataframe") or element.dataframe.editing_mode != READ_ONLY


def silent_name(message: ForwardMsg) -> str | None:
    """Return the name of a component that tells the server nothing, None for all else."""
    component = message.delta.new_element.bidi_component
    return component.id if component.component_name in SILENT else None


def are_alike(one: object, other: object) -> bool:
    """Tell whether two answers of a field are the same."""
    try:
        return bool(one == other)
    except ValueError:  # tables compare cell by cell
        return False
