"""The performance directly-follows graph by pm4py: ``python pm4py_follows.py EVENTS.csv OUT.json``.

Runs in an environment of its own, which the benchmark is told of; nothing of ours is imported.
"""

import gc
import json
import sys
import time

import pandas as pd
import pm4py

CASE, STEP, TIME = "case:concept:name", "concept:name", "time:timestamp"


def main() -> None:
    source, target = sys.argv[1:]
    log = pd.read_csv(source, dtype={"case_id": str, "party": str}, parse_dates=["happened_at"])
    log = log.rename(columns={"case_id": CASE, "party": STEP, "happened_at": TIME})
    log[TIME] = log[TIME].dt.tz_localize("UTC")
    gc.collect()  # what the imports left behind is no part of the job
    began = time.process_time()
    waits, _, _ = pm4py.discover_performance_dfg(log, case_id_key=CASE, activity_key=STEP)
    waited = time.process_time()
    times, _, _ = pm4py.discover_dfg(log, case_id_key=CASE, activity_key=STEP)
    counted = time.process_time()
    rows = [
        [step, following, times[step, following], wait["mean"] / 3600, wait["median"] / 3600]
        for (step, following), wait in waits.items()
    ]
    with open(target, "w", encoding="utf-8") as out:
        json.dump({"rows": rows, "waits": waited - began, "times": counted - waited}, out)
    print(f"pm4py {pm4py.__version__}")


if __name__ == "__main__":
    main()
