#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""serve from its start to the first page: seconds until the sign-in page is answered. serve-start: into an empty data folder.
serve-start-grown: with 1,000 companies, 1 M findings and 2 GB of log that was never read, as after a long stop of the engine. Files are put out of the
page cache before each start as far as one may (as root: all of it).
Further argument: how many findings (1,000,000)."""
import http.client
import os
import shutil
import sys
import tempfile
import time

from bench import RUNS, tell
from serve_bench import CORES, Server, grown_store, tool

FINDINGS = int(sys.argv[3]) if len(sys.argv) > 3 else 1_000_000
COMPANIES, LOG_BYTES = 1000, 2 << 30


def size_of(folder):
    return sum(os.path.getsize(os.path.join(f, n)) for f, _, names in os.walk(folder) for n in names)


def forget(folder):
    """True: the whole page cache; else only what lies in the folder."""
    os.sync()
    try:
        with open("/proc/sys/vm/drop_caches", "w", encoding="ascii") as file:
            file.write("1")
        return True
    except OSError:
        for path, _, names in os.walk(folder):
            for name in names:
                fd = os.open(os.path.join(path, name), os.O_RDONLY)
                os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_DONTNEED)
                os.close(fd)
        return False


def first_page(server):
    """Seconds from the start until a page is there."""
    begin = time.monotonic()
    server.start(wait=False)
    while time.monotonic() - begin < 60:
        try:
            if server.get("/sign-in", {"Accept": "text/html"}, timeout=5)[0] == 200:
                return time.monotonic() - begin
        except (OSError, TypeError, KeyError, http.client.HTTPException):
            time.sleep(0.002)
    raise RuntimeError("no page:\n" + server.said())


def measure(name, data, fresh, **more):
    runs, cold = [], False
    server = Server(data=data)
    for _ in range(RUNS):
        server.stop()
        if fresh:
            for folder in ("state", "journal", "keys", "run"):
                shutil.rmtree(os.path.join(data, folder), ignore_errors=True)
        cold = forget(data)
        runs.append(round(first_page(server), 3))
    server.destroy()
    tell(name, runs, "s", whole_cache_dropped=cold, cores=CORES, **more)


with tempfile.TemporaryDirectory() as folder:
    measure("serve-start", folder, True)

with tempfile.TemporaryDirectory() as folder:
    grown_store(folder, COMPANIES, FINDINGS)
    # An installation has been started before.
    Server(data=folder).destroy()
    log = os.path.join(folder, "journal", "log")
    while size_of(log) < LOG_BYTES:
        tool("append-load", log, 1000, 250, 2)
    measure("serve-start-grown", folder, False, companies=COMPANIES, findings=FINDINGS, log_bytes=size_of(log), store_bytes=size_of(os.path.join(folder, "state")))
