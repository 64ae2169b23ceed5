#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Cold start: reading and checking all public Sigma rules, process from start to end: seconds."""
import subprocess
import time

from bench import RUNS, SAKIMORI, SIGMA, tell

runs = []
for _ in range(RUNS):
    start = time.perf_counter()
    subprocess.run([SAKIMORI, "rules", "check", *[a for a in SIGMA if a != "--rules"]], stdout=subprocess.DEVNULL)
    runs.append(round(time.perf_counter() - start, 3))
tell("start", runs, "s", rules=3780)
