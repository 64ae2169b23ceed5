#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Records from request body to group commit (compressed, written, fdatasync), bound to one core: records a second.
3,000,000 records of about 300 bytes, batches of 1,000, one company."""
import json
import os
import subprocess
import tempfile

from bench import BUILD, RUNS, tell

TOOL = os.path.join(BUILD, "tests", "tool", "journal-bench")
runs, last = [], {}
for _ in range(RUNS):
    with tempfile.TemporaryDirectory(dir=os.environ.get("SAKIMORI_BENCH_DISK")) as folder:
        out = subprocess.run(["taskset", "-c", "1" if (os.cpu_count() or 1) > 1 else "0", TOOL, folder, "3000000", "1000"],
                             capture_output=True, check=True).stdout
        last = json.loads(out)
        runs.append(round(last["records"] / last["seconds"]))
tell("journal", runs, "records/s", bytes=last["bytes"], groups=last["groups"], processor_seconds=last["processor"],
     peak_kib=last["peak_kib"])
