#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Memory of serve with 100 companies: the sum of PSS over all its processes, while a member goes through pages and every source sends a few
lines a second. serve-memory-start: after a minute of that. serve-memory: after 2 M records more, as fast as they are taken, and sealed;
the most of what was seen every quarter of a second, and at the end. No indicator lists, no behaviour state: there are none yet.
Further arguments: records (2,000,000); seconds at the start (30)."""
import itertools
import sys
import threading
import time

from bench import tell
from serve_bench import CORES, Feed, Server, each_pss, first_administrator, metric, mixed_lines, passed

RECORDS = int(sys.argv[3]) if len(sys.argv) > 3 else 2_000_000
SLOWLY = float(sys.argv[4]) if len(sys.argv) > 4 else 30
COMPANIES, LOT = 100, 1000
BATCHES = [mixed_lines(LOT, seed) for seed in range(50)]


def pages(console):
    paths = ["/companies", "/incidents", "/sources", "/notices", "/status"]
    for company in console.json("/companies")["companies"][:20]:
        paths += ["/companies/" + company["id"], "/incidents?company=" + company["id"]]
    for incident in console.json("/incidents")["incidents"][:20]:
        paths.append("/incidents/" + incident["id"])
    return paths


class Watch:
    """Goes through pages and looks at the memory, from a thread of its own."""

    def __init__(self, server, console):
        self.server, self.console, self.seen, self.asked, self.over = server, console, [], 0, False
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def run(self):
        paths = itertools.cycle(pages(self.console))
        while not self.over:
            for _ in range(5):
                self.console.timed(next(paths), True)
                self.asked += 1
            self.seen.append(each_pss(self.server))
            time.sleep(0.2)

    def end(self):
        self.over = True
        self.thread.join()

    def most(self):
        return max(self.seen, key=lambda each: sum(each.values()))


def told(each):
    return {name: round(size, 1) for name, size in each.items()}


def trickle(feeds):
    end = time.monotonic() + SLOWLY
    for n in itertools.count():
        if time.monotonic() > end:
            return n
        feeds[n % COMPANIES].post(BATCHES[n % len(BATCHES)][n // COMPANIES % 100 * 10:][:10])
        time.sleep(0.01)


with Server({"limits": {"records_a_second": 0}}) as server:
    feeds = [Feed(server, f"Company {n}") for n in range(COMPANIES)]
    feeds[-1].begin()
    console = first_administrator(server)
    watch = Watch(server, console)
    posts = trickle(feeds)
    start = each_pss(server)
    most = watch.most()
    tell("serve-memory-start", [round(sum(start.values()), 1)], "MiB", each=told(start), most=round(sum(most.values()), 1), companies=COMPANIES,
         rules=int(metric(server, "rules")), posts=posts, cores=CORES)
    watch.end()
    watch = Watch(server, console)
    for n in range(RECORDS // LOT):
        if feeds[n % COMPANIES].post(BATCHES[(n + n // COMPANIES) % len(BATCHES)]) != 200:
            raise RuntimeError("not taken:\n" + server.said())
    passed(server)
    time.sleep(10)
    watch.end()
    most, end = watch.most(), each_pss(server)
    tell("serve-memory", [round(sum(most.values()), 1)], "MiB", each=told(most), at_the_end=round(sum(end.values()), 1), companies=COMPANIES,
         records=RECORDS, pages=watch.asked, incidents=int(metric(server, "incidents_total")), cores=CORES)
