# SPDX-License-Identifier: Apache-2.0
"""Senders that are too many, too slow or too fast: half-open connections, a byte a second, twice what the engine can do."""
import collections
import json
import os
import random
import resource
import selectors
import socket
import subprocess
import threading
import time

from fault_control import SEALS, Feed, Sender, Server, Watcher, connect, health, in_journal, lost, metrics, pss, refused, wait_for
from tap import BUILD

SEND_LOAD = os.path.join(BUILD, "tests/tool/send-load")
PART = b"POST /intake/records HTTP/1.1\r\nHost: x\r\nAuthorization: Bear"


class Flood(threading.Thread):
    """Keeps so many connections half open from a hundred addresses of ours: each says a little and then nothing; one that is closed is
    opened again."""

    def __init__(self, port, count, says):
        super().__init__(daemon=True)
        self.port, self.count, self.says = port, count, says
        self.ended, self.open, self.opened, self.closed = False, 0, 0, 0
        self.most = 0

    def begin(self, selector):
        s = socket.socket()
        s.setblocking(False)
        s.setsockopt(socket.IPPROTO_IP, 24, 1)  # IP_BIND_ADDRESS_NO_PORT
        s.bind((f"127.0.{random.randrange(1, 100)}.{random.randrange(1, 250)}", 0))
        if s.connect_ex(("127.0.0.1", self.port)) not in (0, 115):
            s.close()
            return
        selector.register(s, selectors.EVENT_WRITE)
        self.open += 1
        self.opened += 1

    def drop(self, selector, s):
        selector.unregister(s)
        s.close()
        self.open -= 1
        self.closed += 1

    def run(self):
        selector = selectors.DefaultSelector()
        while not self.ended:
            for _ in range(min(self.count - self.open, 300)):
                self.begin(selector)
            for key, what in selector.select(0.02):
                s = key.fileobj
                try:
                    if what & selectors.EVENT_WRITE:
                        s.send(self.says)
                        selector.modify(s, selectors.EVENT_READ)
                    elif not s.recv(4096):
                        self.drop(selector, s)
                except OSError:
                    self.drop(selector, s)
            self.most = max(self.most, self.open)
        for key in list(selector.get_map().values()):
            key.fileobj.close()


def descriptors(count):
    """How many connections this process may have, as far as that can be raised."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with_room = count + 1000
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (with_room, max(hard, with_room)))
    except (OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return min(count, resource.getrlimit(resource.RLIMIT_NOFILE)[0] - 1000)


def quantile(values, part):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))] if ordered else 0.0


def asks(server, port, path, seconds, every=0.1):
    """(answers of 200, others, seconds of each) of honest requests on new connections."""
    good, bad, took = 0, 0, []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        begun = time.monotonic()
        try:
            status = server.get(path, port=port, timeout=10)[0]
        except OSError:
            status = 0
        good, bad = good + (status == 200), bad + (status != 200)
        took.append(time.monotonic() - begun)
        time.sleep(every)
    return good, bad, took


def syslog_lines(server, name, count):
    """Honest lines, each on a connection of its own; how many went out."""
    sent = 0
    for i in range(count):
        try:
            with connect(server.syslog["tcp"], "127.0.0.1") as s:
                s.sendall(f"<34>1 2026-11-20T09:00:00Z gw app - - - {name} {i}\n".encode())
                sent += 1
        except OSError:
            continue
        time.sleep(0.02)
    return sent


def flooded(check, server, feed, where, count, seconds):
    port = {"intake": server.intake, "console": server.console, "syslog": server.syslog["tcp"]}[where]
    flood = Flood(port, count, b"<34>1 half a li" if where == "syslog" else PART)
    sender = Sender(feed, where, pause=0.05)
    quiet = pss(server)
    closed = metrics(server)
    with Watcher(server) as watcher:
        flood.start()
        wait_for(lambda: flood.most >= count, 15)
        sender.start()
        sent = syslog_lines(server, where, 50) if where == "syslog" else 0
        good, bad, took = asks(server, server.console, "/sign-in", seconds)
        sender.end()
        during = metrics(server)
    flood.ended = True
    flood.join()
    late = quantile([t for _, t in sender.took], 0.99)
    check(flood.opened >= count, f"{where}: {flood.opened} connections were begun, {flood.most} held at once")
    check(len(sender.acked) > 20 * seconds and sender.answers.get(0, 0) <= len(sender.took) // 20,
          f"{where} flooded: an honest sender gets through ({len(sender.took)} batches acknowledged, {sender.answers}, p99 {late:.3f} s)")
    check(bad * 20 <= good, f"{where} flooded: the console answers ({good} of {good + bad}, p99 {quantile(took, 0.99):.3f} s)")
    grown = sum(watcher.most.values()) - sum(quiet.values())
    check(grown < 150, f"{where} flooded: memory grows by {grown} MiB at most", watcher.most)
    name = "console_closed_connections_total" if where == "console" else "closed_connections_total"
    count_closed = during.get(name, 0) - closed.get(name, 0)
    check(count_closed > 0, f"{where} flooded: {count_closed:.0f} connections cut off are counted", during)
    check(wait_for(lambda: metrics(server)["connections"] < 20, 20), f"{where}: afterwards connections are few again", metrics(server)["connections"])
    begun = time.monotonic()
    check(server.get("/sign-in")[0] == 200 and time.monotonic() - begun < 0.5, f"{where}: and all is as before")
    return sender, sent, (f"half-open-{where}", round(late, 4), "s", {
        "held": flood.most, "begun": flood.opened, "acknowledged": len(sender.took), "unanswered": sender.answers.get(0, 0), "console": good,
        "console_unanswered": bad, "console_p99": round(quantile(took, 0.99), 4), "memory_mib": watcher.most, "grown_mib": grown, "cut_off": int(count_closed)})


def half_open(check, count=10000, seconds=15):
    count = descriptors(count)
    rows, acked, lines = [], [], 0
    with Server({**SEALS, "limits": {"records_a_second": 0}}) as server:
        feed = Feed(server)
        feed.begin()
        server.command_json("source", "add", "gw", "--company", feed.company["id"], "--kind", "syslog", "--port", str(server.syslog["tcp"]))
        time.sleep(2.5)
        pids = server.pids
        for where in ("intake", "console", "syslog"):
            sender, sent, row = flooded(check, server, feed, where, count, seconds)
            acked += sender.acked
            lines += sent
            rows.append(row)
        check(server.pids == pids, "after the floods the processes are the same", server.said())
        verified, records = in_journal(server, feed)
        gone, _ = lost(acked, records)
        have = len({r for r in records if r.startswith("<34>1 2026-11-20T09")})
        check(verified and not gone, f"all {len(acked)} records acknowledged meanwhile are there", gone[:3])
        check(lines and have >= lines * 0.9, f"of {lines} honest syslog lines meanwhile {have} are there")
        rows[-1][3]["syslog_lines"] = [lines, have]
    return rows


def drip(port, first, address, ended, every=1.0):
    """Say something, then a byte a second; how long the connection was kept."""
    begun = time.monotonic()
    try:
        s = connect(port, address)
        s.sendall(first)
        s.settimeout(every)
        while not ended.is_set():
            try:
                if not s.recv(4096):
                    break
            except TimeoutError:
                s.sendall(b"a")
        s.close()
    except OSError:
        pass
    return time.monotonic() - begun


def never_read(port, request, count, ended):
    """Asks again and again and reads nothing."""
    try:
        s = socket.socket()
        s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        s.bind((f"127.2.0.{count % 250 + 1}", 0))
        s.connect(("127.0.0.1", port))
        s.settimeout(0.5)
        while not ended.is_set():
            try:
                s.sendall(request * 50)
            except TimeoutError:
                continue
    except OSError:
        pass


def slow_peers(check, count=100, seconds=30):
    """Writers of a byte a second, readers that never read, headers that never end, requests in a row."""
    with Server({**SEALS, "limits": {"records_a_second": 0}}) as server:
        feed = Feed(server)
        feed.begin()
        server.command_json("source", "add", "gw", "--company", feed.company["id"], "--kind", "syslog", "--address", "127.0.0.0/8")
        time.sleep(2.5)
        token = feed.headers["Authorization"]
        bulk = "".join('{"index":{}}\n{"a":1}\n' for _ in range(2000))
        starts = {
            "head": (server.intake, PART), "console head": (server.console, b"GET / HTTP/1.1\r\nX: "),
            "body": (server.intake, f"POST /intake/records HTTP/1.1\r\nHost: x\r\nAuthorization: {token}\r\nContent-Length: 100000\r\n\r\n".encode()),
            "body of a stranger": (server.intake, b"POST /intake/records HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n"),
            "line": (server.syslog["tcp"], b"<34>1 a line that "),
        }
        readers = {
            "pages": (server.console, b"GET /sign-in HTTP/1.1\r\nHost: x\r\n\r\n"),
            "answers": (server.intake, f"POST /_bulk HTTP/1.1\r\nHost: x\r\nAuthorization: {token}\r\nContent-Type: application/x-ndjson\r\n"
                                       f"Content-Length: {len(bulk)}\r\n\r\n{bulk}".encode()),
        }
        ended = threading.Event()
        kept = collections.defaultdict(list)

        def dripping(name, port, first, i):
            kept[name].append(drip(port, first, f"127.3.0.{i % 250 + 1}", ended))

        threads = [threading.Thread(target=dripping, args=(name, *start, i), daemon=True) for name, start in starts.items() for i in range(count // 5)]
        threads += [threading.Thread(target=never_read, args=(*reader, i, ended), daemon=True) for reader in readers.values() for i in range(count // 5)]
        sender = Sender(feed, "honest", pause=0.05)
        quiet = pss(server)
        with Watcher(server) as watcher:
            for thread in [*threads, sender]:
                thread.start()
            good, bad, took = asks(server, server.console, "/sign-in", seconds)
            sender.end()
        heads = kept["head"] + kept["console head"] + kept["body of a stranger"]
        check(heads and max(heads) < 13 and len(heads) == 3 * (count // 5), f"who drips a head a byte a second is cut off after {max(heads, default=0):.0f} s",
              {k: len(v) for k, v in kept.items()})
        late = quantile([t for _, t in sender.took], 0.99)
        check(len(sender.took) > 5 * seconds and not sender.answers.get(0), f"slow peers: an honest sender gets through (p99 {late:.3f} s)", sender.answers)
        check(not bad, f"slow peers: the console answers ({good}, p99 {quantile(took, 0.99):.3f} s)", bad)
        grown = sum(watcher.most.values()) - sum(quiet.values())
        check(grown < 256, f"slow peers: memory grows by {grown} MiB at most", watcher.most)
        ended.set()
        for thread in threads:
            thread.join(3)
        oversized(check, server, token)
        check(wait_for(lambda: health(server)[0] == 200, 5), "slow peers: /health is well")
    return [("slow-peers", round(late, 4), "s", {"peers": len(threads), "heads_kept": round(max(heads, default=0), 1),
                                                 "console_p99": round(quantile(took, 0.99), 4), "memory_mib": watcher.most, "grown_mib": grown})]


def oversized(check, server, token):
    for name, port in (("intake", server.intake), ("console", server.console)):
        with connect(port, "127.0.0.1") as s:
            try:
                s.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 200_000 + b"\r\n\r\n")
            except OSError:
                pass
            try:
                answer = s.recv(4096)
            except OSError:
                answer = b""
            check(not answer or answer.split()[1] in (b"413", b"414", b"431", b"400"), f"{name}: a header of 200 kB is refused", answer[:100])
    one = (f"POST /intake/records HTTP/1.1\r\nHost: x\r\nAuthorization: {token}\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nline\n").encode()
    with connect(server.intake, "127.0.0.1", 20) as s:
        s.sendall(one * 200)
        got = b""
        try:
            while got.count(b"HTTP/1.1 200") < 200 and (more := s.recv(65536)):
                got += more
        except OSError:
            pass
        check(got.count(b"HTTP/1.1 200") == 200, "200 requests in a row are answered in order", got.count(b"HTTP/1.1 "))


CASES = {"half-open": half_open, "slow-peers": slow_peers}
