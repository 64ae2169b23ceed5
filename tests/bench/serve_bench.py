# SPDX-License-Identifier: Apache-2.0
"""What the benchmarks of `sakimori serve` share: a server, its first administrator at the console, memory and processor time of all its
processes."""
import http.client
import json
import os
import random
import re
import subprocess
import sys
import time
import urllib.parse

from bench import BUILD

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../system"))
os.environ.setdefault("SAKIMORI_BUILD", BUILD)
from engine_feed import Feed  # noqa: E402, F401
from intake_sources import metric, put, source  # noqa: E402, F401
from server import Server, wait_for  # noqa: E402, F401

CORES = os.cpu_count()
TICK = os.sysconf("SC_CLK_TCK")
PASSWORD = "correct horse battery"


class Console:
    """A member at the console, over one connection that stays open."""

    def __init__(self, server):
        self.server = server
        self.line = http.client.HTTPConnection("127.0.0.1", server.console, timeout=60)
        self.cookie = ""

    def ask(self, method, path, body=None, html=False):
        """(status, headers in lower case, body)"""
        headers = {"Accept": "text/html" if html else "application/json", "Cookie": self.cookie}
        if body is not None:
            headers.update({"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"})
            body = urllib.parse.urlencode(body)
        self.line.request(method, path, body=body, headers=headers)
        answer = self.line.getresponse()
        data = answer.read()
        got = {k.lower(): v for k, v in answer.getheaders()}
        if "set-cookie" in got:
            self.cookie = got["set-cookie"].split(";")[0]
        return answer.status, got, data

    def json(self, path):
        status, _, data = self.ask("GET", path)
        if status != 200:
            raise RuntimeError(f"{path}: {status} {data[:200]}")
        return json.loads(data)

    def timed(self, path, html):
        """Seconds from the request to the last byte of the answer."""
        begin = time.perf_counter()
        status, _, data = self.ask("GET", path, html=html)
        took = time.perf_counter() - begin
        if status != 200:
            raise RuntimeError(f"{path}: {status} {data[:200]}")
        return took

    def close(self):
        self.line.close()


def first_administrator(server):
    """Takes the link that the server tells while it has no member."""
    console = Console(server)
    link = wait_for(lambda: re.search(r"/welcome\?code=(\S+)", server.said()))
    status = console.ask("POST", "/welcome", {"code": link[1], "login": "admin", "name": "Admin", "password": PASSWORD}, html=True)[0]
    if status != 303:
        raise RuntimeError(f"welcome: {status}")
    return console


def percentile(values, part=0.99):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def each_pss(server):
    """MiB of every process: what is its own, and its part of what is shared."""
    sizes = {}
    for name, pid in server.pids.items():
        with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
            sizes[name] = next(int(row.split()[1]) for row in file if row.startswith("Pss:")) / 1024
    return sizes


def processor_seconds(server):
    """Of every process since its start."""
    spent = {}
    for name, pid in server.pids.items():
        with open(f"/proc/{pid}/stat", encoding="ascii") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        spent[name] = (int(fields[11]) + int(fields[12])) / TICK
    return spent


def wake_ups(server):
    """How often its threads slept and woke again, of every process since its start."""
    counts = {}
    for name, pid in server.pids.items():
        counts[name] = 0
        for thread in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{thread}/status", encoding="ascii") as file:
                counts[name] += next(int(row.split()[1]) for row in file if row.startswith("voluntary_ctxt_switches"))
    return counts


def tool(name, *arguments, core=None):
    """What a program of tests/tool prints, as JSON; bound to a core."""
    bind = (lambda: os.sched_setaffinity(0, {core})) if core is not None else None
    done = subprocess.run([os.path.join(BUILD, "tests/tool", name), *map(str, arguments)], stdout=subprocess.PIPE, check=True, preexec_fn=bind)
    return json.loads(done.stdout)


def grown_store(data, companies, findings):
    """A data folder with so many companies and findings, and no member."""
    os.makedirs(os.path.join(data, "state"), exist_ok=True)
    return tool("store-load", os.path.join(data, "state"), companies, findings)


def mixed_lines(count, seed=1):
    """Lines as a FortiGate (6 in 10), Windows behind a forwarder (2) and sshd (2) write them, of now; one in 2,000 is an alert."""
    dice = random.Random(seed)
    now = time.gmtime()
    stamp, day, clock = time.strftime("%Y-%m-%dT%H:%M:%SZ", now), time.strftime("%Y-%m-%d", now), time.strftime("%H:%M:%S", now)
    bsd = time.strftime("%b %e %H:%M:%S", now)

    def one():
        if dice.randrange(2000) == 0:
            return Feed.alert(dice.randrange(200))
        kind = dice.randrange(10)
        if kind < 6:
            return (f'<134>date={day} time={clock} devname="FG100F-01" devid="FG100FTK20001234" logid="0000000013" type="traffic" '
                    f'subtype="forward" level="notice" vd="root" srcip=192.168.{dice.randrange(4)}.{dice.randrange(1, 250)} '
                    f'srcport={dice.randrange(1024, 61000)} srcintf="lan" dstip={dice.randrange(11, 200)}.{dice.randrange(40)}.{dice.randrange(40)}.'
                    f'{dice.randrange(250)} dstport=443 dstintf="wan1" sessionid={dice.randrange(9000000)} proto=6 '
                    f'action="{"deny" if dice.randrange(20) == 0 else "accept"}" policyid={dice.randrange(30)} service="HTTPS" trandisp="snat" '
                    f'duration={dice.randrange(300)} sentbyte={dice.randrange(100000)} rcvdbyte={dice.randrange(1000000)}')
        if kind < 8:
            return json.dumps({"@timestamp": stamp, "winlog": {
                "channel": "Security", "event_id": 4625 if dice.randrange(12) == 0 else 4624, "computer_name": f"PC-{dice.randrange(60):03d}.yamada.example",
                "provider_name": "Microsoft-Windows-Security-Auditing",
                "event_data": {"TargetUserName": f"user{dice.randrange(60):02d}", "IpAddress": f"192.168.1.{dice.randrange(1, 250)}", "LogonType": "3",
                               "ProcessName": "C:\\Windows\\System32\\svchost.exe"}}}, separators=(",", ":"))
        return (f"<38>{bsd} gw-{dice.randrange(3)} sshd[{dice.randrange(30000)}]: Failed password for root from 198.51.100.{dice.randrange(9)} "
                f"port {dice.randrange(60000)} ssh2")

    return [one() for _ in range(count)]


def passed(server, limit=240, name="engine_position"):
    """Wait until the engine has committed (or sealed: compacted_position) all that was durable when it was called."""
    end = metric(server, "log_durable_position")
    return wait_for(lambda: metric(server, name) >= end, limit, 0.01)
