#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Records in the log → results committed: the engine's pace with the rules that Sakimori ships, all cores; lines of a FortiGate, of Windows and
of sshd, one alert in 2,000. The log is filled while the engine is stopped; what is measured is from then on until all of it is committed. engine-1: of one
company, so one worker's; engine-100: of a hundred. Then engine-seal: from ended segments to sealed blocks with their index, in the
background (one thread of low priority), and engine-disk: what a sealed record takes on the disk.
Further argument: records a run (400,000)."""
import os
import signal
import sys
import time

from bench import RUNS, tell
from serve_bench import CORES, Feed, Server, metric, mixed_lines, passed, processor_seconds

LOT = 1000
RECORDS = int(sys.argv[3]) if len(sys.argv) > 3 else 400_000
BATCHES = [mixed_lines(LOT, seed) for seed in range(50)]
BYTES = sum(len(line) + 1 for batch in BATCHES for line in batch) / LOT / len(BATCHES)


def fill(server, feeds):
    engine = server.kill("engine", signal.SIGSTOP)
    for n in range(RECORDS // LOT):
        if feeds[n % len(feeds)].post(BATCHES[(n + n // len(feeds)) % len(BATCHES)]) != 200:
            raise RuntimeError("not taken:\n" + server.said())
    return engine


def run(server, feeds):
    """(records a second, processor seconds of the engine for a million)"""
    engine = fill(server, feeds)
    before = processor_seconds(server)["engine"]
    begin = time.monotonic()
    os.kill(engine, signal.SIGCONT)
    if not passed(server):
        raise RuntimeError("not committed:\n" + server.said())
    took = time.monotonic() - begin
    return round(RECORDS / took), round((processor_seconds(server)["engine"] - before) / RECORDS * 1e6, 2)


def pace(companies):
    # Sealing has its own figure: the log stays one open piece here.
    with Server({"limits": {"records_a_second": 0}, "log": {"segment": 1 << 30, "age": 3600}, "watchdog": 3600}) as server:
        feeds = [Feed(server, f"Company {n}") for n in range(companies)]
        feeds[-1].begin()
        runs = [run(server, feeds) for _ in range(RUNS)]
        tell(f"engine-{companies}", [r[0] for r in runs], "records/s", processor_seconds_a_million=[r[1] for r in runs],
             bytes_a_record=round(BYTES), records=RECORDS, companies=companies, rules=int(metric(server, "rules")),
             matches=int(metric(server, "matches_total")), findings=int(metric(server, "findings_total")), cores=CORES)


def size_of(folder):
    return sum(os.path.getsize(os.path.join(f, n)) for f, _, names in os.walk(folder) for n in names)


def seal(companies):
    with Server({"limits": {"records_a_second": 0}, "log": {"age": 1}}) as server:
        feeds = [Feed(server, f"Company {n}") for n in range(companies)]
        feeds[-1].begin()
        log = os.path.join(server.data, "journal", "log")
        # The log's last piece, which holds nothing of this, stays.
        time.sleep(2)
        spent = processor_seconds(server)["engine"]
        for n in range(RECORDS // LOT):
            if feeds[n % len(feeds)].post(BATCHES[(n + n // len(feeds)) % len(BATCHES)]) != 200:
                raise RuntimeError("not taken:\n" + server.said())
        kept = size_of(log)
        passed(server)
        begin = time.monotonic()
        before = metric(server, "compacted_position")
        end = metric(server, "log_durable_position")
        if not passed(server, name="compacted_position"):
            raise RuntimeError("not sealed:\n" + server.said())
        took = time.monotonic() - begin
        part = 1 - before / end
        blocks = size_of(os.path.join(server.data, "journal", "blocks"))
        tell("engine-seal", [round(RECORDS * part / took)], "records/s", part_measured=round(part, 2),
             processor_seconds_a_million=round((processor_seconds(server)["engine"] - spent) / RECORDS * 1e6, 2), what="with detecting",
             companies=companies, records=RECORDS, cores=CORES)
        tell("engine-disk", [round(blocks / RECORDS, 1)], "bytes/record", bytes_a_record=round(BYTES), in_the_log=round(kept / RECORDS, 1),
             companies=companies, state=size_of(os.path.join(server.data, "state")))


pace(1)
pace(100)
seal(1)
seal(100)
