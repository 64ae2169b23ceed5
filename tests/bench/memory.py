#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Peak memory of triage with all public Sigma rules, for an input of 100 MB and of 2 GB, all cores: MiB."""
import os
import tempfile

from bench import SIGMA, lsass_events, tell, triage

with tempfile.TemporaryDirectory() as folder:
    events = lsass_events(folder)
    large = os.path.join(folder, "large.json")
    with open(large, "wb") as out:
        data = open(events, "rb").read()
        for _ in range(20):
            out.write(data)
    for name, path in (("memory-100MB", events), ("memory-2GB", large)):
        results = [triage(*SIGMA, path) for _ in range(3 if path == large else 5)]
        tell(name, [round(r["peak_rss"] / 2**20, 1) for r in results], "MiB", bytes=results[0]["bytes"],
             rules=results[0]["rules"]["loaded"], cores=os.cpu_count())
