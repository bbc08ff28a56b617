"""The promise to the customers outside, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass

from kpi.measures.periods import Week


@dataclass(frozen=True)
class CustomerPromise:
    """The promise to one customer: the cases whose last end is a handoff to it.

    Parameters
    ----------
    customer : str
        Its name; empty for the one unnamed customer of event logs.
    kept, cases : int
        Cases kept, and cases counted (kept or broken).
    target : float or None
        Its ``promise_target``, a share.
    verdict : str
        By the rule of all verdicts; the customers' tests are a family of their own.
    p_value, low, high : float or None
        Exact one-sided p-value against the target, and the interval of the rate.
    within_chance : bool
        Kept, but below target: never to be shown as plainly green.
    external : bool
        False where no external customer is known for these cases: the receiver of the last handoff
        stands for it, and is never judged.
    """

    customer: str
    kept: int
    cases: int
    target: float | None
    verdict: str
    p_value: float | None
    low: float | None
    high: float | None
    within_chance: bool = False
    external: bool = True

    @property
    def rate(self) -> float | None:
        """Kept of counted, None without cases."""
        return self.kept / self.cases if self.cases else None


@dataclass(frozen=True)
class Promise:
    """The promise outside in one window: its cases are kept or broken; others are not counted.

    Parameters
    ----------
    kept, cases : int
        Cases kept, and cases counted (kept or broken), of all customers.
    target : float or None
        The targets of the external customers that have one, weighted by their cases.
    verdict : str
        The worst over the external customers that can be judged: what the state calls "outside".
        Where none can be: ``too few``, ``no data`` or ``no target``.
    p_value : float or None
        Of all cases of customers with a target against `target`; for the sentence, not for the
        state.
    low, high : float or None
        Interval of the rate.
    unknown : int
        Finished cases of the window of which nothing tells whether they were kept; not counted.
    unfinished : int
        Unfinished cases due in the window whose due has not passed as of now; not counted.
    customers : tuple of CustomerPromise
        Most cases first.
    within_chance : bool
        The verdict is kept, but some customer it covers is below target.
    """

    kept: int
    cases: int
    target: float | None
    verdict: str
    p_value: float | None
    low: float | None
    high: float | None
    unknown: int
    unfinished: int
    customers: tuple[CustomerPromise, ...]
    within_chance: bool = False

    @property
    def rate(self) -> float | None:
        """Kept of counted, None without cases."""
        return self.kept / self.cases if self.cases else None

    @property
    def external_kept(self) -> int:
        """Cases kept, of known external customers alone."""
        return sum(c.kept for c in self.customers if c.external)

    @property
    def external_cases(self) -> int:
        """Cases counted, of known external customers alone; the others never left the company."""
        return sum(c.cases for c in self.customers if c.external)

    @property
    def broken(self) -> int:
        """Cases counted and not kept."""
        return self.cases - self.kept


@dataclass(frozen=True)
class WeekPromise:
    """The promise outside in one week, for the trend.

    Judged as of the given instant, not as of then.
    ``complete`` is false where the week had not ended, or the data does not reach its end.
    ``external_kept`` of ``external_cases`` are the cases of known external customers alone.
    """

    week: Week
    kept: int
    cases: int
    unknown: int
    unfinished: int
    complete: bool
    external_kept: int = 0
    external_cases: int = 0

    @property
    def rate(self) -> float | None:
        """Kept of counted, None without cases."""
        return self.kept / self.cases if self.cases else None
