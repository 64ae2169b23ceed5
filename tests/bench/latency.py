#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Record in → visible in the console: seconds from before the request that brings an alert until its machine stands in the title of an
incident that the console answers to a member who is signed in (JSON, asked again every 2 ms; what asking takes is part of it). Each record
is of a machine of its own and goes to the next of twenty companies, with a pause of random length before it. latency: nothing else goes on.
latency-load: while a sender keeps up half of what the engine can do, measured first, with lines of a FortiGate, Windows and sshd,
one alert in 1,000.
Further argument: how many records a run (100; of five runs)."""
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time

from bench import BUILD, RUNS, tell
from serve_bench import CORES, Feed, Server, first_administrator, metric, mixed_lines, passed, percentile

RECORDS = int(sys.argv[3]) if len(sys.argv) > 3 else 100
COMPANIES, LIMIT, LOT = 20, 10.0, 1000


def alert(machine):
    """Of a machine of its own, about somebody of its own: an incident of its own."""
    record = json.loads(Feed.alert(machine))
    record["dest_ip"] = f"203.0.{machine >> 8 & 255}.{machine & 255}"
    return record["src_ip"], json.dumps(record)


def once(feed, console, machine):
    """(seconds until the answer, until it is visible)"""
    address, record = alert(machine)
    begin = time.monotonic()
    if feed.post([record]) != 200:
        raise RuntimeError("not taken")
    answered = time.monotonic() - begin
    wanted = f"{address}：".encode()
    while time.monotonic() - begin < LIMIT:
        if wanted in console.ask("GET", "/incidents?company=" + feed.company["id"])[2]:
            return answered, time.monotonic() - begin
        time.sleep(0.002)
    raise RuntimeError(f"{address} is not visible after {LIMIT} s:\n" + console.server.said())


def measure(name, feeds, console, first, **more):
    runs, medians, answers, machine = [], [], [], first
    for _ in range(RUNS):
        seconds = []
        for _ in range(RECORDS):
            time.sleep(random.random() * 0.05)
            machine += 1
            answered, visible = once(feeds[machine % COMPANIES], console, machine)
            seconds.append(visible)
            answers.append(answered)
        runs.append(round(percentile(seconds), 4))
        medians.append(round(percentile(seconds, 0.5), 4))
    tell(name, runs, "s", records=RECORDS, medians=medians, answered_p99=round(percentile(answers), 4), companies=COMPANIES, cores=CORES, **more)
    return machine


def sustainable(server, feeds):
    """Records a second that the engine commits, of a log that was filled before."""
    batches = [mixed_lines(LOT, seed) for seed in range(20)]
    engine = server.kill("engine", signal.SIGSTOP)
    for n in range(300):
        if feeds[n % COMPANIES].post(batches[(n + n // COMPANIES) % len(batches)]) != 200:
            raise RuntimeError("not taken")
    begin = time.monotonic()
    os.kill(engine, signal.SIGCONT)
    passed(server)
    return 300 * LOT / (time.monotonic() - begin)


def sender(server, feeds, rate, folder):
    """A process that sends so many records a second until it is ended."""
    path = os.path.join(folder, "lines")
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join([*mixed_lines(LOT - 1, 99), Feed.alert(1)]) + "\n")
    tokens = ",".join(feed.source["token"] for feed in feeds)
    return subprocess.Popen([os.path.join(BUILD, "tests/tool/send-load"), str(server.intake), tokens, "8", str(LOT), "0", "600", str(rate), path],
                            stdout=subprocess.DEVNULL)


with Server({"limits": {"records_a_second": 0}, "watchdog": 3600}) as server, tempfile.TemporaryDirectory() as folder:
    feeds = [Feed(server, f"Company {n}") for n in range(COMPANIES)]
    feeds[-1].begin()
    console = first_administrator(server)
    machine = measure("latency", feeds, console, 1000)
    most = sustainable(server, feeds)
    load = sender(server, feeds, round(most / 2), folder)
    try:
        time.sleep(2)
        before, begun = metric(server, "records_total"), time.monotonic()
        measure("latency-load", feeds, console, machine, sustainable=round(most), sent=round(most / 2))
        taken = (metric(server, "records_total") - before) / (time.monotonic() - begun)
        behind = metric(server, "log_durable_position") - metric(server, "engine_position")
    finally:
        load.terminate()
        load.wait()
    tell("latency-load-taken", [round(taken)], "records/s", wanted=round(most / 2), engine_behind_bytes=int(behind))
