#!/usr/bin/env python3
"""What `skiff serve` costs under load on this machine's loopback: submissions, then lists; p50, p99, memory of the server.

  src/test/http/load.py [--skiff COMMAND] [--submissions 1000] [--lists 10000] [--connections 8] [--one-go]

Each workflow has one step that is skipped, so that what is measured is the server and its store, and no container. Needs nothing but Python.
"""
import argparse
import http.client
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
TOKEN = "load"
NAMES = "&fields=metadata,items.metadata.name,items.status.phase"
WORKFLOW = json.dumps({"workflow": {"metadata": {"generateName": "load-"}, "spec": {"entrypoint": "main", "templates": [
    {"name": "main", "steps": [[{"name": "never", "template": "step", "when": "1 == 2"}]]},
    {"name": "step", "container": {"image": "none", "command": ["true"]}}]}}})


def memory(pid):
    with open(f"/proc/{pid}/status") as status:
        found = dict(line.split(":", 1) for line in status if line.startswith(("VmRSS", "VmHWM")))
    return {name: int(value.split()[0]) // 1024 for name, value in found.items()}


class Requests:
    """What is asked, how long each answer took in milliseconds, and which were refused."""

    def __init__(self, count, method, path, body=None):
        self.count, self.method, self.path, self.body = count, method, path, body
        self.times, self.wrong = [], []


def measured(port, connections, *kinds):
    """Asks for all kinds, shuffled, as many at a time as there are connections. How long the whole took, in seconds."""
    waiting = [kind for kind in kinds for _ in range(kind.count)]
    random.Random(1).shuffle(waiting)
    lock = threading.Lock()

    def work():
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while True:
            with lock:
                if not waiting:
                    return
                kind = waiting.pop()
            begin = time.perf_counter()
            try:
                connection.request(kind.method, kind.path, kind.body,
                                   {"Authorization": "Bearer " + TOKEN, "Content-Type": "application/json"})
                answer = connection.getresponse()
                status, text = answer.status, answer.read()
            except OSError as failure:
                status, text = 0, str(failure).encode()
                connection.close()
            took = (time.perf_counter() - begin) * 1000
            with lock:
                kind.times.append(took)
                if status != 200:
                    kind.wrong.append(f"{status} {text[:200]}")

    threads = [threading.Thread(target=work) for _ in range(connections)]
    begin = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - begin


def await_listening(port):
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    sys.exit("the server does not listen")


def row(what, asked, seconds, pid):
    times = sorted(asked.times)
    found = memory(pid)
    print(f"| {what} | {len(times) / seconds:.0f}/s | {statistics.median(times):.1f} ms | {times[int(len(times) * 0.99)]:.1f} ms "
          f"| {times[-1]:.1f} ms | {len(asked.wrong)} | {found['VmRSS']} MB | {found['VmHWM']} MB |", flush=True)
    for one in asked.wrong[:3]:
        print("refused: " + one, file=sys.stderr)
    return len(asked.wrong)


def one_go(arguments, path, pid):
    """Submissions and lists at the same time, as they come from many users."""
    made = Requests(arguments.submissions, "POST", path, WORKFLOW)
    listed = Requests(arguments.lists, "GET", path + "?listOptions.limit=50" + NAMES)
    seconds = measured(arguments.port, arguments.connections, made, listed)
    return (row(f"{made.count} submissions among them", made, seconds, pid)
            + row(f"{listed.count} lists of 50, names and phases", listed, seconds, pid))


def one_by_one(arguments, path, pid):
    made = Requests(arguments.submissions, "POST", path, WORKFLOW)
    wrong = row(f"{made.count} submissions", made, measured(arguments.port, arguments.connections, made), pid)
    for what, query, count in (("50 of them", "?listOptions.limit=50", arguments.lists),
                               ("50, names and phases", "?listOptions.limit=50" + NAMES, arguments.lists),
                               ("500", "?listOptions.limit=500", arguments.lists // 20)):
        listed = Requests(count, "GET", path + query)
        wrong += row(f"{count} lists, {what}", listed, measured(arguments.port, arguments.connections, listed), pid)
    return wrong


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--skiff", default=os.path.join(ROOT, "local-runner", "skiff"))
    parser.add_argument("--port", type=int, default=12746)
    parser.add_argument("--submissions", type=int, default=1000)
    parser.add_argument("--lists", type=int, default=10000)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--one-go", action="store_true", help="submissions and lists at the same time")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as data:
        server = subprocess.Popen([arguments.skiff, "serve", "--on", "host", "--port", str(arguments.port)],
                                  env=dict(os.environ, SKIFF_TOKEN=TOKEN, XDG_DATA_HOME=data), stderr=subprocess.DEVNULL)
        try:
            await_listening(arguments.port)
            print("| | rate | p50 | p99 | longest | errors | memory | peak |\n|---|---|---|---|---|---|---|---|")
            run = one_go if arguments.one_go else one_by_one
            wrong = run(arguments, "/api/v1/workflows/default", server.pid)
        finally:
            server.terminate()
            server.wait(30)
    sys.exit(1 if wrong else 0)


main()
