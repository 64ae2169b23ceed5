# SPDX-License-Identifier: Apache-2.0
"""SigmaHQ's regression data: for every info.yml the named rule over the JSON events beside it. Where a match
count is given it must be met exactly, elsewhere there must be at least one match. TAP, a line a test.

usage: sigma_regression.py RULES-MATCH SHARED-DATA"""
import glob
import json
import os
import subprocess
import sys

import yaml

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from tap import check, finish, skip  # noqa: E402

# Tests whose count is not what the rule says of the events, by the name of their folder: the right count, and why.
KNOWN = {
    "file_event_win_anydesk_artefact":
        (3, "info.yml says 1, but three of the five events create files that begin with user.conf, which the rule looks for"),
    "registry_set_change_security_zones":
        (3, "info.yml says 1, but all three events set a domain (https, http, *) to zone 2, which the filter does not leave out"),
}


def tests_in(data):
    """(name, rule id, JSON file, count or None) for every test of every info.yml."""
    for info in sorted(glob.glob(os.path.join(data, "sigma/regression_data/**/info.yml"), recursive=True)):
        folder = os.path.dirname(info)
        document = yaml.safe_load(open(info, encoding="utf-8"))
        events = sorted(glob.glob(os.path.join(folder, "*.json")))
        for rule in document["rule_metadata"]:
            for test in document["regression_tests_info"]:
                beside = os.path.join(folder, os.path.basename(test["path"]).rsplit(".", 1)[0] + ".json")
                path = beside if beside in events else (events[0] if events else None)
                yield os.path.basename(folder), str(rule["id"]), path, test.get("match_count")


def results_of(tool, data, files):
    rules = sorted(glob.glob(os.path.join(data, "sigma/rules*")))
    done = subprocess.run([tool, "--rules", *rules, "--", *files], capture_output=True, timeout=600)
    lines = [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]
    return done, {line["file"]: line for line in lines}


def main():
    tool, data = sys.argv[1], sys.argv[2]
    if not os.path.isdir(data):
        skip("Sigma's regression tests", "no shared data here")
        finish()
    tests = list(tests_in(data))
    if not check(len(tests) > 0, f"{len(tests)} regression tests are in the shared data"):
        finish()
    done, results = results_of(tool, data, sorted({path for _, _, path, _ in tests if path}))
    check(done.returncode == 0, "the rules are loaded and the events read", done.stderr.decode("utf-8", "replace"))
    for name, rule, path, expected in tests:
        result = results.get(path)
        count = int(result["matches"].get(rule, 0)) if result else -1
        if name in KNOWN:
            expected, why = KNOWN[name]
            print(f"# {name}: {why}")
        fits = count == expected if expected is not None else count >= 1
        check(fits, f"{name}: {count} of {expected if expected is not None else 'one or more'}", f"rule {rule}\n{json.dumps(result)}")
        check(result is not None and result["unknown"] == 0, f"{name}: every record is decoded", json.dumps(result))
    finish()


main()
