#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Hold the decoders against another project's parser: share of input lines decoded, and agreement on
the fields that both have (their ECS names through the registry of field names).

usage: agreement.py DECODE_DUMP DATA_FOLDER [--list] [SET...]     e.g. agreement.py build/tests/tool/decode-dump ../shared/data sophos/xg

Prints TAP. --list prints every disagreement that no line of agreement-reasons.tsv explains.
"""
import collections
import fnmatch
import glob
import ipaddress
import json
import os
import re
import subprocess
import sys
import tempfile
from datetime import datetime, timezone

HERE = os.path.dirname(os.path.abspath(__file__))
FIELDS = os.path.join(HERE, "../../src/event/fields.def")
REASONS = os.path.join(HERE, "agreement-reasons.tsv")


def registry():
    """name -> (type, ECS name) from fields.def."""
    found = {}
    for line in open(FIELDS, encoding="utf-8"):
        m = re.match(r'FIELD\((\w+), "([^"]*)", (\w+), "([^"]*)"', line)
        if m and m[4]:
            found[m[2]] = (m[3], m[4])
    return found


def reasons():
    rows = []
    if os.path.exists(REASONS):
        for line in open(REASONS, encoding="utf-8"):
            parts = line.rstrip("\n").split("\t")
            if len(parts) == 3 and not line.startswith("#"):
                rows.append(parts)
    return rows


def unwrap(path, folder):
    """A JSON input of {"events": [...]} as a file of its messages, one record each."""
    events = json.load(open(path, encoding="utf-8"))["events"]
    out = os.path.join(folder, "records")
    with open(out, "w", encoding="utf-8") as f:
        for event in events:
            # What Winlogbeat hands over is the document itself; elsewhere it stands beside what was parsed of it.
            original = event.get("event", {}).get("original") or event.get("message")
            if original is None or "winlog" in event:
                original = json.dumps(event)
            f.write(original.replace("\n", " ") + "\n")
    return out, len(events)


def flatten(value, prefix=""):
    """Leaves of an ECS document; an array's elements share their name."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from flatten(inner, f"{prefix}.{key}" if prefix else key)
    elif isinstance(value, list):
        for inner in value:
            yield from flatten(inner, prefix)
    elif value is not None:
        yield prefix, value


def instant(text):
    text = str(text).strip()
    m = re.match(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d+))?\s*(Z|[+-]\d\d:?\d\d)?$", text)
    if not m:
        return None
    zone = (m[4] or "Z").replace("Z", "+0000").replace(":", "")
    whole = datetime.strptime(f"{m[1]} {m[2]} {zone}", "%Y-%m-%d %H:%M:%S %z")
    return whole.astimezone(timezone.utc).timestamp() + (float("0." + m[3][:3]) if m[3] else 0)


def same(kind, ecs, ours, theirs):
    a, b = str(ours).strip(), str(theirs).strip()
    if isinstance(theirs, bool):
        b = b.lower()
    if a.lower() == b.lower():
        return True
    if kind == "IP":
        try:
            return ipaddress.ip_address(a) == ipaddress.ip_address(b)
        except ValueError:
            return False
    if kind == "MAC":
        return re.sub(r"[^0-9a-f]", "", a.lower()) == re.sub(r"[^0-9a-f]", "", b.lower())
    if kind == "TIME":
        x, y = instant(a), instant(b)
        return x is not None and y is not None and abs(x - y) < 0.0015
    if kind in ("NUMBER", "PORT") or ecs in ("event.severity", "event.code", "rule.id", "user.id"):
        try:
            x, y = float(a), float(b)
        except ValueError:
            return False
        if ecs == "event.duration":
            y /= 1e9
        return abs(x - y) <= 1e-6 * max(1.0, abs(x), abs(y))
    return False


def zone_of(doc):
    """Seconds east of UTC that the other side was run with, where it wrote them."""
    m = re.search(r"T\d\d:\d\d:\d\d[.\d]*([+-])(\d\d):(\d\d)$", str((doc or {}).get("@timestamp", "")))
    return 0 if not m else (1 if m[1] == "+" else -1) * (int(m[2]) * 3600 + int(m[3]) * 60)


def dump(tool, path, lines=False, offset=0):
    command = [tool, "--offset", str(offset)] + (["--lines"] if lines else []) + [path]
    run = subprocess.run(command, capture_output=True, check=True)
    return [json.loads(line) for line in run.stdout.decode("utf-8").splitlines()], run.stderr.decode()


class Tally:
    def __init__(self):
        self.lines = self.decoded = self.both = self.agree = self.explained = 0
        self.unpaired = 0
        self.undecoded = []
        self.differ = []


def compare(tally, name, event, expected, fields, excuses):
    ours = collections.defaultdict(list)
    kinds = {}
    for field, value in event["fields"]:
        if field in fields:
            kind, ecs = fields[field]
            ours[ecs].append(value)
            kinds[ecs] = kind
    if event["has_time"]:
        ours["@timestamp"].append(event["time"])
        kinds["@timestamp"] = "TIME"
    theirs = collections.defaultdict(list)
    for ecs, value in flatten(expected):
        theirs[ecs].append(value)
    for ecs in sorted(set(ours) & set(theirs)):
        tally.both += 1
        if any(same(kinds[ecs], ecs, a, b) for a in ours[ecs] for b in theirs[ecs]):
            tally.agree += 1
            continue
        excuse = next((r for g, e, r in excuses if fnmatch.fnmatch(name, g) and e in (ecs, "*")), None)
        if excuse:
            tally.explained += 1
        tally.differ.append((name, ecs, ours[ecs], theirs[ecs], excuse))


def input_lines(path):
    return sum(1 for line in open(path, "rb") if line.strip())


def pair(events, expected):
    """Their documents beside ours: by order where the counts agree, else by the original text."""
    docs = [d for d in expected if d]
    if len(events) == len(expected):
        return [(e, d) for e, d in zip(events, expected) if d], 0
    if len(events) == len(docs):
        return list(zip(events, docs)), 0
    by_text = {}
    for d in docs:
        by_text.setdefault(str(d.get("event", {}).get("original", "")).strip(), d)
    pairs = [(e, by_text[e["record"].strip()]) for e in events if e["record"].strip() in by_text]
    return pairs, len(docs) - len(pairs)


def one_file(tool, path, tally, fields, excuses, data):
    name = os.path.relpath(path, os.path.join(data, "logs"))
    with tempfile.TemporaryDirectory() as folder:
        if path.endswith(".json"):
            source, lines = unwrap(path, folder)
        else:
            source, lines = path, input_lines(path)
        lines_only = path.endswith(".json")
        records, errors = dump(tool, source, lines_only)
        expected_path = path + "-expected.json"
        by_zone = {0: records}
        if os.path.exists(expected_path):
            for doc in json.load(open(expected_path, encoding="utf-8"))["expected"]:
                offset = zone_of(doc)
                if offset not in by_zone:
                    by_zone[offset] = dump(tool, source, lines_only, offset)[0]
        source_lines = open(source, encoding="utf-8", errors="replace").read().splitlines()
    tally.lines += lines
    undecoded = [r for r in records if not r["decoder"]]
    tally.undecoded += [(name, r["why"], r["bytes"][:160]) for r in undecoded]
    tally.decoded += lines - len(undecoded)
    if errors:
        tally.undecoded.append((name, errors.strip(), ""))
        tally.decoded -= errors.count("\n")
    if not os.path.exists(expected_path):
        return
    expected = json.load(open(expected_path, encoding="utf-8"))["expected"]
    # Logs without a zone were read over there with the zone that each document shows.
    for offset in sorted({zone_of(d) for d in expected}):
        pairs, unpaired = pair(all_events(by_zone[offset], source_lines), expected)
        tally.unpaired += unpaired if offset == 0 else 0
        for event, doc in pairs:
            if zone_of(doc) == offset:
                compare(tally, name, event, doc, fields, excuses)


def all_events(records, source_lines):
    events = []
    for r in records:
        for e in r["events"]:
            e["record"] = source_lines[r["record"] - 1] if r["record"] <= len(source_lines) else ""
            events.append(e)
    return events


def sets(data, wanted):
    found = sorted({os.path.dirname(p) for p in glob.glob(os.path.join(data, "logs/*/*/*"))})
    names = [os.path.relpath(f, os.path.join(data, "logs")) for f in found]
    return [n for n in names if not wanted or any(n.startswith(w) for w in wanted)]


def main():
    args = [a for a in sys.argv[1:] if a != "--list"]
    listing = "--list" in sys.argv
    tool, data, wanted = args[0], args[1], args[2:]
    if not os.path.isdir(data):
        print("1..0 # SKIP no shared data here")
        return 0
    fields, excuses = registry(), reasons()
    total, number, bad = Tally(), 0, 0

    def tell(ok, text):
        nonlocal number, bad
        number += 1
        bad += not ok
        print(f"{'ok' if ok else 'not ok'} {number} - {text}")

    names = sets(data, wanted)
    if not names:
        print("not ok 1 - there are logs under " + data)
        return 1
    print(f"1..{len(names) + 2}")
    for name in names:
        tally = Tally()
        for path in sorted(glob.glob(os.path.join(data, "logs", name, "*"))):
            if not path.endswith("-expected.json"):
                one_file(tool, path, tally, fields, excuses, data)
        share = tally.decoded / max(1, tally.lines)
        agree = tally.agree / max(1, tally.both)
        unexplained = len(tally.differ) - tally.explained
        tell(tally.lines > 0 and share >= 0.97,
             f"{name}: {tally.decoded}/{tally.lines} lines decoded; {tally.agree}/{tally.both} fields "
             f"agree ({100 * agree:.1f} %), {tally.explained} explained, {unexplained} not, {tally.unpaired} unpaired")
        for key in ("lines", "decoded", "both", "agree", "explained", "unpaired"):
            setattr(total, key, getattr(total, key) + getattr(tally, key))
        total.differ += tally.differ
        total.undecoded += tally.undecoded
    if listing:
        for row in total.undecoded:
            print("# undecoded", *row)
        count = collections.Counter((n.rsplit("/", 1)[0], e, x) for n, e, _, _, x in total.differ)
        shown = collections.Counter()
        for n, e, a, b, x in total.differ:
            key = (n.rsplit("/", 1)[0], e, x)
            shown[key] += 1
            if shown[key] == 1:
                print(f"# {count[key]:4d} {n} {e}: ours {a} theirs {b}{' -- ' + x if x else ''}"[:420])
    share = total.decoded / max(1, total.lines)
    agree = total.agree / max(1, total.both)
    tell(share >= 0.99, f"all: {total.decoded}/{total.lines} lines decoded ({100 * share:.2f} %)")
    tell(agree >= 0.95, f"all: {total.agree}/{total.both} fields agree ({100 * agree:.2f} %)")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
