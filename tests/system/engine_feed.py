# SPDX-License-Identifier: Apache-2.0
"""Feeding a server with alerts that make findings, and asking what became of them. For tests and benchmarks of the engine."""
import json
import os
import sqlite3
import time

BEACON = "ET MALWARE Example beacon"


class Feed:
    """A company of a server with one source over HTTP."""

    def __init__(self, server, company="Example", **more):
        self.server = server
        self.company = server.command_json("company", "add", company, "--zone", "Asia/Tokyo")
        self.source = server.command_json("source", "add", "utm", "--company", self.company["id"], "--kind", "http", "--token", *more.get("source", []))
        self.headers = {"Authorization": "Bearer " + self.source["token"]}

    @staticmethod
    def alert(machine, name=BEACON, ago=1.0):
        """An alert of one of 16 million machines."""
        at = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(time.time() - ago)) + ".000000+0000"
        return json.dumps({"timestamp": at, "event_type": "alert", "src_ip": f"10.{machine >> 16 & 255}.{machine >> 8 & 255}.{machine & 255}",
                           "src_port": 1025, "dest_ip": "203.0.113.9", "dest_port": 443, "proto": "TCP",
                           "alert": {"action": "allowed", "gid": 1, "signature_id": 2, "rev": 1, "signature": name,
                                     "category": "A Network Trojan was detected", "severity": 1}})

    def post(self, lines, batch=None):
        """The status of the answer; 0 when nobody answered."""
        headers = dict(self.headers, **({"Batch-Id": batch} if batch else {}))
        try:
            return self.server.post("/intake/records", "\n".join(lines) + "\n", headers)[0]
        except OSError:
            return 0

    def begin(self, limit=10.0):
        """Wait until the source is known to intake."""
        end = time.monotonic() + limit
        while self.server.get("/", self.headers, port=self.server.intake)[0] != 200:
            if time.monotonic() > end:
                raise RuntimeError("the source does not come into force")
            time.sleep(0.05)

    def database(self):
        path = os.path.join(self.server.data, "state", "sakimori.db")
        return sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10)

    def ask(self, query, *values):
        database = self.database()
        try:
            return database.execute(query, values).fetchall()
        finally:
            database.close()

    def findings(self):
        """{subject: count} of the company."""
        return dict(self.ask("SELECT f.subject, sum(f.count) FROM findings f JOIN companies c ON c.key = f.company WHERE c.id = ? GROUP BY f.subject", self.company["id"]))

    def settled(self, wanted, limit=20.0):
        """Wait until the findings count `wanted` matches in all and no company is due; whether they do."""
        end = time.monotonic() + limit
        while time.monotonic() < end:
            if sum(self.findings().values()) >= wanted and not self.ask("SELECT 1 FROM due"):
                break
            time.sleep(0.05)
        return sum(self.findings().values()) == wanted
