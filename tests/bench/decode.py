#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Log lines to events without rules, one core: records a second, for four formats."""
import glob
import os
import tempfile

from bench import DATA, RUNS, lsass_events, no_rules, tell, triage


def repeated(sources, folder, name, size):
    lines = b"".join(open(s, "rb").read() for s in sources)
    lines = b"".join(line for line in lines.splitlines(True) if line.strip())
    path = os.path.join(folder, name)
    with open(path, "wb") as f:
        for _ in range(max(1, size // len(lines))):
            f.write(lines)
    return path


with tempfile.TemporaryDirectory() as folder:
    logs = os.path.join(DATA, "logs")
    inputs = {
        "windows-json": lsass_events(folder),
        "fortigate": repeated([f"{logs}/fortinet_fortigate/log/test-fortinet.log"], folder, "fortigate.log", 100 << 20),
        "cisco-asa": repeated(sorted(glob.glob(f"{logs}/cisco_asa/log/*.log")), folder, "asa.log", 100 << 20),
        "suricata": repeated(sorted(glob.glob(f"{DATA}/network/eve/*.json")), folder, "eve.json", 100 << 20),
    }
    for name, path in inputs.items():
        results = [triage("--threads", "1", *no_rules(folder), path) for _ in range(RUNS)]
        tell("decode-" + name, [round(r["records"] / r["seconds"]) for r in results], "records/s", records=results[0]["records"],
             bytes=results[0]["bytes"], megabytes_a_second=round(results[0]["bytes"] / 1e6 / results[0]["seconds"]), cores=1)
