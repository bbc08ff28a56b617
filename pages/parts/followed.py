"""The link of ours that was clicked: one listener hears all panels of the page."""

from __future__ import annotations

import streamlit as st

# Each element that listens costs as much as a field of a form, with each run of the page.
_listen = st.components.v2.component(
    "eslabon_followed",
    html="<span></span>",
    js="""
// Panels and drawings say which of their links was clicked; the server opens it without a reload.
export default function ({ setTriggerValue }) {
  const open = ({ detail }) => setTriggerValue("went", detail);
  document.addEventListener("eslabon-open", open);
  return () => document.removeEventListener("eslabon-open", open);
}
""",
)


def link() -> str | None:
    """Return the relative address of the link that was just clicked, None where none was."""
    went = _listen(key="links of the page", on_went_change=lambda: None).went
    return str(went) if went else None
