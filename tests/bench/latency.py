#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Record in → finding visible, idle machine: seconds from before the request until the store's row can be read by another
process (which is what a page shows). Each record is of a machine of its own, with a pause of random length before it. The 99th
percentile of each run; the median of the runs. Polling adds up to 2 ms."""
import os
import random
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../system"))
from bench import RUNS, tell  # noqa: E402
os.environ.setdefault("SAKIMORI_BUILD", sys.argv[1])
from engine_feed import Feed  # noqa: E402
from server import Server  # noqa: E402

LIMIT = 5.0


def measure(feed, database, machine, condition):
    """Seconds until the finding of one record is there, and until it is in an incident."""
    subject = f"10.{machine >> 16 & 255}.{machine >> 8 & 255}.{machine & 255}"
    begin = time.monotonic()
    if feed.post([feed.alert(machine)]) != 200:
        raise RuntimeError("not taken")
    answered = time.monotonic() - begin
    while time.monotonic() - begin < LIMIT:
        if database.execute(f"SELECT 1 FROM findings WHERE subject = ? {condition}", (subject,)).fetchone():
            return answered, time.monotonic() - begin
        time.sleep(0.002)
    return answered, LIMIT


def p99(values):
    return round(sorted(values)[int(len(values) * 0.99) - 1], 4)


def bench(name, condition, records):
    with Server() as server:
        feed = Feed(server)
        feed.begin()
        database = feed.database()
        machine = 1
        runs, medians, answers = [], [], []
        for _ in range(RUNS):
            seconds = []
            for _ in range(records):
                time.sleep(random.random() * 0.05)
                machine += 1
                answered, visible = measure(feed, database, machine, condition)
                seconds.append(visible)
                answers.append(answered)
            runs.append(p99(seconds))
            medians.append(round(sorted(seconds)[records // 2], 4))
        tell(name, runs, "s", records=records, medians=medians, answered_p99=p99(answers), cores=os.cpu_count())


bench("latency-finding", "", 200)
# Fewer: every record makes the same incident larger, and it is told anew each time.
bench("latency-incident", "AND incident IS NOT NULL", 50)
