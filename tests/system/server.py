# SPDX-License-Identifier: Apache-2.0
"""A running `sakimori serve` for the system tests: on free loopback ports, in a temporary data folder."""
import http.client
import json
import os
import shutil
import signal
import subprocess
import tempfile
import time

from tap import BUILD, SAKIMORI, TOP

SYSLOG = ("udp", "tcp")
NAMES = ("intake", "engine", "web")


def wait_for(what, limit=15.0, step=0.02):
    """What a function returns as soon as it is true; None when it was not in time."""
    end = time.monotonic() + limit
    while True:
        value = what()
        if value or time.monotonic() > end:
            return value or None
        time.sleep(step)


def alive(pid):
    """Whether a process runs (one that ended and was not waited for does not)."""
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def port_of(address):
    return int(address.rsplit(":", 1)[1])


class Server:
    """serve --data D on ports of its own. `config`: text or dict that is merged over a sakimori.yaml with syslog on
    port 0 (a dict is written as JSON, which is YAML); `arguments`: further ones of serve; `wrap`: a command to start it
    with that executes it. With wait=False nothing is waited for."""

    def __init__(self, config=None, data=None, arguments=(), env=None, wait=True, limit=15.0, listen="127.0.0.1:0",
                 intake_listen="127.0.0.1:0", wrap=()):
        self.own_data = data is None
        self.data = data or tempfile.mkdtemp(prefix="sakimori-")
        self.arguments = ["--listen", listen, "--intake-listen", intake_listen, *map(str, arguments)]
        self.env = dict(os.environ, **(env or {}))
        if not os.path.isdir(os.path.join(BUILD, "..", "content")):  # a build folder outside the tree
            self.env.setdefault("SAKIMORI_CONTENT", os.path.join(TOP, "content"))
        self.wrap = list(wrap)
        self.limit = limit
        self.process = None
        self.log = os.path.join(self.data, "serve.log")
        self.configure(config)
        self.start(wait)

    def configure(self, config=None):
        path = os.path.join(self.data, "sakimori.yaml")
        if not isinstance(config, str):
            merged = {"syslog": [{t: "127.0.0.1:0"} for t in SYSLOG], **(config or {})}
            config = json.dumps(merged, indent=1) + "\n"
        with open(path, "w", encoding="utf-8") as out:
            out.write(config)

    def start(self, wait=True):
        self.out = os.path.join(self.data, "serve.out")
        with open(self.log, "ab") as log, open(self.out, "wb") as out:
            self.process = subprocess.Popen([*self.wrap, SAKIMORI, "serve", "--data", self.data, *self.arguments], stdout=out, stderr=log,
                                            stdin=subprocess.DEVNULL, env=self.env)
        if wait and not self.wait_ready():
            said = self.said()
            self.destroy()
            raise RuntimeError("the server is not ready:\n" + said)

    def wait_ready(self):
        def ready():
            if self.process.poll() is not None:
                return "ended"
            addresses = self.addresses()
            return addresses and addresses["pid"] == self.process.pid and "is ready" in self.told() and self.healthy()

        return wait_for(ready, self.limit) not in (None, "ended")

    # What it says of itself.

    def addresses(self):
        try:
            with open(os.path.join(self.data, "run", "addresses.json"), encoding="utf-8") as file:
                return json.load(file)
        except (OSError, ValueError):
            return None

    def told(self):
        """Its standard output."""
        with open(self.out, encoding="utf-8", errors="replace") as file:
            return file.read()

    def said(self):
        """Its standard error."""
        try:
            with open(self.log, encoding="utf-8", errors="replace") as file:
                return file.read()
        except OSError:
            return ""

    def healthy(self):
        try:
            return self.get("/health", timeout=2)[0] == 200
        except OSError:
            return False

    # Ports and processes.

    @property
    def console(self):
        return port_of(self.addresses()["console"])

    @property
    def intake(self):
        return port_of(self.addresses()["intake"])

    @property
    def syslog(self):
        """Ports by transport: {"udp": …, "tcp": …}; of several the first."""
        ports = {}
        for entry in self.addresses()["syslog"]:
            ports.setdefault(entry["transport"], port_of(entry["address"]))
        return ports

    @property
    def pid(self):
        return self.process.pid

    @property
    def pids(self):
        """Of the processes by name; "parent" is one of them."""
        return {"parent": self.process.pid, **(self.addresses() or {"pids": {}})["pids"]}

    # What can be done with it.

    def request(self, method, path, body=None, headers=None, port=None, timeout=30):
        """(status, headers in lower case, body as bytes) of the console, or of another port."""
        connection = http.client.HTTPConnection("127.0.0.1", port or self.console, timeout=timeout)
        try:
            connection.request(method, path, body=body, headers=headers or {})
            answer = connection.getresponse()
            return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
        except http.client.HTTPException as error:
            raise OSError(str(error)) from error
        finally:
            connection.close()

    def get(self, path, headers=None, port=None, timeout=30):
        return self.request("GET", path, headers=headers, port=port, timeout=timeout)

    def post(self, path, body, headers=None, port=None, timeout=60):
        """`port` defaults to intake's for /intake/…, /v1/… and /_bulk."""
        if port is None and (path.startswith(("/intake/", "/v1/")) or path.endswith("/_bulk")):
            port = self.intake
        return self.request("POST", path, body=body, headers=headers, port=port, timeout=timeout)

    def command(self, *arguments, stdin=None, env=None, limit=60):
        """`sakimori ARGUMENTS --data D`; the completed process, output as bytes."""
        return subprocess.run([SAKIMORI, *map(str, arguments), "--data", self.data], capture_output=True, input=stdin,
                              env=dict(self.env, **(env or {})), timeout=limit)

    def command_json(self, *arguments, **more):
        """The same with --json; what it prints, read. Fails where the command does."""
        done = self.command(*arguments, "--json", **more)
        if done.returncode != 0:
            raise RuntimeError(f"{arguments}: {done.returncode}: {done.stderr.decode('utf-8', 'replace')}")
        return json.loads(done.stdout)

    def kill(self, name, number=signal.SIGKILL):
        """Send a signal to a process by its name ("parent", "intake", …); its pid."""
        pid = self.pids[name]
        os.kill(pid, number)
        return pid

    def wait_new(self, name, old, limit=15.0):
        """The pid of a process that was started anew after `old`."""
        def new():
            pid = self.pids.get(name)
            return pid if pid and pid != old and alive(pid) else None

        return wait_for(new, limit)

    def reload(self):
        os.kill(self.process.pid, signal.SIGHUP)

    def stop(self, limit=60):
        """SIGTERM; the exit status. Harmless when it has ended."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(limit)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            return None

    def restart(self, wait=True):
        status = self.stop()
        self.start(wait)
        return status

    def destroy(self):
        """Stop, see that nothing is left, remove the data folder if it was made here."""
        pids = self.pids.values()
        self.stop()
        wait_for(lambda: not any(alive(pid) for pid in pids), 5)
        if self.own_data:
            shutil.rmtree(self.data, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.destroy()
