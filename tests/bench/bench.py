# SPDX-License-Identifier: Apache-2.0
"""What the benchmarks share: five runs, the median, one line of JSON. Each is called with BUILD_FOLDER DATA_FOLDER."""
import json
import os
import statistics
import subprocess
import sys
import tempfile
import zipfile

BUILD, DATA = sys.argv[1], sys.argv[2]
SAKIMORI = os.path.join(BUILD, "sakimori")
SIGMA = [a for d in ("rules", "rules-compliance", "rules-emerging-threats", "rules-placeholder", "rules-threat-hunting")
         for a in ("--rules", os.path.join(DATA, "sigma", d))]
RUNS = 5
TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
if not os.path.isdir(os.path.join(BUILD, "..", "content")):  # a build folder outside the tree
    os.environ.setdefault("SAKIMORI_CONTENT", os.path.join(TOP, "content"))


def triage(*args):
    """The summary of one run."""
    with tempfile.NamedTemporaryFile() as out:
        subprocess.run([SAKIMORI, "triage", "--format", "jsonl", "--quiet", "--out", out.name, *args], check=False,
                       stderr=subprocess.DEVNULL)
        return json.loads(open(out.name, "rb").read().splitlines()[-1])


def tell(name, runs, unit, **more):
    print(json.dumps({"bench": name, "value": statistics.median(runs), "unit": unit, "runs": runs, **more}))


def lsass_events(folder):
    """The Windows events of LSASS_campaign_01, unpacked: 106 MB of JSON lines."""
    archive = os.path.join(DATA, "otrf/compound/LSASS_campaign_01/metasploit_logonpasswords_lsass_memory_dump.zip")
    with zipfile.ZipFile(archive) as z:
        return z.extract(z.namelist()[0], folder)


def no_rules(folder):
    """A rule that no event reaches, so that what is measured is reading and decoding."""
    path = os.path.join(folder, "none.yml")
    open(path, "w").write("title: none\nid: 00000000-0000-4000-8000-000000000000\nlogsource: {product: nothing}\n"
                          "detection: {a: {b: c}, condition: a}\nlevel: low\n")
    return ["--rules", path]
