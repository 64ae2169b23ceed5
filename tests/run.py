#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Build, run every test, count. Every test is a program that prints TAP; called by ./test.

Stages: the release build (GCC) for system tests and benchmarks; GCC with address and undefined-behaviour
sanitizers for unit tests and corpora; Clang with the same for the fuzzers; the house checks.
"""
import concurrent.futures
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import time

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
DATA = os.environ.get("SAKIMORI_DATA") or os.path.join(TOP, "../shared/data")
JOBS = max(2, os.cpu_count() or 2)
LINE = re.compile(r"^(not )?ok\b\s*\d*\s*-?\s*(.*)$")
# System tests that also run on the build with sanitizers: what serve does with hostile input (they bound no memory).
ON_SANITIZED = ("backup", "commands", "console", "engine", "intake", "search", "serve")
SANITIZED = ["-Dbuildtype=debugoptimized", "-Db_sanitize=address,undefined"]


class Count:
    passed = failed = skipped = 0


def say(text):
    print(text, flush=True)


def clang():
    for name in ("clang-14", "clang"):
        if shutil.which(name):
            return name
    return None


def build(folder, options, compiler=None):
    """Configure where needed and build; ends the run on failure, naming the place."""
    path = os.path.join(TOP, folder)
    env = dict(os.environ)
    if compiler:
        env["CC"] = compiler
    if not os.path.exists(os.path.join(path, "build.ninja")):
        shutil.rmtree(path, ignore_errors=True)
        # GCC with sanitizers warns of null pointers that cannot be: warnings are errors in the two other builds.
        strict = [] if folder == "build-asan" else ["--werror"]
        command = ["meson", "setup", path, TOP, *strict, *options]
        run = subprocess.run(command, env=env, capture_output=True, text=True)
        if run.returncode:
            sys.exit(run.stdout[-4000:] + run.stderr + f"\n{folder}: cannot be configured\n0 passed, 1 failed, 0 skipped")
    start = time.time()
    run = subprocess.run(["ninja", "-C", path], capture_output=True, text=True, env=env)
    if run.returncode:
        sys.exit(run.stdout[-8000:] + f"\n{folder}: does not build\n0 passed, 1 failed, 0 skipped")
    say(f"# {folder}: built in {time.time() - start:.0f} s")


def meson_tests(folder, suites):
    """(name, command, environment) of the tests that the build knows."""
    out = subprocess.run(["meson", "introspect", "--tests", os.path.join(TOP, folder)],
                         capture_output=True, text=True, check=True).stdout
    for test in json.loads(out):
        if any(s.split(":")[-1] in suites for s in test["suite"]):
            yield f"{folder}/{test['name']}", test["cmd"], dict(test["env"], PWD_OF_TEST=test["workdir"] or os.path.join(TOP, folder))


def run_one(name, command, env, limit):
    """Run a TAP program. Returns (name, passed, failed, skipped, output or reason, seconds)."""
    start = time.time()
    environment = dict(os.environ, SAKIMORI_DATA=DATA, **env)
    folder = environment.pop("PWD_OF_TEST", TOP)
    environment.setdefault("ASAN_OPTIONS", "detect_leaks=1:abort_on_error=1")
    environment.setdefault("UBSAN_OPTIONS", "print_stacktrace=1:halt_on_error=1")
    try:
        run = subprocess.run(command, cwd=folder, env=environment, capture_output=True, timeout=limit, stdin=subprocess.DEVNULL)
        out, status = (run.stdout + run.stderr).decode("utf-8", "replace"), run.returncode
        stdout = run.stdout.decode("utf-8", "replace")
    except subprocess.TimeoutExpired as e:
        stdout = (e.stdout or b"").decode("utf-8", "replace")
        out, status = stdout + f"\nended after {limit} s", -1
    passed = failed = skipped = 0
    for line in stdout.splitlines():
        m = LINE.match(line)
        if not m:
            continue
        if "# SKIP" in line.upper():
            skipped += 1
        elif m[1]:
            failed += 1
        else:
            passed += 1
    skip_all = re.search(r"^1\.\.0\s*#\s*skip", stdout, re.M | re.I)
    if skip_all:
        skipped += 1
    elif (status != 0 and failed == 0) or passed + failed + skipped == 0:
        failed += 1
        out += f"\n{name}: exit status {status}, no test said why"
    return name, passed, failed, skipped, out, time.time() - start


def run_all(tests, limit=600, jobs=JOBS):
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        futures = [pool.submit(run_one, n, c, e, limit) for n, c, e in tests]
        for future in concurrent.futures.as_completed(futures):
            name, passed, failed, skipped, out, seconds = future.result()
            Count.passed += passed
            Count.failed += failed
            Count.skipped += skipped
            mark = "FAILED" if failed else "ok"
            say(f"{mark:6} {name}: {passed} passed, {failed} failed, {skipped} skipped ({seconds:.1f} s)")
            if failed:
                say("\n".join("    " + line for line in out.splitlines()[-60:]))
            elif skipped:
                for line in out.splitlines():
                    if "# skip" in line.lower():
                        say("    " + line.strip())


def scripts(folder):
    for path in sorted(glob.glob(os.path.join(TOP, "tests", folder, "*"))):
        name = os.path.basename(path)
        if os.access(path, os.X_OK) and os.path.isfile(path) and name.startswith("test-"):
            yield f"{folder}/{name}", [path], {"SAKIMORI_BUILD": os.path.join(TOP, "build-test")}


def on_sanitized():
    """The sandbox does not let the leak checker look at the process."""
    env = {"SAKIMORI_BUILD": os.path.join(TOP, "build-asan"), "ASAN_OPTIONS": "detect_leaks=0:abort_on_error=1"}
    for name in ON_SANITIZED:
        yield f"build-asan/system/test-{name}", [os.path.join(TOP, "tests/system/test-" + name)], env


def fuzzers():
    return sorted(p for p in glob.glob(os.path.join(TOP, "build-clang/tests/fuzz/fuzz-*"))
                  if os.access(p, os.X_OK) and os.path.isfile(p))


def run_fuzzers(seconds):
    """Each fuzzer for so long from its corpus; new inputs stay outside the tree. One TAP-like result a fuzzer."""
    build("build-clang", SANITIZED + ["-Dfuzz=true", "-Db_lundef=false"], clang())
    work = os.path.join(TOP, ".test-work/fuzz")
    os.makedirs(work, exist_ok=True)

    def one(path):
        name = os.path.basename(path)[len("fuzz-"):]
        found = os.path.join(work, name)
        os.makedirs(found, exist_ok=True)
        command = [path, f"-max_total_time={seconds}", "-rss_limit_mb=2048", "-timeout=20", "-max_len=65536", "-print_final_stats=1",
                   f"-artifact_prefix={work}/{name}-", found, os.path.join(TOP, "tests/fuzz/corpus", name)]
        run = subprocess.run(command, capture_output=True, text=True, errors="replace")
        executed = re.search(r"number_of_executed_units:\s*(\d+)", run.stderr)
        return name, run.returncode, executed[1] if executed else "?", run.stderr

    with concurrent.futures.ThreadPoolExecutor(JOBS) as pool:
        for name, status, executed, log in pool.map(one, fuzzers()):
            Count.passed += status == 0
            Count.failed += status != 0
            say(f"{'ok' if status == 0 else 'FAILED':6} fuzz {name}: {executed} inputs in {seconds} s")
            if status:
                say("\n".join("    " + line for line in log.splitlines()[-40:]))


def benchmarks():
    """Name → file of those that tell a figure; the others in the folder are what they share."""
    files = glob.glob(os.path.join(TOP, "tests/bench/*.py"))
    return {os.path.basename(p)[:-3]: p for p in files
            if re.search(r"(?<!def )\btell\(|__main__", open(p, encoding="utf-8").read())}


def bench(name):
    known = benchmarks()
    if name not in known:
        sys.exit(f"there is no benchmark {name}; there are: {', '.join(sorted(known))}")
    build("build-test", [])
    return subprocess.run([sys.executable, known[name], os.path.join(TOP, "build-test"), DATA]).returncode


def tree():
    """What git says of the work tree; empty where this is no checkout."""
    run = subprocess.run(["git", "status", "--porcelain"], cwd=TOP, capture_output=True, text=True)
    return run.stdout if run.returncode == 0 else ""


def finish(start):
    say(f"# {time.time() - start:.0f} s")
    say(f"{Count.passed} passed, {Count.failed} failed, {Count.skipped} skipped")
    return 1 if Count.failed or not Count.passed else 0


def main():
    os.chdir(TOP)
    start = time.time()
    mode = sys.argv[1] if len(sys.argv) > 1 else ""
    if mode == "--bench":
        return bench(sys.argv[2] if len(sys.argv) > 2 else "")
    if mode == "--fuzz":
        run_fuzzers(int(sys.argv[2]) if len(sys.argv) > 2 else 60)
        return finish(start)
    before = tree()
    build("build-test", [])
    tests = list(meson_tests("build-test", {"unit", "fuzz"})) if mode == "--quick" else []
    run_all(tests + list(scripts("system")) + list(scripts("browser")) + list(scripts("checks")))
    if mode != "--quick":
        build("build-asan", SANITIZED)
        run_all(list(meson_tests("build-asan", {"unit", "fuzz"})) + list(on_sanitized()))
        if clang():
            run_fuzzers(30)
            run_all(meson_tests("build-clang", {"unit"}))
            run_all([("checks/tidy", [os.path.join(TOP, "tests/checks/tidy"), os.path.join(TOP, "build-clang")], {})], limit=2400)
    unchanged = tree() == before
    Count.passed += unchanged
    Count.failed += not unchanged
    say(f"{'ok' if unchanged else 'FAILED':6} the tests leave the work tree as it was")
    return finish(start)


if __name__ == "__main__":
    sys.exit(main())
