"""What changed in the verdicts and the handoffs of links, from one week's balance to the next."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kpi.agreements.links import Link
from kpi.chain.change import TROUBLE, Change, Kind, names
from kpi.chain.model import Balance, LinkEffect
from kpi.chain.spoken import spoken_value
from kpi.measures import Kpi
from kpi.verdicts import JUDGED, Verdict, worst
from kpi.words import N_, Message
from kpi.words.terms import VERDICTS

_UNSEEN = "no target"  # the verdict of a link that a balance does not list

FEWEST = 5  # handoffs: with fewer in a window, one without is nothing unusual

_BROKE = N_("{supplier} → {customer} is now broken")
_AT_RISK = N_("{supplier} → {customer} is now at risk")
_RECOVERED = N_("{supplier} → {customer} recovered")
_BELOW = N_("{supplier} → {customer} is no longer {verdict}, but below its target within chance")
_EASED = N_("{supplier} → {customer} is no longer broken, but still at risk")
_NEWLY_JUDGED = N_("{supplier} → {customer} can be judged now: no target is clearly missed")
# The same with the numbers of the KPI that turned.
_TOLD = {
    _BROKE: N_("{supplier} → {customer} is now broken: {kpi} {value}, target {target}"),
    _AT_RISK: N_("{supplier} → {customer} is now at risk: {kpi} {value}, target {target}"),
    _RECOVERED: N_("{supplier} → {customer} recovered: {kpi} {value}, target {target}"),
    _BELOW: N_(
        "{supplier} → {customer} is no longer {verdict}: {kpi} {value}, target {target}; below, "
        "within chance"
    ),
}
_ONE_MORE = N_("{supplier} → {customer} misses one more target: {kpi} {value}, target {target}")
_NO_LONGER_JUDGED = {
    "too few": N_("{supplier} → {customer} was {verdict} and has too few to be judged now"),
    "no data": N_("{supplier} → {customer} was {verdict} and has nothing to be judged by now"),
    "no target": N_("{supplier} → {customer} was {verdict} and has no target now"),
}


@dataclass(frozen=True)
class _Seen:
    """A link as it is, as it was a week earlier, and the catalogue to speak of its KPIs."""

    effect: LinkEffect
    was: LinkEffect
    kpis: Mapping[str, Kpi]

    @property
    def turned(self) -> list[Verdict]:
        """The KPIs that have the link's verdict, and had another."""
        then = {verdict.kpi: verdict.verdict for verdict in self.was.verdicts}
        return [
            verdict
            for verdict in self.effect.verdicts
            if verdict.verdict == self.effect.verdict != then.get(verdict.kpi)
        ]

    def those_that_were(self, verdicts: Collection[str]) -> list[Verdict]:
        """Return the verdicts, as they are, of the KPIs that had one of some verdicts."""
        then = {verdict.kpi for verdict in self.was.verdicts if verdict.verdict in verdicts}
        return [verdict for verdict in self.effect.verdicts if verdict.kpi in then]

    def changed(
        self, kind: Kind, phrase: str, verdicts: Sequence[Verdict], *, after: str = ""
    ) -> Change:
        """Return the change, told by a phrase; with the numbers of the first verdict if it can."""
        values: dict[str, object] = {
            **names(self.effect.link),
            "verdict": Message(VERDICTS[self.was.verdict]),
        }
        told = next((v for v in verdicts if v.value is not None and v.target is not None), None)
        if told is not None and told.kpi in self.kpis:
            kpi = self.kpis[told.kpi]
            phrase = _TOLD.get(phrase, phrase)
            values |= {
                "kpi": Message(kpi.name),
                "value": spoken_value(kpi, told.value),
                "target": spoken_value(kpi, told.target),
            }
        return Change(
            kind=kind,
            **self.effect.link._asdict(),
            kpis=tuple(verdict.kpi for verdict in verdicts),
            before=self.was.verdict,
            after=after or self.effect.verdict,
            verdict=self.effect.verdict,
            is_below=self.effect.verdict == "kept"
            and any(verdict.within_chance for verdict in self.effect.verdicts),
            weight=max(self.effect.broken_share, self.was.broken_share),
            message=Message(phrase, values),
        )


def verdict_changes(now: Balance, before: Balance, kpis: Mapping[str, Kpi]) -> Iterator[Change]:
    """Find the links whose verdicts changed; at most one change for each.

    Parameters
    ----------
    now, before : Balance
        Of a window, and of the same window one week earlier.
    kpis : mapping
        Id -> KPI, to write values in their units; those not in it are told without numbers.
    """
    is_now = {effect.link: effect for effect in now.all_links}
    was = {effect.link: effect for effect in before.all_links}
    for link in is_now.keys() | was.keys():
        seen = _Seen(is_now.get(link, _unlisted(link)), was.get(link, _unlisted(link)), kpis)
        change = _verdict_change(seen)
        if change is not None:
            yield change


def presence_changes(now: Balance, before: Balance, known: Collection[Link]) -> Iterator[Change]:
    """Find the links that handed over in only one of the two windows.

    Parameters
    ----------
    now, before : Balance
        Of a window, and of the same window one week earlier.
    known : collection of Link
        Links with a handoff requested before the week.
    """
    is_now = {effect.link: effect for effect in now.all_links}
    was = {effect.link: effect for effect in before.all_links}
    for link in is_now.keys() | was.keys():
        effect, earlier = is_now.get(link, _unlisted(link)), was.get(link, _unlisted(link))
        if bool(effect.handoffs) == bool(earlier.handoffs):
            continue
        kind: Kind = "link_is_back" if effect.handoffs else "silent_link"
        if link not in known and effect.handoffs:
            kind = "new_link"
        elif effect.handoffs + earlier.handoffs < FEWEST:
            continue
        yield Change(
            kind=kind,
            **link._asdict(),
            kpis=(),
            before=earlier.handoffs,
            after=effect.handoffs,
            verdict=effect.verdict,
            weight=max(effect.broken_share, earlier.broken_share),
            message=_presence(link, kind, effect.handoffs + earlier.handoffs),
        )


def _unlisted(link: Link) -> LinkEffect:
    return LinkEffect(link=link, verdict=_UNSEEN, verdicts=(), handoffs=0)


def _verdict_change(seen: _Seen) -> Change | None:
    verdict, earlier = seen.effect.verdict, seen.was.verdict
    if verdict in TROUBLE:
        return _in_trouble(seen)
    if earlier in TROUBLE:
        return _out_of_trouble(seen)
    if earlier == "kept" and verdict not in JUDGED:
        return seen.changed(
            "no_longer_judged", _NO_LONGER_JUDGED[verdict], seen.those_that_were(JUDGED)
        )
    if earlier not in JUDGED and verdict == "kept":
        return seen.changed("newly_judged", _NEWLY_JUDGED, seen.turned)
    return None


def _in_trouble(seen: _Seen) -> Change | None:
    verdict, earlier = seen.effect.verdict, seen.was.verdict
    kind: Kind = "broke" if verdict == "broken" else "at_risk"
    if verdict == earlier:
        return seen.changed(kind, _ONE_MORE, seen.turned) if _numbers(seen.turned) else None
    if earlier == "broken" and all(v.judged for v in seen.those_that_were(("broken",))):
        return seen.changed(kind, _EASED, seen.turned)
    return seen.changed(kind, _BROKE if kind == "broke" else _AT_RISK, seen.turned)


def _out_of_trouble(seen: _Seen) -> Change:
    """One KPI that is kept does not clear another that nobody can judge any more."""
    unclear = [v for v in seen.those_that_were(TROUBLE) if not v.judged]
    if unclear or seen.effect.verdict != "kept":
        after = worst([v.verdict for v in unclear]) if unclear else seen.effect.verdict
        return seen.changed("no_longer_judged", _NO_LONGER_JUDGED[after], unclear, after=after)
    those = seen.those_that_were(TROUBLE)
    below = [verdict for verdict in those if verdict.within_chance]
    if below:
        return seen.changed("recovered", _BELOW, below)
    return seen.changed("recovered", _RECOVERED, those)


def _numbers(verdicts: Sequence[Verdict]) -> bool:
    return any(v.value is not None and v.target is not None for v in verdicts)


def _presence(link: Link, kind: Kind, handoffs: int) -> Message:
    values = {**names(link), "n": handoffs}
    if kind == "silent_link":
        return Message(
            "{supplier} → {customer} has fallen silent; a week ago the window held {n} handoff",
            values,
            many="{supplier} → {customer} has fallen silent; a week ago the window held "
            "{n} handoffs",
        )
    if kind == "new_link":
        return Message(
            "{supplier} → {customer} is new: {n} handoff",
            values,
            many="{supplier} → {customer} is new: {n} handoffs",
        )
    return Message(
        "{supplier} → {customer} hands over again: {n} handoff",
        values,
        many="{supplier} → {customer} hands over again: {n} handoffs",
    )
