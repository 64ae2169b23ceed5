# SPDX-License-Identifier: Apache-2.0
"""Nothing acknowledged is ever lost, nothing is there twice.

kills: 1,000 times (CRASH_KILLS) kill -9 of intake, engine, web and parent in turn, at random moments under load. Senders with a
batch id repeat a batch until it is acknowledged; others, too, and may then be there more than once. Some lines of a
batch are identical. At the end every acknowledged record must be in the journal, once where it had a batch id, and every record's
finding once, with the count that the journal has.

power: the same under strace(1); what the disk may hold at CRASH_CUTS moments (see disk_trace.py) is laid out, the server is started
on it, and the same must hold for what had been acknowledged by then.
"""
import collections
import json
import os
import random
import shutil
import sys
import tempfile
import threading
import time

os.environ["SAKIMORI_BUILD"], os.environ["SAKIMORI_DATA"] = sys.argv[1], sys.argv[2]
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "system"))
from disk_trace import STRACE, Trace  # noqa: E402
from engine_feed import Feed  # noqa: E402
from server import Server, alive, wait_for  # noqa: E402

KILLS = int(os.environ.get("CRASH_KILLS", "1000"))
CUTS = int(os.environ.get("CRASH_CUTS", "150"))
SEED = int(os.environ.get("CRASH_SEED", str(random.randrange(1 << 30))))
CONFIG = {"log": {"segment": "1M", "age": 2}, "back_off": 1, "limits": {"records_a_second": 0}}
BATCH, SAME, MACHINES = 20, 3, 300
TIME = time.strftime("%Y-%m-%dT%H:%M:%S.000000+0000", time.gmtime())


class Sender(threading.Thread):
    """Sends batches until told to stop; a batch is repeated until it is acknowledged."""

    numbers = iter(range(1 << 24))
    lock = threading.Lock()

    def __init__(self, feed, name, with_id, pause):
        super().__init__(daemon=True)
        self.feed, self.name, self.with_id, self.pause = feed, name, with_id, pause
        self.sent, self.batches, self.ended, self.tries = collections.Counter(), {}, False, 0

    def run(self):
        number = 0
        while not self.ended:
            number += 1
            with self.lock:
                records = [next(self.numbers) for _ in range(BATCH)]
            records += [records[0]] * SAME
            batch = f"{self.name}:{number}" if self.with_id else None
            lines = [alert(self.feed, r) for r in records]
            while True:
                self.tries += 1
                try:
                    status = self.feed.post(lines, batch)
                except (OSError, TypeError, ValueError):  # the address file is being replaced
                    status = 0
                if status == 200:
                    break
                time.sleep(0.02)
            self.sent.update(records)
            if batch:
                self.batches[batch] = records
            time.sleep(self.pause)


def machine(record):
    """Whose finding a record is: 23 records of a batch and others of one machine make one."""
    return record // BATCH % MACHINES


def alert(feed, record):
    """An alert of its machine, with the record's number in it."""
    line = json.loads(feed.alert(machine(record), ago=0))
    line["timestamp"] = TIME  # identical records are identical to the byte
    line["flow_id"] = record
    return json.dumps(line)


def address(number):
    return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


def in_journal(server, feed):
    """How often each record stands in the journal, and whether it verifies."""
    verified = server.command("journal", "verify")
    folder = tempfile.mkdtemp(prefix="sakimori-export-")
    try:
        # What is still in the log is sealed first, so that the export has all of it.
        wait_for(lambda: server.get("/health")[0] == 200, 20)
        if not wait_for(lambda: sealed(server), 240, 1):
            raise RuntimeError("the log is not sealed: " + server.said()[-2000:])
        done = server.command("journal", "export", "--company", feed.company["id"], "--plain", "-o", os.path.join(folder, "x"))
        if done.returncode and b"no blocks yet" in done.stderr:
            return collections.Counter(), verified.returncode == 0, ""
        if done.returncode:
            raise RuntimeError(done.stderr.decode())
        counts = collections.Counter()
        for line in open(os.path.join(folder, "x", "records.jsonl"), encoding="utf-8"):
            counts[json.loads(json.loads(line)["record"])["flow_id"]] += 1
        return counts, verified.returncode == 0, verified.stdout.decode() + verified.stderr.decode()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sealed(server):
    return json.loads(server.command("journal", "verify", "--json").stdout)["log"]["frames"] == 0


def judge(server, feed, exact, least, what):
    """Problems: acknowledged records that are not there, or not once; findings that do not agree with the journal."""
    problems = []
    counts, good, said = in_journal(server, feed)
    if not good:
        problems.append(f"{what}: journal verify: {said[-300:]}")
    lost = [r for r, n in (exact | least).items() if counts[r] < n]
    doubled = [r for r, n in exact.items() if counts[r] > n]
    if lost:
        problems.append(f"{what}: {len(lost)} acknowledged records are lost, first {lost[:3]}")
    if doubled:
        problems.append(f"{what}: {len(doubled)} records are there twice, first {doubled[:3]}")
    feed.settled(sum(counts.values()), 60)
    rows = feed.ask("SELECT subject, count(*), sum(count) FROM findings GROUP BY subject")
    findings = {s: n for s, _, n in rows}
    twice = [s for s, n, _ in rows if n != 1]
    if twice:
        problems.append(f"{what}: {len(twice)} subjects have more than one finding, first {twice[:3]}")
    wanted = collections.Counter()
    for record, number in counts.items():
        wanted[address(machine(record))] += number
    if findings != dict(wanted):
        off = [s for s in set(findings) | set(wanted) if findings.get(s, 0) != wanted[s]]
        problems.append(f"{what}: {len(off)} findings do not count what the journal has, first "
                        f"{[(s, findings.get(s), wanted[s]) for s in off[:3]]}")
    return problems


def kills(pick):
    problems = []
    with Server(CONFIG) as server:
        feed = Feed(server)
        feed.begin()
        senders = [Sender(feed, f"with{i}", True, 0.005) for i in range(3)] + [Sender(feed, "without", False, 0.01)]
        for sender in senders:
            sender.start()
        done = collections.Counter()
        start = time.monotonic()
        for number in range(KILLS):
            name = ("intake", "engine", "web", "parent")[number % 4]
            pid = wait_for(lambda: (server.pids or {}).get(name), 10)
            if not wait_for(lambda: alive(server.pids.get(name, 0)), 20):
                problems.append(f"{name} was not started again")
                break
            time.sleep(pick.random() * pick.choice((0.02, 0.2, 0.4)))
            pids = server.pids
            try:
                server.kill(name)
                done[name] += 1
            except (ProcessLookupError, KeyError):
                continue
            if name == "parent":
                server.process.wait()
                left = [p for p in pids.values() if p != pid]
                if not wait_for(lambda: not any(alive(p) for p in left), 10):
                    problems.append("children outlive their parent")
                server.start()
        for sender in senders:
            sender.ended = True
        for sender in senders:
            sender.join(60)
            if sender.is_alive():
                problems.append(f"{sender.name}: a batch is not acknowledged within a minute")
        seconds = time.monotonic() - start
        exact = sum((s.sent for s in senders if s.with_id), collections.Counter())
        least = sum((s.sent for s in senders if not s.with_id), collections.Counter())
        problems += judge(server, feed, exact, least, "after the kills")
        aside = feed.ask("SELECT count(*) FROM set_aside")[0][0]
        if aside:
            problems.append(f"{aside} frames were set aside")
        report = {"kills": dict(done), "records": sum(exact.values()) + sum(least.values()), "seconds": round(seconds),
                  "tries": sum(s.tries for s in senders), "batches": sum(len(s.batches) for s in senders)}
    return problems, report


def record(folder):
    """Load under strace; the trace, what each batch held, and the feed."""
    path = os.path.join(folder, "trace")
    data = os.path.join(folder, "data")
    os.mkdir(data)
    # -D: the server itself is the child that is waited for.
    server = Server(CONFIG, data=data, wrap=[STRACE[0], "-D", "-o", path, *STRACE[1:]], limit=60)
    try:
        feed = Feed(server)
        feed.begin(30)
        senders = [Sender(feed, f"with{i}", True, 0.02) for i in range(2)]
        for sender in senders:
            sender.start()
        time.sleep(12)
        for sender in senders:
            sender.ended = True
        for sender in senders:
            sender.join(60)
        time.sleep(3)
    finally:
        server.stop()
    batches = {}
    for sender in senders:
        batches.update(sender.batches)
    return Trace(path, data), batches, feed


def power(pick):
    problems = []
    with tempfile.TemporaryDirectory(prefix="sakimori-power-") as folder:
        trace, batches, feed = record(folder)
        problems += [f"the model does not know: {w}" for w in sorted(set(trace.unmodelled))]
        syncs = [i for i, e in enumerate(trace.events) if e["kind"] in ("sync", "folder", "ack")]
        first = next((i for i, e in enumerate(trace.events) if e["kind"] == "ack"), 0)
        if not first:
            return ["no acknowledgement was seen in the trace"], {}
        acked = 0
        for number in range(CUTS):
            near = pick.choice([i for i in syncs if i >= first]) + pick.choice((0, 1, 1, 2))
            end = min(len(trace.events), near if pick.random() < 0.7 else pick.randrange(first, len(trace.events)))
            chance = pick.choice((0.0, 0.3, 0.7, 1.0))
            left = os.path.join(folder, f"left{number}")
            os.mkdir(left)
            trace.leave(end, left, chance, pick.random())
            wanted = collections.Counter()
            for batch in trace.acknowledged(end):
                wanted.update(batches.get(batch, []))
            acked += sum(wanted.values())
            what = f"cut {number} behind event {end} of {len(trace.events)}, {chance:.0%} of the unsynced there"
            try:
                server = Server(CONFIG, data=left)
                try:
                    feed.server = server
                    problems += judge(server, feed, wanted, collections.Counter(), what)
                finally:
                    server.stop()
            except RuntimeError as error:
                problems.append(f"{what}: {str(error)[-400:]}")
            if problems and os.environ.get("CRASH_KEEP"):
                shutil.copytree(left, os.environ["CRASH_KEEP"], dirs_exist_ok=True)
                break
            shutil.rmtree(left, ignore_errors=True)
        counts = collections.Counter(e["kind"] for e in trace.events)
    return problems, {"cuts": CUTS, "events": dict(counts), "acknowledged records checked": acked}


def main():
    pick = random.Random(SEED)
    problems, report = {}, {}
    which = os.environ.get("CRASH_ONLY", "kills power").split()
    if "kills" in which:
        problems["kills"], report["kills"] = kills(pick)
    if "power" in which:
        problems["power"], report["power"] = power(pick)
    for name in problems:
        for problem in problems[name][:20]:
            print("#", name + ":", problem, file=sys.stderr)
    value = sum(len(p) for p in problems.values())
    print(json.dumps({"bench": "crash", "value": value, "unit": "problems", "seed": SEED, **report}))
    return 1 if value else 0


if __name__ == "__main__":
    sys.exit(main())
