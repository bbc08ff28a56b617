"""A log in the shape of ServiceNow's incident audit log, its groups made up.

So small that every number which a page shows of it can be counted by hand; `tests/intake/twins.py`
has larger ones.
"""

from __future__ import annotations

import csv
import io
from typing import NamedTuple

# The 36 columns of the export, in its order.
HEADER = (
    "number,incident_state,active,reassignment_count,reopen_count,sys_mod_count,made_sla,caller_id,"
    "opened_by,opened_at,sys_created_by,sys_created_at,sys_updated_by,sys_updated_at,contact_type,"
    "location,category,subcategory,u_symptom,cmdb_ci,impact,urgency,priority,assignment_group,"
    "assigned_to,knowledge,u_priority_confirmation,notify,problem_id,rfc,vendor,caused_by,"
    "closed_code,resolved_by,resolved_at,closed_at"
)


class Incident(NamedTuple):
    """A case: when it was opened, who held it when, and how it ended."""

    number: str
    opened_at: str
    held: tuple[tuple[str, str], ...]
    made_sla: bool
    resolved_at: str = "?"
    closed_at: str = "?"


INCIDENTS = (
    # Two handoffs: the desk gives it to the network team, which owes it to the customer.
    Incident(
        "INC0000001",
        "29/2/2016 09:00",
        (("Mesa", "29/2/2016 09:05"), ("Redes", "1/3/2016 11:00")),
        True,
        "2/3/2016 10:00",
        "7/3/2016 10:00",
    ),
    # Three: it comes straight back to the desk.
    Incident(
        "INC0000002",
        "1/3/2016 08:30",
        (("Mesa", "1/3/2016 08:35"), ("Redes", "1/3/2016 12:00"), ("Mesa", "3/3/2016 09:00")),
        False,
        "3/3/2016 16:00",
        "8/3/2016 16:00",
    ),
    # One, still open; the change to an unknown group is ignored and counted.
    Incident(
        "INC0000003",
        "13/3/2016 10:00",
        (("Mesa", "13/3/2016 10:05"), ("?", "13/3/2016 11:00")),
        True,
    ),
)
RECORDS = sum(len(incident.held) for incident in INCIDENTS)  # 2 + 3 + 2
IGNORED = 1
# Between groups: Mesa → Redes twice, Redes → Mesa once; then one end for each case.
BETWEEN_GROUPS = 3
HANDOFFS = BETWEEN_GROUPS + len(INCIDENTS)


def servicenow_log() -> bytes:
    """Return the log as the bytes of a CSV file."""
    text = io.StringIO()
    writer = csv.DictWriter(text, HEADER.split(","), restval="?")
    writer.writeheader()
    for incident in INCIDENTS:
        for number, (group, at) in enumerate(incident.held):
            writer.writerow(
                {
                    "number": incident.number,
                    "incident_state": "Active" if number else "New",
                    "active": "true",
                    "made_sla": str(incident.made_sla).lower(),
                    "opened_at": incident.opened_at,
                    "sys_updated_at": at,
                    "assignment_group": group,
                    "resolved_at": incident.resolved_at,
                    "closed_at": incident.closed_at,
                }
            )
    return text.getvalue().encode()
