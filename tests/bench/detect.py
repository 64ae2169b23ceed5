#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Windows events (JSON lines) through all public Sigma rules, from file to incidents, one core: events a second."""
import tempfile

from bench import RUNS, SIGMA, lsass_events, tell, triage

with tempfile.TemporaryDirectory() as folder:
    events = lsass_events(folder)
    results = [triage("--threads", "1", *SIGMA, events) for _ in range(RUNS)]
    tell("detect", [round(r["events"] / r["seconds"]) for r in results], "events/s", events=results[0]["events"],
         bytes=results[0]["bytes"], rules=results[0]["rules"]["loaded"], cores=1, input="LSASS_campaign_01, OTRF JSON")
