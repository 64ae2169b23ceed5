# SPDX-License-Identifier: Apache-2.0
"""The wall clock jumps by a year, both ways, while the server runs."""
import base64
import glob
import os
import sqlite3
import time
import urllib.parse

from fault_control import SEALS, Feed, Sender, Server, Shim, health, in_journal, lost, metrics, notices, wait_for

YEAR = 365 * 86400
DAYS = 300  # records are kept: less than a jump


def volumes(server):
    return len(glob.glob(os.path.join(server.data, "journal/blocks/*/*/*.vol")))


def two_volumes(server, feed):
    """Records that do not compress until a second volume was begun: only the newest one is never retired."""
    for _ in range(16):  # 39 MiB where a volume has 32
        lines = [base64.b64encode(os.urandom(3000)).decode() for _ in range(800)]
        wait_for(lambda: feed.post(lines) == 200, 60, 0.5)  # noqa: B023
        if volumes(server) >= 2:
            break
    return wait_for(lambda: volumes(server) >= 2, 60, 0.2)


def sign_in(server):
    """The cookie of a first administrator."""
    said = server.said()
    code = said[said.rindex("code=") + 5:].split()[0]
    body = urllib.parse.urlencode({"code": code, "name": "Admin", "login": "admin", "password": "correct horse battery"})
    status, headers, text = server.post("/welcome", body, {"Content-Type": "application/x-www-form-urlencoded"})
    if "set-cookie" not in headers:
        raise RuntimeError(f"/welcome: {status} {text[:300]}")
    return headers["set-cookie"].split(";")[0]


def signed_in(server, cookie):
    return server.get("/companies", {"Cookie": cookie, "Accept": "application/json"})[0] == 200


def restart_engine(server):
    """A new engine retires what is too old within seconds of its start."""
    old = server.kill("engine")
    server.wait_new("engine", old)
    time.sleep(8)


def takes(sender, limit=10):
    count = len(sender.acked)
    return wait_for(lambda: len(sender.acked) > count + sender.lines, limit)


def last_seen(server):
    path = os.path.join(server.data, "state", "sakimori.db")
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10)
    try:
        return max(row[0] or 0 for row in database.execute("SELECT last_seen FROM sources")) / 1e6
    finally:
        database.close()


def jump(check, server, shim, sender, years, restarts):
    """`restarts`: whether the engine is started anew meanwhile, and afterwards."""
    what = f"the clock jumps by {years:+d} year"
    before = volumes(server)
    pids = server.pids
    shim.set("clock_off", years * YEAR)
    check(takes(sender), f"{what}: records are taken at once", server.said()[-500:])
    check(wait_for(lambda: "clock-jumped" in notices(server), 15), f"{what}: a notice says so", notices(server))
    check(wait_for(lambda: health(server)[0] == 200, 5), f"{what}: /health is well", health(server))
    check(not {"intake-stopped", "source-silent"} & set(notices(server)), f"{what}: no notice that is not so", notices(server))
    check(server.pids == pids, f"{what}: no process ends", server.said())
    if restarts[0]:
        restart_engine(server)
    check(volumes(server) >= before, f"{what}: no records are removed, even by an engine that is started meanwhile ({before} volumes)", volumes(server))
    durable = metrics(server)["log_durable_position"]
    check(wait_for(lambda: metrics(server)["compacted_position"] >= durable, 20), f"{what}: the log is sealed as before", server.said()[-500:])
    check(takes(sender), f"{what}: and records are taken all the time")
    shim.set("clock_off", 0)
    check(takes(sender), f"{what} and back: records are taken")
    check(wait_for(lambda: "clock-jumped" not in notices(server), 20), f"{what} and back: the notice is over", notices(server))
    if restarts[1]:
        restart_engine(server)
    check(volumes(server) >= before, f"{what} and back: no records are removed", volumes(server))
    off = last_seen(server) - time.time()
    check(-20 < off < 20, f"{what} and back: sources were last seen now ({off:.0f} s)")


def limits(check, feed):
    """Rates count time that passes, not the clock."""
    answers = [feed.post([f"{i}"] * 400) for i in range(6)]
    check(answers.count(200) <= 3 and 429 in answers, "limits by source go on counting after jumps", answers)


def clock(check, restarts=((True, True), (True, True))):
    shim = Shim()
    with Server({"retain": {"days": DAYS}, "watchdog": 10, **SEALS, "limits": {"records_a_second": 0}}, env=shim.env) as server:
        feed = Feed(server)
        feed.begin()
        cookie = sign_in(server)
        check(two_volumes(server, feed), "two volumes of blocks", volumes(server))
        sender = Sender(feed, "s", lines=5)
        sender.start()
        check(signed_in(server, cookie), "somebody is signed in")
        jump(check, server, shim, sender, 1, restarts[0])
        jump(check, server, shim, sender, -1, restarts[1])
        shim.set("clock_off", YEAR)
        check(not signed_in(server, cookie), "a year ahead: the session is over")
        shim.set("clock_off", 0)
        sender.end()
        verified, records = in_journal(server, feed)
        gone, twice = lost(sender.acked, records)
        check(verified and not gone and not twice, f"after the jumps all {len(sender.acked)} acknowledged records are there", (len(gone), len(twice)))
        # The guard is no lock: time that really passes (a weekend off) removes what is too old.
        server.stop()
        server.configure({"retain": {"days": 1}, **SEALS})
        shim.set("clock_off", 2 * 86400)
        before = volumes(server)
        server.start()
        check(wait_for(lambda: volumes(server) < before, 20), f"two days later with records kept for one: {before} volumes become fewer", volumes(server))
    return [("clock-jumps", 0, "volumes removed", {"volumes": before, "acknowledged": len(sender.acked)})]


CASES = {"clock": clock}
