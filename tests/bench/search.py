#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Search over 90 days of one company: seconds to the end and to the first answer, whole process.
Further argument: how many records (6,000,000, which takes minutes to make)."""
import json
import os
import subprocess
import sys
import tempfile
import time

from bench import BUILD, RUNS, SAKIMORI, tell

RECORDS = int(sys.argv[3]) if len(sys.argv) > 3 else 6_000_000
DAYS = 90
CASES = [
    ("rare-value", ["user:mallory"], 1),
    ("rare-address", ["203.0.113.77"], 1),
    ("network", ["203.0.113.0/24"], 1),
    ("rare-part", ["*mallor*"], 1),
    ("nothing", ["no-such-value"], 0),
    ("common-page", ["action:deny"], 100),
    ("negation-page", ["product:windows -EventID:4624"], 100),
    ("number-page", ["sentbyte:>99000"], 100),
    ("one-old-day", ["--since", "60d", "--until", "59d", "srcip:192.168.1.77"], None),
]


def command(data, *args):
    return [SAKIMORI, *args, "--data", data]


def once(data, args):
    """Seconds to the first line and to the end, and how many lines."""
    start = time.perf_counter()
    first = None
    lines = 0
    with subprocess.Popen(command(data, "search", "--company", "Bench", "--json", *args), stdout=subprocess.PIPE) as process:
        for _ in process.stdout:
            first = first or time.perf_counter() - start
            lines += 1
    end = time.perf_counter() - start
    if process.returncode != 0:
        raise SystemExit(f"search {args}: exit {process.returncode}")
    return first or end, end, lines


with tempfile.TemporaryDirectory() as data:
    subprocess.run(command(data, "company", "add", "Bench", "--zone", "UTC"), check=True, stdout=subprocess.DEVNULL)
    company = json.loads(subprocess.run(command(data, "company", "show", "Bench", "--json"), check=True,
                                        capture_output=True).stdout)["id"]
    start = time.perf_counter()
    made = json.loads(subprocess.run([os.path.join(BUILD, "tests/tool/search-build"), os.path.join(data, "journal"),
                                      os.path.join(data, "keys"), company, "bench", str(RECORDS), str(DAYS)], check=True,
                                     capture_output=True).stdout)
    built = round(time.perf_counter() - start, 1)
    stored = sum(os.path.getsize(os.path.join(f, n)) for f, _, names in os.walk(os.path.join(data, "journal")) for n in names)
    for name, args, wanted in CASES:
        results = [once(data, args) for _ in range(RUNS)]
        if wanted is not None and results[0][2] != wanted:
            raise SystemExit(f"{name}: {results[0][2]} hits and not {wanted}")
        tell("search-" + name, [round(r[1], 3) for r in results], "s", first=round(sorted(r[0] for r in results)[RUNS // 2], 3),
             hits=results[0][2], records=made["records"], bytes=made["bytes"], stored=stored, days=DAYS, built_seconds=built)
