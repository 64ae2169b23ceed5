#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Records in the log → committed: the engine's pace with the rules that Sakimori ships, all cores. The log is filled while the
engine stands still; what is measured is from then on until all of it is committed. And memory afterwards: the sum of PSS of
all processes, with 100 companies."""
import os
import signal
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../system"))
from bench import RUNS, tell  # noqa: E402
os.environ.setdefault("SAKIMORI_BUILD", sys.argv[1])
from engine_feed import Feed  # noqa: E402
from server import Server, wait_for  # noqa: E402

COMPANIES = 100
LINES = 1000


def line(n):
    return (f"<134>date=2026-11-20 time=12:00:{n % 60:02d} devname=\"fgt\" devid=\"FGT60F0000000001\" logid=\"0000000013\" type=\"traffic\" "
            f"subtype=\"forward\" level=\"notice\" vd=\"root\" srcip=10.1.{n // 250 % 250}.{n % 250 + 1} srcport={1024 + n % 60000} "
            f"dstip=198.51.100.{n % 250 + 1} dstport=443 proto=6 action=\"accept\" policyid=1 service=\"HTTPS\" sentbyte={n} rcvdbyte={n * 3}")


def pss(server):
    total = 0
    for pid in server.pids.values():
        with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
            total += next(int(row.split()[1]) for row in file if row.startswith("Pss:"))
    return total / 1024


def committed(feed, want):
    return feed.ask("SELECT coalesce(sum(value), 0) FROM counters WHERE name = 'records'")[0][0] >= want


def run(server, feeds, before):
    batch = [line(n) for n in range(LINES)]
    engine = server.kill("engine", signal.SIGSTOP)
    for feed in feeds:
        if feed.post(batch) != 200:
            raise RuntimeError("not taken")
    begin = time.monotonic()
    os.kill(engine, signal.SIGCONT)
    want = before + LINES * len(feeds)
    if not wait_for(lambda: committed(feeds[0], want), 120, 0.01):
        raise RuntimeError("not committed:\n" + server.said())
    return want, LINES * len(feeds) / (time.monotonic() - begin)


with Server({"limits": {"records_a_second": 0}}) as server:
    feeds = [Feed(server, f"Company {n}") for n in range(COMPANIES)]
    feeds[-1].begin()
    total, runs = 0, []
    for _ in range(RUNS):
        total, pace = run(server, feeds, total)
        runs.append(round(pace))
    tell("engine", runs, "records/s", bytes_a_record=len(line(1)), companies=COMPANIES, cores=os.cpu_count())
    time.sleep(3)
    tell("engine-memory", [round(pss(server), 1)], "MiB", companies=COMPANIES, what="sum of PSS of all processes, idle after the load")
