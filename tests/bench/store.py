#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The store: findings a second (look for the like, put, count; 1,000 to a transaction) into one of 1,000 companies that
grows to 1 M findings, and how long a page's lists take then (99th percentile of 200, milliseconds)."""
import json
import os
import subprocess
import tempfile

from bench import BUILD, tell

COMPANIES, FINDINGS = 1000, 1_000_000

with tempfile.TemporaryDirectory() as folder:
    out = subprocess.run([os.path.join(BUILD, "tests/tool/store-load"), folder, str(COMPANIES), str(FINDINGS)], capture_output=True,
                         check=True).stdout
    result = json.loads(out)
    size = os.path.getsize(os.path.join(folder, "sakimori.db"))
given = {"companies": COMPANIES, "findings": FINDINGS, "bytes": size}
tell("store-findings", [result["findings_a_second"]], "findings/s", cores=1, **given)
lists = {f"{who}/{what}": ms for who in ("administrator", "operator", "member") for what, ms in result[who].items()}
tell("store-lists", [max(lists.values())], "ms", lists=lists, page=50, asked=200, **given)
