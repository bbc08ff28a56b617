"""Everything that the picture of one week says, in no language yet.

The page, the PDF, the picture, the HTML file and the slides are made from one `Edition`: so they
say the same. Its numbers are those of `kpi.chain.balance`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from kpi.agreements import Link
from kpi.chain import SmallestRepair
from kpi.chain.pairs import Pair, Party
from kpi.measures import Week, Window
from kpi.weekly.link_card import ActionDue, Card
from kpi.words import Message


@dataclass(frozen=True)
class Said:
    """A sentence with the verdict whose shape stands before it, hollow where chance explains it."""

    verdict: str
    message: Message
    link: Link | None = None
    within_chance: bool = False


@dataclass(frozen=True)
class OutsidePromise:
    """The promise to the customers outside in the window, and what the sentence says of it.

    Where some cases end at known external customers, ``kept`` of ``cases`` are theirs alone: the
    target is theirs. ``all_kept`` of ``all_cases`` count internal requests too.
    """

    kept: int
    cases: int
    target: float | None
    verdict: str
    within_chance: bool
    all_kept: int
    all_cases: int

    @property
    def rate(self) -> float | None:
        """Kept of counted, None without cases."""
        return self.kept / self.cases if self.cases else None


@dataclass(frozen=True)
class TrendWeek:
    """One complete week of the trend.

    ``low`` and ``high`` are the natural limits of its rate, None where nothing can be told;
    ``variation`` is "concern" or "improvement" where the week stands out from those before.
    """

    week: Week
    rate: float | None
    cases: int
    low: float | None = None
    high: float | None = None
    variation: str | None = None


@dataclass(frozen=True)
class Happened:
    """Something noted on a day: of the company, a party or a link."""

    day: date
    text: str


@dataclass(frozen=True)
class Trend:
    """The promise outside week by week, up to 26 weeks ending with the edition's."""

    title: Message
    weeks: tuple[TrendWeek, ...]
    notes: tuple[Happened, ...] = ()

    @property
    def drawn(self) -> bool:
        """Whether any week has a case to count."""
        return any(week.rate is not None for week in self.weeks)


@dataclass(frozen=True)
class Chain:
    """The chain as it is drawn: pairs of parties with every link between them.

    Parameters
    ----------
    pairs : tuple of Pair
        Every pair with a handoff in the window.
    parties : dict
        Name -> party, of those that the store knows.
    links : int
        Links of the window, also those that are not drawn.
    """

    title: Message
    pairs: tuple[Pair, ...]
    parties: dict[str, Party]
    links: int


@dataclass(frozen=True)
class Edition:
    """One week of the company, as the meeting sees it.

    Parameters
    ----------
    company : str
        Its name; empty where it has none yet.
    window : Window
        The weeks judged; its last one is the edition's.
    complete : bool
        Whether that week had ended, and the data reaches into it.
    as_of : datetime
        Wall time in the company's zone: what happened later has not happened.
    data_until : datetime or None
        The latest requested, delivered or closed time in the store.
    loaded_at : datetime or None
        When the last standing load came in (UTC).
    filters : tuple of Message
        What narrows the picture; empty where nothing does.
    state, state_name, headline
        One of `kpi.chain.STATES`, the words for it, and the sentence that follows them.
    promise, promise_line
        The promise outside, and the sentence that tells it.
    repair, repair_line
        The fewest links to mend, and the sentence; None where nothing has to be or can be.
    cards : tuple of Card
        At most three; see `kpi.weekly.link_card.CardKind`.
    failing, at_risk : int
        How many links are, also those without a card.
    moved : tuple of Message
        How the promise outside moved in a week and in a quarter, without full stops.
    changes : tuple of Said
        What changed since the week before, the worst first.
    others : tuple of Said
        The links that fail or are at risk and have no card.
    actions : tuple of ActionDue
        Open actions, the most overdue first.
    not_judged : dict
        ``too few``, ``no data``, ``no target`` -> number of links.
    beside : tuple of Message
        What must be known beside the numbers; the first says why links were not judged.
    agreements : tuple
        Name and version of each agreement in force on the window's last day.
    charts, by_chance
        How many charts were looked at, and how many would stand out by luck alone.
    logo : bytes or None
        The company's logo (PNG or SVG).
    accent : str
        The company's colour as ``#RRGGBB``; empty for ours.
    """

    company: str
    window: Window
    complete: bool
    as_of: datetime
    data_until: datetime | None
    loaded_at: datetime | None
    state: str
    state_name: Message
    headline: Message
    promise: OutsidePromise
    promise_line: Message
    repair: SmallestRepair | None
    repair_line: Message | None
    trend: Trend
    cards: tuple[Card, ...]
    failing: int
    at_risk: int
    chain: Chain
    moved: tuple[Message, ...]
    changes: tuple[Said, ...]
    others: tuple[Said, ...]
    actions: tuple[ActionDue, ...]
    not_judged: dict[str, int]
    beside: tuple[Message, ...]
    agreements: tuple[tuple[str, int], ...]
    charts: int
    by_chance: float
    filters: tuple[Message, ...] = field(default=())
    logo: bytes | None = None
    accent: str = ""

    @property
    def week(self) -> Week:
        """The week that the window ends with."""
        return self.window.week
