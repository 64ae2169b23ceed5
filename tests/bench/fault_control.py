# SPDX-License-Identifier: Apache-2.0
"""What the fault tests share: a server under the shim (tests/tool/fault_shim.c), disks of a size, memory of processes, connections by the
thousand, and one JSON line a case."""
import contextlib
import json
import mmap
import os
import re
import socket
import sqlite3
import struct
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../system"))
from engine_feed import Feed  # noqa: E402
from server import NAMES, Server, wait_for  # noqa: E402
from tap import BUILD  # noqa: E402

SHIM = os.path.join(BUILD, "tests/tool/libfault-shim.so")
SEALS = {"log": {"age": 5}}  # what arrived is sealed soon, and can be exported
FIELDS = ("clock_off", "sync_delay", "write_error", "syncs")


class Shim:
    """The shim's controls, in a file. env: what a program needs to be started with it."""

    def __init__(self):
        self.file = tempfile.NamedTemporaryFile(prefix="sakimori-fault-")
        self.file.write(bytes(4096))
        self.file.flush()
        self.map = mmap.mmap(self.file.fileno(), 4096)
        self.env = {"LD_PRELOAD": SHIM, "FAULT_CONTROL": self.file.name}

    def set(self, name, value):
        struct.pack_into("q", self.map, FIELDS.index(name) * 8, int(value))

    def get(self, name):
        return struct.unpack_from("q", self.map, FIELDS.index(name) * 8)[0]


@contextlib.contextmanager
def disk(size, kind="tmpfs"):
    """A disk of its own of so many MiB, mounted; None where that is not allowed. A loop device is (folder, device)."""
    folder = tempfile.mkdtemp(prefix="sakimori-disk-")
    image = folder + ".img"
    if kind == "tmpfs":
        commands = [["mount", "-t", "tmpfs", "-o", f"size={size}m", "tmpfs", folder]]
    else:
        with open(image, "wb") as out:
            out.truncate(size << 20)
        commands = [["mkfs.ext4", "-q", "-m", "0", image], ["mount", "-o", "loop,errors=remount-ro", image, folder]]
    try:
        good = os.geteuid() == 0 and all(subprocess.run(c, capture_output=True).returncode == 0 for c in commands)
    except FileNotFoundError:
        good = False
    try:
        yield folder if good else None
    finally:
        if good:
            subprocess.run(["umount", folder], capture_output=True)
        with contextlib.suppress(OSError):
            os.rmdir(folder)
        with contextlib.suppress(OSError):
            os.unlink(image)


def fill(folder, leave=0):
    """A file that takes what is free but for so many bytes; its path."""
    path = os.path.join(folder, "filler")
    with open(path, "wb", buffering=0) as out:
        with contextlib.suppress(OSError):
            while True:
                left = free(folder) - leave
                if left <= 0:
                    break
                out.write(bytes(min(left, 1 << 20)))
        with contextlib.suppress(OSError):
            while leave == 0:
                out.write(bytes(512))
    return path


def free(folder):
    disk = os.statvfs(folder)
    return disk.f_bavail * disk.f_frsize


def pss(server):
    """{name: MiB of PSS} of the processes that run."""
    sizes = {}
    for name, pid in server.pids.items():
        try:
            with open(f"/proc/{pid}/smaps_rollup") as rollup:
                sizes[name] = int(re.search(r"^Pss:\s+(\d+)", rollup.read(), re.M)[1]) >> 10
        except (OSError, TypeError):
            sizes[name] = 0
    return sizes


class Watcher(threading.Thread):
    """The most memory each process took meanwhile."""

    def __init__(self, server, every=0.25):
        super().__init__(daemon=True)
        self.server, self.every, self.ended = server, every, False
        self.most = {name: 0 for name in ("parent", *NAMES)}
        self.sum = 0

    def run(self):
        while not self.ended:
            sizes = pss(self.server)
            self.most = {name: max(self.most.get(name, 0), size) for name, size in sizes.items()}
            self.sum = max(self.sum, sum(sizes.values()))
            time.sleep(self.every)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.ended = True
        self.join()


def metrics(server):
    """{name with labels: number}."""
    lines = server.get("/metrics", port=server.console)[2].decode().splitlines()
    return {m[1]: float(m[2]) for m in (re.match(r"sakimori_(\S+) (\S+)$", line) for line in lines) if m}


def refused(numbers):
    """{reason: records}, those that are not 0."""
    found = {}
    for name, value in numbers.items():
        m = re.match(r'refused_records_total\{reason="(.*)"\}', name)
        if m and value:
            found[m[1]] = int(value)
    return found


def health(server):
    status, _, body = server.get("/health", timeout=10)
    return status, json.loads(body)


def notices(server, over=False):
    """{kind: detail} of those that are open."""
    path = os.path.join(server.data, "state", "sakimori.db")
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10)
    try:
        return dict(database.execute(f"SELECT kind, detail FROM notices {'' if over else 'WHERE open = 1'}"))
    finally:
        database.close()


class Sender(threading.Thread):
    """Posts batches with ids, one by one, each again until it is acknowledged: what was acknowledged is in `acked`."""

    def __init__(self, feed, name, pause=0.01, lines=20):
        super().__init__(daemon=True)
        self.feed, self.name, self.pause, self.lines = feed, name, pause, lines
        self.ended = False
        self.acked = []  # records
        self.took = []  # (when, seconds) of each acknowledgement
        self.answers = {}
        self.last = {}  # status: the last answer with it (headers, body)

    def attempt(self, body, batch):
        begun = time.monotonic()
        try:
            status, headers, said = self.feed.server.post("/intake/records", body, {**self.feed.headers, "Batch-Id": batch}, timeout=30)
        except OSError:
            status, headers, said = 0, {}, b""
        self.answers[status] = self.answers.get(status, 0) + 1
        self.last[status] = (headers, said)
        if status == 200:
            self.took.append((begun, time.monotonic() - begun))
        return status == 200

    def run(self):
        number = 0
        while not self.ended:
            number += 1
            records = [json.dumps({"sender": self.name, "n": number, "i": i}) for i in range(self.lines)]
            while not self.attempt("\n".join(records) + "\n", f"{self.name}:{number}"):
                if self.ended:
                    return
                time.sleep(0.1)
            self.acked += records
            time.sleep(self.pause)

    def end(self):
        self.ended = True
        self.join(40)

    def slowest(self, since=0.0, until=1e18):
        return max((t for at, t in self.took if since <= at <= until), default=0.0)


def is_sealed(server):
    """Whether all that is durable stands in blocks."""
    return server.command_json("journal", "stat")["log"]["first"] >= metrics(server)["log_durable_position"]


def in_journal(server, feed):
    """Whether the journal verifies, and every record of the company as a list: from an export."""
    verified = server.command("journal", "verify")
    if not wait_for(lambda: is_sealed(server), 60, 0.2):
        raise RuntimeError("the log is not sealed: " + server.said()[-2000:])
    with tempfile.TemporaryDirectory(prefix="sakimori-export-") as folder:
        done = server.command("journal", "export", "--company", feed.company["id"], "--plain", "-o", os.path.join(folder, "x"), limit=300)
        if done.returncode:
            raise RuntimeError(done.stderr.decode())
        with open(os.path.join(folder, "x", "records.jsonl"), encoding="utf-8") as rows:
            records = [json.loads(row).get("record") for row in rows]
    return verified.returncode == 0, records


def lost(acked, records):
    """Acknowledged records that are not there, and those that are there twice."""
    have = {}
    for record in records:
        have[record] = have.get(record, 0) + 1
    return [r for r in acked if r not in have], [r for r in acked if have.get(r, 0) > 1]


def connect(port, address, timeout=5):
    """A connection from an address of our own of 127.0.0.0/8."""
    s = socket.socket()
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.setsockopt(socket.IPPROTO_IP, 24, 1)  # IP_BIND_ADDRESS_NO_PORT
    s.bind((address, 0))
    s.settimeout(timeout)
    s.connect(("127.0.0.1", port))
    return s


def tell(case, value, unit, **more):
    print(json.dumps({"bench": "faults", "case": case, "value": value, "unit": unit, **more}, ensure_ascii=False), flush=True)


__all__ = ["SEALS", "Feed", "Sender", "Server", "Shim", "Watcher", "connect", "disk", "fill", "free", "health", "in_journal", "lost", "metrics", "notices",
           "pss", "refused", "tell", "wait_for"]
