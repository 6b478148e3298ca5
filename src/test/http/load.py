#!/usr/bin/env python3
"""What `skiff serve` costs under load on this machine's loopback: submissions, then lists; p50, p99, memory of the server.

  src/test/http/load.py [--skiff COMMAND] [--submissions 1000] [--lists 10000] [--connections 8]

Each workflow has one step that is skipped, so that what is measured is the server and its store, and no container. Needs nothing but Python.
"""
import argparse
import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
TOKEN = "load"
WORKFLOW = json.dumps({"workflow": {"metadata": {"generateName": "load-"}, "spec": {"entrypoint": "main", "templates": [
    {"name": "main", "steps": [[{"name": "never", "template": "step", "when": "1 == 2"}]]},
    {"name": "step", "container": {"image": "none", "command": ["true"]}}]}}})


def memory(pid):
    with open(f"/proc/{pid}/status") as status:
        found = dict(line.split(":", 1) for line in status if line.startswith(("VmRSS", "VmHWM")))
    return {name: int(value.split()[0]) // 1024 for name, value in found.items()}


def measured(port, count, connections, method, path, body):
    """Milliseconds of each request, and the whole in seconds."""
    times, wrong, lock = [], [], threading.Lock()
    left = [count]

    def work():
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        while True:
            with lock:
                if not left[0]:
                    return
                left[0] -= 1
            begin = time.perf_counter()
            connection.request(method, path, body, {"Authorization": "Bearer " + TOKEN, "Content-Type": "application/json"})
            answer = connection.getresponse()
            text = answer.read()
            took = (time.perf_counter() - begin) * 1000
            with lock:
                times.append(took)
                if answer.status != 200:
                    wrong.append(text[:200])

    threads = [threading.Thread(target=work) for _ in range(connections)]
    begin = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        sys.exit(f"{len(wrong)} requests failed, the first with {wrong[0]}")
    return times, time.perf_counter() - begin


def await_listening(port):
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    sys.exit("the server does not listen")


def row(what, times, seconds, pid):
    times.sort()
    found = memory(pid)
    print(f"| {what} | {len(times) / seconds:.0f}/s | {statistics.median(times):.1f} ms | {times[int(len(times) * 0.99)]:.1f} ms "
          f"| {times[-1]:.1f} ms | {found['VmRSS']} MB | {found['VmHWM']} MB |", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--skiff", default=os.path.join(ROOT, "local-runner", "skiff"))
    parser.add_argument("--port", type=int, default=12746)
    parser.add_argument("--submissions", type=int, default=1000)
    parser.add_argument("--lists", type=int, default=10000)
    parser.add_argument("--connections", type=int, default=8)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as data:
        server = subprocess.Popen([arguments.skiff, "serve", "--on", "host", "--port", str(arguments.port)],
                                  env=dict(os.environ, SKIFF_TOKEN=TOKEN, XDG_DATA_HOME=data), stderr=subprocess.DEVNULL)
        try:
            await_listening(arguments.port)
            print("| | rate | p50 | p99 | longest | memory | peak |\n|---|---|---|---|---|---|---|")
            path = "/api/v1/workflows/default"
            row(f"{arguments.submissions} submissions",
                *measured(arguments.port, arguments.submissions, arguments.connections, "POST", path, WORKFLOW), server.pid)
            for what, query in (("50 of them", "?listOptions.limit=50"),
                                ("50, names and phases", "?listOptions.limit=50&fields=metadata,items.metadata.name,items.status.phase"),
                                ("500", "?listOptions.limit=500")):
                count = arguments.lists if "50 " in what or "50," in what else arguments.lists // 20
                row(f"{count} lists, {what}",
                    *measured(arguments.port, count, arguments.connections, "GET", path + query, None), server.pid)
        finally:
            server.terminate()
            server.wait(30)


main()
