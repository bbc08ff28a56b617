"""How counted rows become a number, in SQL."""

from __future__ import annotations

from kpi.measures.kpi import Kpi

LINK = "supplier, customer, service"


def value_sql(
    kpi: Kpi, *, counted: str = "counted", good: str = "good", value: str = "value"
) -> str:
    """Return the SQL aggregate of a KPI's value over rows with ``counted``, ``good``, ``value``.

    A percentile is interpolated linearly between its neighbours (Hyndman and Fan 1996, type 7).
    """
    shown = f"NOT {good}" if kpi.counting.shows_the_rest else good
    return {
        "share": f"count_if({shown}) / nullif(count_if({counted}), 0)",
        "percentile": f"quantile_cont({value}, {kpi.counting.quantile})",
        "mean": f"avg({value})",
        "rating": f"avg({value})",
        "snapshot": f"count_if(NOT {good})::DOUBLE",
    }[kpi.counting.kind]


def good_sql(kpi: Kpi, good: str = "good") -> str:
    """Return the SQL aggregate of the good ones, NULL where the KPI has none."""
    return f"count_if({good})" if kpi.counting.kind in ("share", "snapshot") else "NULL::BIGINT"


class Named:
    """Expressions, each once, under short names."""

    def __init__(self, stem: str) -> None:
        self.names: dict[str, str] = {}
        self._stem = stem

    def name(self, sql: str) -> str:
        """Return the name of an expression."""
        return self.names.setdefault(sql, f"{self._stem}{len(self.names)}")

    def sql(self) -> str:
        """Return all of them with their names, as a SELECT lists them."""
        return ", ".join(f"{sql} AS {name}" for sql, name in self.names.items())
