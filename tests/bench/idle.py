#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What serve costs when nothing happens: 100 companies, no records, nobody at the console. Processor seconds a minute of all its processes, and
how often their threads wake in a second. Further argument: seconds to look (60)."""
import sys
import time

from bench import tell
from serve_bench import CORES, Feed, Server, processor_seconds, wake_ups

SECONDS = float(sys.argv[3]) if len(sys.argv) > 3 else 60
COMPANIES = 100


def spent(server, ask):
    before, begun = ask(server), time.monotonic()
    time.sleep(SECONDS)
    took = time.monotonic() - begun
    return {name: (count - before[name]) / took for name, count in ask(server).items()}


with Server() as server:
    feeds = [Feed(server, f"Company {n}") for n in range(COMPANIES)]
    feeds[-1].begin()
    feeds[0].post(["<13>something"])
    time.sleep(8)
    wakes = wake_ups(server)
    busy = spent(server, processor_seconds)
    wakes = {name: (count - wakes[name]) / SECONDS for name, count in wake_ups(server).items()}
    tell("idle", [round(sum(busy.values()) * 60, 3)], "processor seconds a minute", each={n: round(b * 60, 3) for n, b in busy.items()},
         wake_ups_a_second=round(sum(wakes.values()), 1), wakes={n: round(w, 1) for n, w in wakes.items()}, companies=COMPANIES, seconds=SECONDS,
         cores=CORES)
