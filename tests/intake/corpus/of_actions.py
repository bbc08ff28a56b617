"""Lists of actions: what their rows must say, and what they are not taken for."""

# ruff: noqa: E501 - a case reads best as one line

from __future__ import annotations

from typing import Any

from tests.intake.corpus.case import Case, loads, on, refuses, table

ACTION = "action,supplier,customer,service,text,owner,opened_on,due_on,done_on,status,kpi,expected,rebase"


def action(number: int = 1, **cells: Any) -> dict[str, Any]:
    """Return the filled cells of an open action."""
    usual = {
        "action": f"AC-{number}",
        "supplier": "Compras",
        "customer": "Ventas",
        "text": "Segundo proveedor",
        "status": "open",
    }
    return {name: value for name, value in (usual | cells).items() if value is not None}


def does(*records: str, header: str = ACTION) -> str:
    """Write actions."""
    return table(*records, header=header)


DONE = action(status="done", done_on=on(2026, 3, 13))
CASES: tuple[Case, ...] = (
    loads("actions", does('AC-1,Compras,Ventas,herrajes,"Segundo proveedor, diario",Luis,2026-03-02,2026-03-20,2026-03-13,done,on_time_rate,95%,yes'),
          {2: action(service="herrajes", text="Segundo proveedor, diario", owner="Luis", opened_on=on(2026, 3, 2), due_on=on(2026, 3, 20), done_on=on(2026, 3, 13), status="done", kpi="on_time_rate", expected=0.95, rebase=True)},
          "the layout of the data dictionary", kind="actions"),
    loads("actions in Spanish", does("AC-1;Compras;Ventas;Segundo proveedor;Luis;20/03/2026;Pendiente", header="Folio;Proveedor;Cliente;Acción;Responsable;Fecha compromiso;Estatus"),
          {2: action(owner="Luis", due_on=on(2026, 3, 20))}, "the minutes of a Mexican meeting: the action is what will be done, its folio says which", kind="actions"),
    loads("a task list", does("AC-1,Compras,Ventas,Segundo proveedor,Luis,2026-03-20,In Progress", header="Task ID,Provider,Client,Description,Assigned to,Due Date,State"),
          {2: action(owner="Luis", due_on=on(2026, 3, 20))}, "English names for the same", kind="actions"),
    loads("an action done on no day", does("AC-1,Compras,Ventas,,Segundo proveedor,,,,,done,,,"), {}, "whether it worked cannot be told without the day",
          rejected=((2, "status", "missing"),), kind="actions"),
    loads("an action done, in a list without days", does("AC-1,Compras,Ventas,Segundo proveedor,hecha", header="Folio,Proveedor,Cliente,Acción,Estado"), {},
          "the same where the file has no such column", rejected=((2, "Estado", "missing"),), kind="actions"),
    loads("an open action with its end", does("AC-1,Compras,Ventas,,Segundo proveedor,,,,2026-03-13,open,,,"), {}, "both cannot be true, and which is is not ours to choose",
          rejected=((2, "done_on", "conflict"),), kind="actions"),
    loads("an action done before it was opened", does("AC-1,Compras,Ventas,,Segundo proveedor,,2026-03-14,,2026-03-13,done,,,"), {}, "it cannot be",
          rejected=((2, "done_on", "order"),), kind="actions"),
    loads("an action opened and done on a day", does("AC-1,Compras,Ventas,,Segundo proveedor,,2026-03-13,,2026-03-13,done,,,"), {2: DONE | {"opened_on": on(2026, 3, 13)}},
          "a quick one", kind="actions"),
    loads("an action dropped on no day", does("AC-1,Compras,Ventas,,Segundo proveedor,,,,,cancelada,,,"), {2: action(status="dropped")},
          "dropped is dropped; nothing is measured from then on", kind="actions"),
    loads("an action of unknown state", does("AC-1,Compras,Ventas,,Segundo proveedor,,,,,quizá,,,"), {}, "none of the three", rejected=((2, "status", "implausible"),), kind="actions"),
    loads("a share expected as a bare number", does("AC-1,Compras,Ventas,,Segundo proveedor,,,,,open,on_time_rate,95,"), {}, "95 of what: a share is 0.95 or 95%",
          rejected=((2, "expected", "target"),), kind="actions"),
    loads("hours expected", does("AC-1,Compras,Ventas,,Segundo proveedor,,,,,open,lead_time_p90,72,"), {2: action(kpi="lead_time_p90", expected=72.0)},
          "a lead time is expected in hours", kind="actions"),
    loads("something expected of nothing", does("AC-1,Compras,Ventas,,Segundo proveedor,,,,,open,,95%,"), {}, "a value without its KPI says nothing",
          rejected=((2, "expected", "target"),), kind="actions"),
    loads("an action of nobody's link", does("AC-1,Compras,,,Segundo proveedor,,,,,open,,,"), {}, "whose link it is about is required", rejected=((2, "customer", "missing"),), kind="actions"),
    loads("an action to do nothing", does("AC-1,Compras,Ventas,,,,,,,open,,,"), {}, "what is to be done is required", rejected=((2, "text", "missing"),), kind="actions"),
    loads("an action that is a formula", does("AC-1,Compras,Ventas,,=1+1,@Luis,,,,open,,,"), {2: action(text="=1+1", owner="@Luis")}, "text is text", kind="actions"),
    loads("an action twice", does("AC-1,Compras,Ventas,,Segundo proveedor,,,,,open,,,", "AC-1,Compras,Ventas,,Segundo proveedor,,,,,open,,,", "AC-1,Compras,Ventas,,Otro,,,,,open,,,"),
          {2: action()}, "a copy is ignored, another truth is not chosen", ignored=((3, "duplicate"),), rejected=((4, "action", "conflict"),), kind="actions"),
    loads("an action done in the next list", does("AC-1,Compras,Ventas,,Segundo proveedor,,,,2026-03-13,done,,,"),
          {(1, 2): action(), (2, 2): DONE}, "the later load of a key is shown, the earlier kept as its history",
          before=(does("AC-1,Compras,Ventas,,Segundo proveedor,,,,,open,,,").encode(),), kind="actions"),
    refuses("actions without their links", does("AC-1,Segundo proveedor,Luis,Pendiente", header="Folio,Acción,Responsable,Estatus"), "No column for supplier, customer was found",
            "an action is about a link; which one is asked, not guessed"),
)  # fmt: skip
