#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The console with 1,000 companies and 1 M findings: milliseconds from a request to the last byte of its answer over loopback, as a page and
as JSON, 200 requests each, every one of another company, incident or finding where there are several; the 99th percentile.
Further arguments: how many findings, how many companies; a data folder that was made before."""
import sys
import tempfile
import urllib.parse

from bench import tell
from serve_bench import CORES, PASSWORD, Console, Server, first_administrator, grown_store, percentile

FINDINGS = int(sys.argv[3]) if len(sys.argv) > 3 else 1_000_000
COMPANIES = int(sys.argv[4]) if len(sys.argv) > 4 else 1000
ASKED = 200


def pages_of(path, console, name):
    """So many ids of a list, by following it."""
    ids, after = [], ""
    while len(ids) < ASKED and after is not None:
        answer = console.json(f"{path}?limit=100&after=" + urllib.parse.quote(after))
        ids += [row["id"] for row in answer[name]]
        after = answer.get("next")
    return ids[:ASKED]


def addresses(console):
    """{name of a page: its addresses}"""
    companies = pages_of("/companies", console, "companies")
    incidents = [i["id"] for c in companies[::10] for i in console.json(f"/incidents?closed=1&limit=10&company={c}")["incidents"]]
    one = {"small": [], "large": []}
    findings, sources = [], []
    for company in companies:
        # The oldest is the largest.
        incidents.append(console.json(f"/incidents?closed=1&limit=1000&company={company}")["incidents"][-1]["id"])
    for incident in incidents:
        answer = console.json("/incidents/" + incident)
        one["large" if answer["finding_count"] > 100 else "small"].append("/incidents/" + incident)
        findings += ["/findings/" + f["id"] for f in answer["findings"][:5]]
    for company in companies:
        sources += [f"/companies/{company}/sources/{s['id']}" for s in console.json(f"/companies/{company}/sources")["sources"]]
    return {
        "companies": ["/companies"],
        "company": ["/companies/" + c for c in companies],
        "company-sources": [f"/companies/{c}/sources" for c in companies],
        "source": sources,
        "sources": ["/sources"],
        "incidents": ["/incidents"],
        "incidents-closed": ["/incidents?closed=1"],
        "incidents-company": ["/incidents?company=" + c for c in companies],
        "incident-small": one["small"],
        "incident-large": one["large"],
        "finding": findings,
        "groups": ["/groups"],
        "members": ["/members"],
        "notices": ["/notices"],
        "status": ["/status"],
    }


def operator(server, administrator):
    """A member who sees the companies of one group: what it may see is looked up for each."""
    group = administrator.json("/groups")["groups"][0]["id"]
    status = administrator.ask("POST", "/members", {"login": "operator", "name": "Operator", "role": "operator", "group": group,
                                                    "password": PASSWORD})[0]
    console = Console(server)
    if status != 201 or console.ask("POST", "/sign-in", {"login": "operator", "password": PASSWORD}, html=True)[0] != 303:
        raise RuntimeError("no operator")
    return console


def measure(console, paths, html):
    console.timed(paths[0], html)
    took = [console.timed(paths[n % len(paths)], html) * 1000 for n in range(ASKED)]
    return {"p50": round(percentile(took, 0.5), 2), "p99": round(percentile(took), 2)}


def bench(data):
    made = None
    if len(sys.argv) <= 5:
        made = grown_store(data, COMPANIES, FINDINGS)
    with Server(data=data) as server:
        console = first_administrator(server)
        pages = {name: paths for name, paths in addresses(console).items() if paths}
        seen = operator(server, console)
        for form, html in (("page", True), ("json", False)):
            results = {name: measure(console, paths, html) for name, paths in pages.items()}
            for name in ("companies", "sources", "incidents", "incidents-closed", "notices"):
                results["operator-" + name] = measure(seen, pages[name], html)
            tell("console-" + form, [max(r["p99"] for r in results.values())], "ms", pages=results, asked=ASKED, companies=COMPANIES,
                 findings=FINDINGS, cores=CORES)
    return made


if len(sys.argv) > 5:
    bench(sys.argv[5])
else:
    with tempfile.TemporaryDirectory() as folder:
        bench(folder)
