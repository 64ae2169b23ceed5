#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Records in, with lines of 250 bytes whose contents vary. Durable means: written and synced.
intake-append: request bodies to group commit, all threads on one core, and how long a group took.
intake-http: over loopback HTTP into a running server, the sender (tests/tool/send_load.c, 8 connections, 1,000 lines a request) on one core,
answered when durable; the engine reads behind as it can, and what it has not read is told. intake-http-alone: the same, the engine stopped.
intake-tcp, intake-udp: syslog as fast as one sender sends (tests/tool/syslog_load.c), engine stopped; what came to be durable. A sender of
datagrams is not slowed down, so what does not go in is lost: how much, and how much at 100,000 a second.
Further argument: the seconds of a run (3)."""
import os
import shutil
import signal
import sys
import tempfile
import time

from bench import RUNS, tell
from serve_bench import CORES, Server, metric, put, source, tool, wait_for

LINES, BYTES, CONNECTIONS = 1000, 250, 8
SECONDS = float(sys.argv[3]) if len(sys.argv) > 3 else 3
CORE = sorted(os.sched_getaffinity(0))[-1]


def settled(server):
    """Records that are durable, once no more come."""
    before = -1
    while before != (now := metric(server, "records_total")):
        before = now
        time.sleep(0.3)
    return now


def over_http(server, name):
    runs, slowest, refused = [], [], 0
    for _ in range(RUNS):
        got = tool("send-load", server.intake, "bench", CONNECTIONS, LINES, BYTES, SECONDS, core=CORE)
        runs.append(round(got["records"] / got["seconds"]))
        slowest.append(got["slowest"])
        refused += sum(n for status, n in got["answers"].items() if status != "200")
        time.sleep(0.5)
    behind = metric(server, "log_durable_position") - metric(server, "engine_position")
    tell(name, runs, "records/s", line_bytes=BYTES, lines_a_request=LINES, connections=CONNECTIONS, refused_requests=refused,
         slowest_answer_seconds=max(slowest), engine_behind_bytes=int(behind), cores=CORES)


def over_syslog(server, transport, rate=0):
    """(durable records a second, part that was lost)"""
    before = settled(server)
    got = tool("syslog-load", server.syslog[transport], transport, BYTES, SECONDS, rate, core=CORE)
    taken = settled(server) - before
    return round(taken / got["seconds"]), round(1 - taken / got["records"], 4)


def syslogs(server):
    runs = [over_syslog(server, "tcp") for _ in range(RUNS)]
    tell("intake-tcp", [r[0] for r in runs], "records/s", lost=[r[1] for r in runs], line_bytes=BYTES, connections=1, cores=CORES)
    runs = [over_syslog(server, "udp") for _ in range(RUNS)]
    slow = [over_syslog(server, "udp", 100_000) for _ in range(RUNS)]
    tell("intake-udp", [r[0] for r in runs], "records/s", lost=[r[1] for r in runs], lost_at_100000=[r[1] for r in slow], line_bytes=BYTES,
         cores=CORES)


def served():
    with Server({"watchdog": 3600}, wait=False) as server:
        if not wait_for(lambda: server.addresses() and "is ready" in server.told(), 15):
            sys.exit(server.said())
        put(server, source("a", "bench", records_a_second=4_000_000_000),
            source("b", addresses=["127.0.0.1"], records_a_second=4_000_000_000))
        over_http(server, "intake-http")
        # The parent would start it again: it is only made to rest.
        engine = server.kill("engine", signal.SIGSTOP)
        over_http(server, "intake-http-alone")
        syslogs(server)
        os.kill(engine, signal.SIGCONT)
        server.process.kill()


def appended():
    runs, groups = [], []
    for _ in range(RUNS):
        folder = tempfile.mkdtemp(prefix="sakimori-bench-")
        try:
            got = tool("append-load", os.path.join(folder, "log"), LINES, BYTES, SECONDS, core=CORE)
            runs.append(round(got["records"] / got["seconds"]))
            groups.append({k: got[k] for k in ("groups", "group_p50", "group_p99", "group_slowest")})
        finally:
            shutil.rmtree(folder)
    tell("intake-append", runs, "records/s", line_bytes=BYTES, lines_a_body=LINES, group_seconds=groups, cores=1)


appended()
served()
