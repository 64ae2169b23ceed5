# SPDX-License-Identifier: Apache-2.0
"""TAP for the system tests: check(ok, what), skip(what, why), finish(). And the program under test."""
import json
import os
import subprocess
import sys
import tempfile

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.environ.get("SAKIMORI_BUILD") or os.path.join(TOP, "build-test")
DATA = os.environ.get("SAKIMORI_DATA") or os.path.join(TOP, "../shared/data")
SAKIMORI = os.path.join(BUILD, "sakimori")
_count = _bad = 0


def check(ok, what, detail=""):
    global _count, _bad
    _count += 1
    _bad += not ok
    print(f"{'ok' if ok else 'not ok'} {_count} - {what}", flush=True)
    if not ok:
        for line in str(detail).splitlines()[-12:]:
            print("#", line[:400])
    return ok


def skip(what, why):
    global _count
    _count += 1
    print(f"ok {_count} - {what} # SKIP {why}", flush=True)


def finish():
    print(f"1..{_count}")
    sys.exit(1 if _bad or not _count else 0)


def have_data(folder, what):
    """The shared input's folder. Absent as a whole: skipped. There, but without this folder: a failure."""
    if not os.path.isdir(DATA):
        skip(what, "no shared data here")
        return None
    path = os.path.join(DATA, folder)
    return path if check(os.path.exists(path), f"{folder} is in the shared data") else None


def run(*args, env=None, stdin=None, cwd=None, limit=300):
    return subprocess.run([SAKIMORI, *map(str, args)], capture_output=True, env=dict(os.environ, **(env or {})), cwd=cwd,
                          input=stdin, timeout=limit)


class Triage:
    """A run with --format jsonl: its lines by type, exit status, and the program's own peak memory."""

    def __init__(self, *args, limit=300):
        with tempfile.NamedTemporaryFile() as out:
            done = run("triage", "--format", "jsonl", "--quiet", "--out", out.name, *args, limit=limit)
            self.status, self.errors = done.returncode, done.stderr.decode("utf-8", "replace")
            self.lines = [json.loads(line) for line in open(out.name, encoding="utf-8")]
        self.matches = [x for x in self.lines if x["type"] == "match"]
        self.incidents = [x for x in self.lines if x["type"] == "incident"]
        self.unreadable = [x for x in self.lines if x["type"] == "unreadable"]
        self.summary = self.lines[-1] if self.lines and self.lines[-1]["type"] == "summary" else None
