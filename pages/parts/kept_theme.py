"""What each run tells the browser of the theme is written once, not with each run.

Streamlit looks through all of its options and writes the theme anew whenever a run begins: a sixth
of all that the server does for an empty page. A theme changes where a company chooses its accent.
"""

from __future__ import annotations

from collections.abc import Callable

from streamlit import config
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

Write = Callable[..., None]


class _Kept:
    """Writes a section of the theme, as Streamlit wrote it the last time."""

    def __init__(self, write: Write) -> None:
        self._write = write
        self._sections: dict[str, CustomThemeConfig] = {}

    def __call__(self, theme: CustomThemeConfig, section: str = "theme") -> None:
        """Write a section into the theme that is told; what it says of nothing stays unsaid."""
        sections = self._sections
        if section not in sections:
            made = CustomThemeConfig()
            self._write(made, section)
            # Where it changes meanwhile, this goes to the sections that are left behind.
            sections[section] = made
        if sections[section].ByteSize():
            theme.MergeFrom(sections[section])

    def forget(self) -> None:
        """Have all sections written anew."""
        self._sections = {}


def keep() -> None:
    """Keep the theme as it is told, until `changed`."""
    write = getattr(app_session, "_populate_theme_msg", None)
    if write is not None and not isinstance(write, _Kept):
        kept = _Kept(write)
        app_session._populate_theme_msg = kept  # type: ignore[assignment]
        config.on_config_parsed(kept.forget, force_connect=True)


def changed() -> None:
    """Tell that an option of the theme has changed."""
    kept = getattr(app_session, "_populate_theme_msg", None)
    if isinstance(kept, _Kept):
        kept.forget()
