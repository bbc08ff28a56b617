"""What Streamlit says by itself, in English only, and where: said anew by `page_language.js`.

A phrase is found as the whole of a text or of an accessible name, at its place alone, so that a
party called “Open” keeps its name. What cannot be said anew is listed in docs/accessibility.md.
"""

from __future__ import annotations

from collections.abc import Mapping

from kpi.words import N_

_TABLE_TOOLS = (
    N_("Show/hide columns"),
    N_("Search"),
    N_("Fullscreen"),
    N_("Close fullscreen"),
    N_("Add row"),
    N_("Delete row(s)"),
    N_("Clear selection"),
    N_("Previous Result"),
    N_("Next Result"),
    N_("Close Search"),
)
_DAY = (N_("Choose date"), N_("Clear date"))
_REFUSED_FILE = (N_("{name} files are not allowed."), N_("File must be {name} or smaller."))
# Streamlit shows a command below the second alone.
_SILENT = "Streamlit server is not responding. Are you connected to the internet?"
_STOPPED = (
    "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your"
    " terminal:"
)

# What readers are told instead, where Streamlit speaks of itself or a word has another meaning.
OTHERWISE: Mapping[str, str] = {
    "Open": N_("Open the list"),
    "Connecting": N_("Connection lost: looking for the dashboard…"),
    "streamlit run yourscript.py": "make run",
    _SILENT: N_("The dashboard does not answer. It may have been stopped, or the network fails."),
    _STOPPED: N_("The dashboard does not answer. If it was stopped, start it again:"),
}

# Selectors of Streamlit's places, each with its phrases; names in braces stand for any text.
PHRASES: Mapping[str, tuple[str, ...]] = {
    "[data-testid=stSkipToContent]": (N_("Skip to main content"),),
    "[data-testid=stHeader]": (
        N_("App pages"),
        N_("Main menu"),
        N_("{n} more"),
        N_("Expand sidebar"),
    ),
    "[data-testid=stSidebar]": (
        N_("Sidebar"),
        N_("App pages"),
        N_("Collapse sidebar"),
        N_("View {n} more"),
        N_("View less"),
    ),
    "[data-testid=stMainMenuPopover]": (
        N_("Main menu"),
        N_("Theme"),
        N_("System"),
        N_("Light"),
        N_("Dark"),
        N_("Print"),
        N_("Record screen"),
        N_("Stop recording"),
        N_("Made with Streamlit v"),
        N_("Copy version to clipboard"),
    ),
    "[data-testid=stTooltipIcon]": (N_("Help for {name}"), N_("Help")),
    "[data-testid=stTooltipContent], [data-testid=stTooltipErrorContent]": (
        *_TABLE_TOOLS,
        *_REFUSED_FILE,
        N_("Copy to clipboard"),
    ),
    "[data-testid=stSelectbox], [data-testid=stMultiSelect]": (
        "Open",
        N_("Clear value"),
        N_("Clear all"),
        N_("Selected values"),
        N_("Remove {name}"),
    ),
    "[data-testid=stSelectboxVirtualDropdown], [data-testid=stMultiSelectDropdown]": (
        N_("No results"),
        N_("Select all"),
        N_("Select {n} matches"),
        N_("Dismiss"),
        N_("Add: {name}"),
    ),
    "[data-testid=InputInstructions]": (
        N_("Press Enter to apply"),
        N_("Press Ctrl+Enter to apply"),
        N_("Press ⌘+Enter to apply"),
        N_("Press Enter to submit form"),
        N_("Press Ctrl+Enter to submit form"),
        N_("Press ⌘+Enter to submit form"),
    ),
    "[data-testid=stDateInput]": (
        *_DAY,
        N_("year, {name}"),
        N_("month, {name}"),
        N_("day, {name}"),
        N_("yyyy"),
        N_("mm"),
        N_("dd"),
    ),
    "[data-testid=stDateInputCalendar]": (
        *_DAY,
        N_("Choose date, {name}"),
        N_("Use arrow keys to navigate dates. Enter to select. Escape to close."),
        N_("Previous month"),
        N_("Next month"),
    ),
    "[data-testid=stNumberInput]": (
        N_("Increment"),
        N_("Decrement"),
        N_("Clear value"),
        N_("Number is below the allowed range."),
        N_("Number is above the allowed range."),
    ),
    "[data-testid=stFileUploader]": (
        N_("Add files"),
        N_("Remove {name}"),
        N_("Previous page"),
        N_("Next page"),
        *_REFUSED_FILE,
    ),
    "[data-testid=stElementToolbar], [data-testid=stDataFrameResizable]": (
        *_TABLE_TOOLS,
        N_("1 result"),
        N_("{n} results"),
    ),
    "[data-testid=stDataFrameColumnVisibilityMenu]": (N_("Select all"),),
    "[data-testid=stDataFrameColumnMenu]": (
        N_("Dataframe column menu"),
        N_("Copy column name"),
        N_("Sort ascending"),
        N_("Sort descending"),
        N_("Statistics"),
        N_("Format"),
        N_("Autosize"),
        N_("Pin column"),
        N_("Unpin column"),
        N_("Hide column"),
    ),
    "[data-testid=stStatusWidget]": ("Connecting",),
    "[data-testid=stSpinner]": (
        N_("(1 minute, {n} seconds)"),
        N_("({minutes} minutes, {n} seconds)"),
        N_("({n} seconds)"),
    ),
    "[data-testid=stColorPicker], [aria-label$='color picker']": (N_("{name} color picker"),),
    "[data-testid=stCode]": (N_("Copy to clipboard"), N_("Copied")),
    "[data-testid=stToastContainer]": (
        N_("Notifications"),
        N_("view more"),
        N_("view less"),
        N_("Close"),
    ),
    "[data-testid=stDialog]": (
        N_("Close"),
        N_("Connection error"),
        N_("Connection lost. Please wait for the app to reconnect, then try again."),
        _SILENT,
        _STOPPED,
        "streamlit run yourscript.py",
    ),
}
