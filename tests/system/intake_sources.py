# SPDX-License-Identifier: Apache-2.0
"""Sources for tests of intake, without the console: the snapshot that it reads is written here (src/intake/directory.h), and what
arrived is read from the log itself (tests/tool/log_dump.c)."""
import hashlib
import json
import os
import subprocess

from server import wait_for
from tap import BUILD

COMPANY = "c" * 32
DUMP = os.path.join(BUILD, "tests/tool/log-dump")


def source(letter, token=None, **more):
    """A source whose id is 32 times the letter; see struct intake_source."""
    row = {"id": letter * 32, "company": COMPANY, "addresses": [], **more}
    if token:
        row["token_hash"] = hashlib.blake2b(token.encode(), digest_size=32).hexdigest()
    return row


def put(server, *sources):
    """Put the sources in force and wait until they are: the one that is added here last says so."""
    put.count += 1
    probe = f"probe-{put.count}"
    path = os.path.join(server.data, "run", "sources.json")
    with open(path + ".new", "w", encoding="utf-8") as out:
        json.dump({"version": 1, "sources": [*sources, source("f", probe)]}, out)
    os.rename(path + ".new", path)
    if not wait_for(lambda: server.get("/", {"Authorization": "Bearer " + probe}, port=server.intake)[0] == 200, 5):
        raise RuntimeError("the sources do not come into force:\n" + server.said())


put.count = 0


def frames(server):
    """Every record in the log, and frames without records, as dicts."""
    done = subprocess.run([DUMP, os.path.join(server.data, "journal", "log")], capture_output=True, timeout=60)
    if done.returncode:
        raise RuntimeError(done.stderr.decode())
    return [json.loads(line) for line in done.stdout.splitlines()]


def texts(server, letter):
    """What arrived of one source, in order."""
    return [f["text"] for f in frames(server) if f["source"] == letter * 32 and f["kind"] == 1]


def metric(server, name):
    for line in server.get("/metrics", port=server.intake)[2].decode().splitlines():
        if line.startswith("sakimori_" + name + " "):
            return float(line.split()[-1])
    raise KeyError(name)


def refused(server, reason):
    return metric(server, f'refused_records_total{{reason="{reason}"}}')
