"""From a CSV to facts in the store, every record accounted for; and back out by undo or export."""

from kpi.intake.alike import most_used, say_different, similar_parties
from kpi.intake.arrivals import LoadedWeek, Source, arrivals
from kpi.intake.calendar_cells import countries, region_names
from kpi.intake.check import check
from kpi.intake.dictionary import Entry, dictionary, headers, template
from kpi.intake.examine import Examination, examine
from kpi.intake.export import LAYOUTS, UnknownTableError, export_table
from kpi.intake.fields import Field
from kpi.intake.formats import FIELDS, KIND_NAMES, KINDS
from kpi.intake.ingest import UnreadableFileError, ingest
from kpi.intake.log import (
    LoadEntry,
    UnknownLoadError,
    has_sample,
    last_file_at,
    list_loads,
    read_report,
)
from kpi.intake.mapping import ColumnMapping, known_logs, mapping_of_toml, read_mapping
from kpi.intake.name_rules import EVER, NameChangeError, Term, told_term
from kpi.intake.names import (
    NameChange,
    list_name_changes,
    merge_parties,
    split_party,
    undo_change,
)
from kpi.intake.names_preview import Beside, Differing, MergePreview, preview_merge
from kpi.intake.names_told import told_preview
from kpi.intake.quality import Lacking, lacking
from kpi.intake.questions import Answer, Question, asked_once
from kpi.intake.reading import DateReading, Reading, RefusedError, Warning_
from kpi.intake.remembered import Remembered, forget_mapping, mapping_toml, remembered_mapping
from kpi.intake.report import (
    LISTED,
    AccountingError,
    ConflictCell,
    IgnoredRecord,
    LoadReport,
    Rejection,
)
from kpi.intake.undo import UndoReport, remove_sample, undo
from kpi.intake.unpack import Unpacked, unpack

EXPORTABLE = tuple(LAYOUTS)

__all__ = [
    "EVER",
    "EXPORTABLE",
    "FIELDS",
    "KINDS",
    "KIND_NAMES",
    "LISTED",
    "AccountingError",
    "Answer",
    "Beside",
    "ColumnMapping",
    "ConflictCell",
    "DateReading",
    "Differing",
    "Entry",
    "Examination",
    "Field",
    "IgnoredRecord",
    "Lacking",
    "LoadEntry",
    "LoadReport",
    "LoadedWeek",
    "MergePreview",
    "NameChange",
    "NameChangeError",
    "Question",
    "Reading",
    "RefusedError",
    "Rejection",
    "Remembered",
    "Source",
    "Term",
    "UndoReport",
    "UnknownLoadError",
    "UnknownTableError",
    "Unpacked",
    "UnreadableFileError",
    "Warning_",
    "arrivals",
    "asked_once",
    "check",
    "countries",
    "dictionary",
    "examine",
    "export_table",
    "forget_mapping",
    "has_sample",
    "headers",
    "ingest",
    "known_logs",
    "lacking",
    "last_file_at",
    "list_loads",
    "list_name_changes",
    "mapping_of_toml",
    "mapping_toml",
    "merge_parties",
    "most_used",
    "preview_merge",
    "read_mapping",
    "read_report",
    "region_names",
    "remembered_mapping",
    "remove_sample",
    "say_different",
    "similar_parties",
    "split_party",
    "template",
    "told_preview",
    "told_term",
    "undo",
    "undo_change",
    "unpack",
]
