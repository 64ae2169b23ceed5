# SPDX-License-Identifier: Apache-2.0
"""Faults of the machine and of senders, against a real server: one JSON line a case, problems on standard error, 1 when there are any.

FAULTS_ONLY names cases (full read-only broken slow clock half-open slow-peers overload overload-limited), FAULTS_SECONDS how long each overload lasts
(60; 600 is the full measure). What needs root or mounts says so and is left out where that is not allowed."""
import os
import sys

if len(sys.argv) > 1:
    os.environ["SAKIMORI_BUILD"] = sys.argv[1]
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "../system")]
import fault_clock  # noqa: E402
import fault_disk  # noqa: E402
import fault_load  # noqa: E402
import fault_overload  # noqa: E402
from fault_control import tell  # noqa: E402

CASES = {**fault_disk.CASES, **fault_clock.CASES, **fault_load.CASES, **fault_overload.CASES}


def main():
    problems = 0
    wanted = os.environ.get("FAULTS_ONLY", "").split() or list(CASES)
    for name in wanted:
        count = 0

        def check(ok, what, detail=""):
            nonlocal count
            count += not ok
            print("ok" if ok else "NOT OK", what, "" if ok else f"\n    {str(detail)[-1500:]}", file=sys.stderr, flush=True)

        try:
            rows = CASES[name](check)
        except (OSError, RuntimeError, StopIteration) as error:
            check(False, name, f"{type(error).__name__}: {error}")
            rows = []
        problems += count
        if rows is None:
            tell(name, None, "left out", why="it needs root, and mounts to be allowed")
        for case, value, unit, more in rows or []:
            tell(case, value, unit, problems=count, **more)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
