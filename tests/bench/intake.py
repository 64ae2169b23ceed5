#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Records in. intake-http: over loopback HTTP into a running server, the sender (tests/tool/send_load.c, 8 connections, 1,000 lines of 250
bytes a request) on one core, answered when durable. intake-append: request bodies to group commit, all threads on one core. The engine reads
behind as it can; what it has not read at the end is told."""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

from bench import BUILD, RUNS, tell

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../system"))
os.environ["SAKIMORI_BUILD"] = BUILD
from intake_sources import metric, put, source  # noqa: E402
from server import Server, wait_for  # noqa: E402

LINES, BYTES, SECONDS, CONNECTIONS = 1000, 250, 4, 8
CORE = sorted(os.sched_getaffinity(0))[-1]


def tool(name, *arguments):
    done = subprocess.run([os.path.join(BUILD, "tests/tool", name), *map(str, arguments)], capture_output=True, check=True,
                          preexec_fn=lambda: os.sched_setaffinity(0, {CORE}))
    return json.loads(done.stdout)


def over_http():
    server = Server(wait=False)
    try:
        if not wait_for(lambda: server.addresses() and "is ready" in server.told(), 15):
            sys.exit(server.said())
        put(server, source("a", "bench", records_a_second=4_000_000_000))
        runs, slowest, refused = [], [], 0
        for _ in range(RUNS):
            got = tool("send-load", server.intake, "bench", CONNECTIONS, LINES, BYTES, SECONDS)
            runs.append(round(got["records"] / got["seconds"]))
            slowest.append(got["slowest"])
            refused += sum(n for status, n in got["answers"].items() if status != "200")
            time.sleep(1)
        behind = metric(server, "log_durable_position") - metric(server, "engine_position")
        tell("intake-http", runs, "records/s", line_bytes=BYTES, lines_a_request=LINES, connections=CONNECTIONS, refused_requests=refused,
             slowest_answer_seconds=max(slowest), engine_behind_bytes=int(behind), cores=os.cpu_count())
    finally:
        server.destroy()


def appended():
    runs = []
    for _ in range(RUNS):
        folder = tempfile.mkdtemp(prefix="sakimori-bench-")
        try:
            got = tool("append-load", os.path.join(folder, "log"), LINES, BYTES, SECONDS)
            runs.append(round(got["records"] / got["seconds"]))
        finally:
            shutil.rmtree(folder)
    tell("intake-append", runs, "records/s", line_bytes=BYTES, lines_a_body=LINES, cores=1)


over_http()
appended()
