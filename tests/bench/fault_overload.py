# SPDX-License-Identifier: Apache-2.0
"""Senders at twice what the engine can do: what is refused is counted and told, memory stays within limits, nothing accepted is lost."""
import json
import os
import random
import subprocess
import tempfile
import time

from fault_control import Feed, Server, Watcher, health, metrics, notices, refused, wait_for
from tap import BUILD

PACE_LOAD = os.path.join(BUILD, "tests/tool/pace-load")
LINES, CONNECTIONS = 500, 64
SECONDS = int(os.environ.get("FAULTS_SECONDS", "60"))
SEALED_TOO = 0.6  # of the engine's pace: what it can do for ever while records are sealed, too
MEMORY = 512  # MiB of all processes together: docs/limits.md says which limit is whose


def write_lines(path, count=40_000):
    """Lines of a FortiGate and of sshd, now and then an alert."""
    pick = random.Random(1)
    with open(path, "w", encoding="ascii") as out:
        for i in range(count):
            a, b = f"192.0.2.{pick.randrange(1, 255)}", f"10.0.{pick.randrange(4)}.{pick.randrange(1, 255)}"
            if i % 3 == 0:
                out.write(f"<34>1 2026-11-20T09:00:00Z gw{i % 7} sshd {i} - - Failed password for user{pick.randrange(100)} from {a} port {i % 60000} ssh2\n")
            elif i % 2000 == 1:
                out.write(Feed.alert(pick.randrange(200)) + "\n")
            else:
                out.write(f"<189>date=2026-11-20 time=09:00:00 devname=\"FG{i % 5}\" devid=\"FG100E\" logid=\"0000000013\" type=\"traffic\" subtype=\"forward\" "
                          f"level=\"notice\" vd=\"root\" srcip={b} srcport={i % 60000} dstip={a} dstport=443 proto=6 action=\"close\" policyid={i % 50} "
                          f"service=\"HTTPS\" duration={i % 300} sentbyte={pick.randrange(10**6)} rcvdbyte={pick.randrange(10**7)}\n")


def send(server, feed, lines, rate, seconds, watch=None):
    """What pace-load tells; `watch` is called about once a second meanwhile."""
    command = [PACE_LOAD, str(server.intake), feed.source["token"], str(CONNECTIONS), str(rate), str(LINES), str(seconds), lines]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as sender:
        while sender.poll() is None:
            time.sleep(0.5)
            if watch:
                watch()
        out = sender.stdout.read()
    if sender.returncode:
        raise RuntimeError(f"pace-load: {sender.returncode}")
    return json.loads(out)


def behind(server):
    numbers = metrics(server)
    return int(numbers["log_durable_position"] - numbers["engine_position"])


def caught_up(server, limit):
    begun = time.monotonic()
    return wait_for(lambda: behind(server) <= 0, limit, 0.1) and max(0.1, round(time.monotonic() - begun, 1))


def events_a_second(server, feed, lines, seconds=8):
    """What the engine does while more comes than it can do."""
    before, begun = metrics(server)["events_total"], time.monotonic()
    send(server, feed, lines, 200_000, seconds)
    rate = (metrics(server)["events_total"] - before) / (time.monotonic() - begun)
    caught_up(server, 120)
    return rate


def sustainable(server, feed, lines):
    """The highest rate tried at which the engine is not ever further behind."""
    rate = events_a_second(server, feed, lines)
    while rate > 1000:
        send(server, feed, lines, rate, 6)
        late = behind(server)
        caught_up(server, 60)
        if late < 4 << 20:
            break
        rate *= 0.85
    return int(rate)


def stored(server, feed):
    """Records of the company in blocks, when all is sealed."""
    wait_for(lambda: server.command_json("journal", "stat")["log"]["first"] >= metrics(server)["log_durable_position"], 900, 0.5)
    companies = server.command_json("journal", "stat")["companies"]
    return sum(c["records"] for c in companies if c["company"] == feed.company["id"])


def latency(server, feed):
    """Seconds from an alert's acknowledgement until its finding is in the store."""
    machine = random.randrange(1 << 23, 1 << 24)
    begun = time.monotonic()
    feed.post([Feed.alert(machine)])
    address = f"10.{machine >> 16 & 255}.{machine >> 8 & 255}.{machine & 255}"
    wait_for(lambda: address in feed.findings(), 30, 0.02)
    return time.monotonic() - begun


def overload(check, limited=False, seconds=SECONDS):
    """Without a limit all is taken and waits in the log; with one by source at what can be sustained, the rest is refused."""
    with tempfile.TemporaryDirectory(prefix="sakimori-load-") as folder:
        lines = os.path.join(folder, "lines")
        write_lines(lines)
        with Server({"limits": {"records_a_second": 0}, "log": {"age": 10}}) as server:
            feed = Feed(server)
            feed.begin()
            rate = sustainable(server, feed, lines)
            rows = [("sustainable", rate, "records/s", {"lines_a_request": LINES, "connections": CONNECTIONS, "cores": os.cpu_count()})]
            what = "without a limit"
            if limited:
                # Sealing goes on beside it for as long as it takes.
                rate = int(rate * SEALED_TOO)
                server.configure({"limits": {"records_a_second": rate}, "log": {"age": 10}})
                server.reload()
                time.sleep(3)
                what = "with a limit by source"
            rows.append(twice(check, server, feed, lines, rate, seconds, what))
    return rows


def twice(check, server, feed, lines, rate, seconds, what):
    most = {"behind": 0, "unwell": 0, "slow": 0.0}

    def watch():
        begun = time.monotonic()
        most["unwell"] += health(server)[0] != 200
        most["slow"] = max(most["slow"], time.monotonic() - begun)
        most["behind"] = max(most["behind"], behind(server))

    have, before = stored(server, feed), metrics(server)
    quiet = latency(server, feed)
    with Watcher(server) as watcher:
        sent = send(server, feed, lines, 2 * rate, seconds, watch)
        told = notices(server)
        recovered = caught_up(server, 60 + 3 * seconds)
    answers = {int(status): count for status, count in sent["answers"].items()}
    accepted, others = answers.get(200, 0), sum(n for s, n in answers.items() if s != 200)
    counted = sum(refused(metrics(server)).values()) - sum(refused(before).values())
    check(sent["sent"] == accepted + others + sent["unanswered"], f"{what}: {sent['sent']} sent = {accepted} accepted + {others} refused + "
          f"{sent['unanswered']} unanswered", sent)
    check(abs(counted - others) <= LINES * CONNECTIONS + others // 100, f"{what}: {counted} are counted as refused", (others, refused(metrics(server))))
    check(sum(watcher.most.values()) < MEMORY, f"{what}: memory stays within {MEMORY} MiB", watcher.most)
    check(recovered, f"{what}: {recovered} s afterwards the engine has caught up {most['behind'] >> 20} MiB")
    late = latency(server, feed)
    check(late < 2, f"{what}: afterwards an alert is a finding in {late:.2f} s ({quiet:.2f} s before)")
    check(not most["unwell"] and most["slow"] < 2, f"{what}: /health stays well, and answers within {most['slow']:.2f} s", most)
    now = stored(server, feed) - 2
    check(now - have >= accepted, f"{what}: all {accepted} accepted records are in the journal ({now - have})")
    name = "overload" if what.startswith("without") else "overload-limited"
    return (name, sent["sent"], "records sent", {
        "rate": 2 * rate, "seconds": seconds, "due": sent["due"], "accepted": accepted, "refused": others, "unanswered": sent["unanswered"],
        "counted": counted, "stored": now - have, "p50": sent["p50"], "p99": sent["p99"], "slowest": sent["slowest"], "behind_mib": most["behind"] >> 20,
        "caught_up": recovered, "memory_mib": watcher.most, "latency_before": round(quiet, 3), "latency_after": round(late, 3), "notices": sorted(told)})


CASES = {"overload": overload, "overload-limited": lambda check: overload(check, True)}
