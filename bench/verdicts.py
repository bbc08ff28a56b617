"""How often verdicts and signals are wrong, by simulation, beside plainer ways to judge.

``python -m bench.verdicts [--runs N]`` prints the tables of docs/methods.md. All judging is done by
the product's own functions; only the handoffs are made up. Seeded: the same runs, the same figures.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from kpi.verdicts import Judgement, judge_shares
from kpi.verdicts.screen_findings import Found, Rows, find_in_shares, find_in_values
from kpi.verdicts.xmr import xmr

SEED = 20261122
WEEKS = 26
SHARES = (0.80, 0.90, 0.95, 0.97, 0.99, 0.995)
VOLUMES = (3, 5, 10, 20, 50, 100, 200)
LINKS, KPIS = 500, 3
Counts = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=4000, help="series per cell")
    parser.add_argument("--weeks", type=int, default=300, help="weeks of whole companies")
    options = parser.parse_args()
    started = time.process_time()
    print(f"Seed {SEED}; {options.runs:,} series per cell, {options.weeks} weeks of companies.\n")
    random = np.random.default_rng(SEED)
    false_alarms_of_shares(random, options.runs)
    false_alarms_of_lead_times(random, max(200, options.runs // 4))
    false_alarms_of_values(random, options.runs)
    weeks_to_detect(random, max(100, options.runs // 8))
    whole_companies(random, options.weeks)
    changes_of_verdict(random)
    print(f"{time.process_time() - started:.0f} s of processor time")


def two_checks(bad: Floats, n: Floats) -> Found:
    """Judge the last week of series of shares as the product does."""
    nothing = np.full(len(n), np.nan)
    none = np.zeros(len(n), bool)
    return find_in_shares(Rows(bad / n, n, bad, nothing, n - bad, n, none, none))


def alarms(found: Found) -> Bools:
    """Say in which series anything fires, for better or worse."""
    return np.any([signs != 0 for signs in found.rules.values()], axis=0) & found.told


def xmr_alarms(values: Floats) -> Bools:
    """Say in which series plain XmR marks the last point."""
    return np.any([marks[:, -1] != 0 for marks in xmr(values).rules.values()], axis=0)


def volumes(random: np.random.Generator, kind: str, volume: int, shape: tuple[int, int]) -> Counts:
    """Draw weekly volumes: always the same, or Poisson."""
    if kind == "steady":
        return np.full(shape, volume)
    return random.poisson(volume, shape)


def false_alarms_of_shares(random: np.random.Generator, runs: int) -> None:
    """Print how often the last of 26 stable weeks flags, by share and volume."""
    for kind in ("steady", "Poisson"):
        print(
            f"### False alarms on the last of 26 stable weeks, {kind} volumes: two checks / XmR\n"
        )
        header("a week", [f"{share:.1%}" for share in SHARES])
        worst = 0.0
        for volume in VOLUMES:
            cells = []
            for share in SHARES:
                n = volumes(random, kind, volume, (runs, WEEKS))
                bad = random.binomial(n, 1 - share).astype(float)
                with np.errstate(invalid="ignore", divide="ignore"):
                    found = two_checks(bad, n.astype(float))
                    plain = xmr_alarms(bad / np.where(n > 0, n, np.nan))
                rate = alarms(found)[found.told].mean()
                worst = max(worst, rate)
                cells.append(f"{rate:.1%} / {plain[n[:, -1] > 0].mean():.1%}")
            row(str(volume), cells)
        print(f"\nWorst of the two checks: {worst:.2%}\n")


def false_alarms_of_lead_times(random: np.random.Generator, runs: int) -> None:
    """Print the same for lead times: log-normal (sigma 1), whole hours; slower than p50 and p90."""
    print("### False alarms of skewed lead times, Poisson volumes: two checks / XmR of the value\n")
    header("a week", ["median", "9 of 10"])
    worst = 0.0
    for volume in VOLUMES:
        cells = []
        for quantile in (0.5, 0.9):
            flagged, told, plain = 0, 0, 0
            for n, hours in _hours(random, runs, volume):
                usual = np.nanquantile(hours.reshape(len(n), -1), quantile, axis=1)
                bad = (hours > usual[:, None, None]).sum(axis=2).astype(float)
                with np.errstate(invalid="ignore", divide="ignore"):
                    found = two_checks(bad, n.astype(float))
                value = np.full(n.shape, np.nan)
                some = n > 0
                value[some] = np.nanquantile(hours[some], quantile, axis=1)
                flagged += int(alarms(found)[found.told].sum())
                told += int(found.told.sum())
                plain += int(xmr_alarms(value)[n[:, -1] > 0].sum())
            worst = max(worst, flagged / told)
            cells.append(f"{flagged / told:.1%} / {plain / told:.1%}")
        row(str(volume), cells)
    print(f"\nWorst of the two checks: {worst:.2%}\n")


def _hours(random: np.random.Generator, runs: int, volume: int) -> Iterator[tuple[Counts, Floats]]:
    """Yield weekly counts and lead times [series, weeks, handoffs], a hundred series at a time."""
    for _ in range(runs // 100):
        n = random.poisson(volume, (100, WEEKS))
        hours = np.round(random.lognormal(3, 1, (100, WEEKS, max(1, int(n.max())))))
        yield n, np.where(np.arange(hours.shape[2]) < n[:, :, None], hours, np.nan)


def false_alarms_of_values(random: np.random.Generator, runs: int) -> None:
    """Print the false alarms of ratings and backlogs: the product's rules beside plain XmR."""
    print("### False alarms of values: as judged / plain XmR\n")
    header("series", ["false alarms"])
    grades, chances = np.arange(1, 6), [0.02, 0.03, 0.10, 0.40, 0.45]
    for n in (3, 10, 50):
        ratings = random.choice(grades, (runs, WEEKS, n), p=chances).mean(axis=2)
        row(f"rating, {n} a week", [_of_values(ratings, counts=False)])
    for mean in (0.1, 1, 5, 20):
        backlog = random.poisson(mean, (runs, WEEKS)).astype(float)
        row(f"backlog of {mean:g}, each week anew", [_of_values(backlog, counts=True)])
    for mean in (1, 20):
        carried = _carried(random, mean, runs)
        row(f"backlog of {mean:g}, half of it carried over", [_of_values(carried, counts=True)])
    print()


def _of_values(values: Floats, *, counts: bool) -> str:
    rows = len(values)
    nothing, none, some = np.full(rows, np.nan), np.zeros(rows, bool), np.ones(values.shape)
    found = find_in_values(
        Rows(values, some, 0 * some, nothing, some, some, none, np.full(rows, counts))
    )
    return f"{alarms(found).mean():.1%} / {xmr_alarms(values).mean():.1%}"


def _carried(random: np.random.Generator, mean: float, runs: int) -> Floats:
    backlog = random.poisson(mean, (runs, WEEKS))
    for week in range(1, WEEKS):
        kept = random.binomial(backlog[:, week - 1], 0.5)
        backlog[:, week] = kept + random.poisson(mean / 2, runs)
    return backlog.astype(float)


def weeks_to_detect(random: np.random.Generator, runs: int) -> None:
    """Print how many weeks pass until a lasting drop is flagged as worse."""
    print("### Weeks until a lasting drop is flagged: median (missed within 26 weeks)\n")
    header("share, drop, a week", ["two checks", "XmR"])
    for share in (0.95, 0.90):
        for drop in (0.10, 0.20):
            for volume in (10, 40, 100):
                n = random.poisson(volume, (runs, 2 * WEEKS - 1))
                chance = np.where(np.arange(n.shape[1]) < WEEKS - 1, share, share - drop)
                bad = random.binomial(n, 1 - chance).astype(float)
                cells = [_delay(bad, n, _worse), _delay(bad, n, _xmr_worse)]
                row(f"{share:.0%} − {100 * drop:.0f} points, {volume}", cells)
    print()


def _delay(bad: Floats, n: Counts, flags: Callable[[Floats, Floats], Bools]) -> str:
    first = np.full(len(n), WEEKS + 1)
    for after in range(1, WEEKS + 1):
        screen = slice(after - 1, after - 1 + WEEKS)
        with np.errstate(invalid="ignore", divide="ignore"):
            flagged = flags(bad[:, screen], n[:, screen].astype(float))
        first = np.where((first > WEEKS) & flagged, after, first)
    return f"{np.median(first):.0f} ({np.mean(first > WEEKS):.0%})"


def _worse(bad: Floats, n: Floats) -> Bools:
    found = two_checks(bad, n)
    return np.any([signs > 0 for signs in found.rules.values()], axis=0) & found.told


def _xmr_worse(bad: Floats, n: Floats) -> Bools:
    return np.any([marks[:, -1] > 0 for marks in xmr(bad / n).rules.values()], axis=0)


def _company(random: np.random.Generator) -> tuple[Counts, Floats]:
    """Draw handoffs in four weeks (median 40, most between 8 and 200) and targets of 80 to 99 %."""
    n = np.maximum(1, random.lognormal(np.log(40), 0.8, LINKS * KPIS)).astype(np.int64)
    return n, random.choice([0.80, 0.90, 0.95, 0.97, 0.99], LINKS * KPIS)


def whole_companies(random: np.random.Generator, weeks: int) -> None:
    """Print what verdicts and naive colours say of whole companies, on target and 5 % broken."""
    false_weeks, amber, judged = np.zeros(2), 0, 0
    called, discoveries, power = np.zeros(2), [], []
    for _ in range(weeks):
        n, target = _company(random)
        found = judge_shares(random.binomial(n, target), n, target)
        false_weeks += [one.any() for one in _reds(found)]
        called += [one.sum() for one in _reds(found)]
        amber += int((found.verdict == "at risk").sum())
        judged += int((~np.isnan(found.p_value)).sum())
        broken = np.zeros(len(n), bool)
        broken[random.choice(len(n), len(n) // 20, replace=False)] = True
        found = judge_shares(random.binomial(n, target - 0.10 * broken), n, target)
        could = broken & ~np.isnan(found.p_value)
        reds = _reds(found)
        discoveries.append([(red & ~broken).sum() / max(1, red.sum()) for red in reds])
        power.append([red[could].mean() for red in reds])
    print(f"### {LINKS} links × {KPIS} KPIs, windows of four weeks, {weeks} weeks\n")
    header("measured", ["verdicts", "below target is red"])
    for what, both in (
        ("on target: weeks with a false red", false_weeks / weeks),
        ("on target: red", called / judged),
        ("5 % truly broken: false among the red", np.mean(discoveries, axis=0)),
        ("5 % truly broken by 10 points: red", np.mean(power, axis=0)),
    ):
        row(what, [f"{one:.1%}" for one in both])
    row("on target: amber", [f"{amber / judged:.1%}", "–"])
    print()


def _reds(found: Judgement) -> tuple[Bools, Bools]:
    """Say what is red: broken, and plainly below target."""
    red = found.verdict == "broken"
    return red, red | (found.verdict == "at risk") | found.within_chance


def changes_of_verdict(random: np.random.Generator) -> None:
    """Print how often the answer changes in a year, for links exactly on target."""
    monthly, target = _company(random)
    weekly = random.poisson(np.maximum(monthly / 4, 0.25)[:, None], (len(target), 55))
    good = random.binomial(weekly, target[:, None])
    said, naive = [], []
    for week in range(52):
        k, n = good[:, week : week + 4].sum(axis=1), weekly[:, week : week + 4].sum(axis=1)
        found = judge_shares(k, n, target)
        said.append(found.verdict)
        naive.append(np.where(n == 0, -1, k < n * target))
    print("### Changes in a year, links exactly on target (windows of four weeks)\n")
    header("measured", ["verdicts", "below target is red"])
    colours = np.array(said)
    judged = (colours == "kept") | (colours == "at risk") | (colours == "broken")
    both = judged[1:] & judged[:-1]
    changed = (colours[1:] != colours[:-1]) & both
    flips = np.array(naive)
    turns = changed.sum(axis=0).mean(), (flips[1:] != flips[:-1]).sum(axis=0).mean()
    row("a link × KPI changes", [f"{one:.1f}" for one in turns])
    print()


def header(first: str, columns: list[str]) -> None:
    row(first, columns)
    row("---", ["---"] * len(columns))


def row(first: str, cells: list[str]) -> None:
    print(f"| {first} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
