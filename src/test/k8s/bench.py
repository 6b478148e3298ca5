#!/usr/bin/env python3
"""What runs on a cluster cost, beside what Argo 4.1.2 needs for the same YAML: `make bench-k8s`.

The cluster is the development cluster of ../shared/devcluster, which must be up; its measure.py makes the workflows, watches them, and reads
CPU and memory of the controller from the kernel and the writes from the API server. The controller is started anew for each scenario, outside
of the cluster, so that memory is that of the scenario. Without arguments all scenarios run; the fakelet's need the whole machine.

  bench.py [--skiff COMMAND] [--agent-image IMAGE] [SCENARIO...]
"""
import argparse
import http.client
import json
import os
import re
import signal
import statistics
import subprocess
import sys
import time
import urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
DEVCLUSTER = os.environ.get("DEVCLUSTER", os.path.join(ROOT, "..", "shared", "devcluster"))
KUBECONFIG = os.environ.get("KUBECONFIG") or os.path.expanduser("~/.cache/devcluster/run/admin.kubeconfig")
NAMESPACE = "argo"
PORT = 19090
REAL = ["hello", "chain20", "fan50", "fanout30", "many30"]
FAKE = ["many300", "many1000", "fan1000", "fan4000"]
# ../shared/argo/figures.md, tuned: wall seconds, CPU seconds, peak MB
ARGO = {
    "hello": (5.5, None, None), "chain20": (101, 2.07, None), "fan50": (40.7, 1.71, None), "fanout30": (20.3, 0.81, None),
    "many30": (26.2, 1.39, None), "many300": (17.6, 5.7, None), "many1000": (45.2, 13.7, 184), "fan1000": (29.6, 9.1, 171),
    "fan4000": (136, 81, 461),
}


def kubectl(*arguments, **more):
    return subprocess.run(["kubectl", "--kubeconfig", KUBECONFIG, *arguments], check=True, capture_output=True, text=True, **more).stdout


def find_skiff():
    target = os.path.join(ROOT, "target")
    for name in sorted(os.listdir(target)) if os.path.isdir(target) else []:
        if re.fullmatch(r"skiff-.*-runner", name):
            return os.path.join(target, name)
    return os.path.join(ROOT, "local-runner", "skiff")


class Controller:
    """One `skiff serve`, from its start to its end."""

    def __init__(self, command):
        self.log = open(os.path.join(ROOT, "target", "bench-k8s.log"), "a")
        begin = time.time()
        self.process = subprocess.Popen(
            [command, "serve", "--on", "kubernetes", "--port", "0", "--kubeconfig", KUBECONFIG, "--namespace", NAMESPACE],
            stdout=self.log, stderr=self.log, env=dict(os.environ, SKIFF_LISTEN_PORT=str(PORT)))
        self.ready_s = self.wait_until_ready(begin)

    def wait_until_ready(self, begin):
        while time.time() < begin + 60:
            if self.process.poll() is not None:
                sys.exit(f"the controller has ended with {self.process.returncode}: see target/bench-k8s.log")
            try:
                connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=1)
                connection.request("GET", "/q/health/ready")
                if connection.getresponse().status == 200:
                    return time.time() - begin
            except OSError:
                pass
            time.sleep(0.002)
        sys.exit("the controller does not become ready: see target/bench-k8s.log")

    def pid(self):
        return self.process.pid

    def metrics(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/metrics", timeout=5) as answer:
            return answer.read().decode()

    def close(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()


def our_writes(metrics):
    return sum(float(line.rsplit(" ", 1)[1]) for line in metrics.splitlines() if line.startswith("skiff_api_writes_total"))


def latency(metrics):
    """p50 and p99 in ms of an event's arrival to the create that it leads to, from the buckets of the histogram."""
    buckets = []
    for line in metrics.splitlines():
        found = re.match(r'skiff_event_to_create_seconds_bucket\{.*le="([^"]+)".*\} (\S+)', line)
        if found:
            buckets.append((float("inf") if found[1] in ("+Inf", "Inf") else float(found[1]), float(found[2])))
    buckets.sort()
    if not buckets or not buckets[-1][1]:
        return None
    total = buckets[-1][1]
    return [next(le for le, n in buckets if n >= total * q) * 1000 for q in (0.5, 0.99)]


def bare_pod():
    """Seconds from create to Succeeded of a pod that does nothing: median of five."""
    seconds = []
    for i in range(5):
        name = f"bare-{os.getpid()}-{i}"
        pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name}, "spec": {"restartPolicy": "Never", "containers": [
            {"name": "main", "image": "busybox", "imagePullPolicy": "IfNotPresent", "command": ["true"]}]}}
        begin = time.time()
        kubectl("-n", NAMESPACE, "create", "-f", "-", input=json.dumps(pod))
        kubectl("-n", NAMESPACE, "wait", "--for=jsonpath={.status.phase}=Succeeded", f"pod/{name}", "--timeout=60s")
        seconds.append(time.time() - begin)
        kubectl("-n", NAMESPACE, "delete", "pod", name, "--wait=false")
    return statistics.median(seconds)


def measured(command, scenario):
    controller = Controller(command)
    try:
        before = our_writes(controller.metrics())
        output = subprocess.run(
            [sys.executable, os.path.join(DEVCLUSTER, "measure.py"), "--pid", str(controller.pid()), "--namespace", NAMESPACE, scenario],
            check=True, capture_output=True, text=True, env=dict(os.environ, KUBECONFIG=KUBECONFIG)).stdout
        figures = json.loads(output.splitlines()[-1])
        metrics = controller.metrics()
        figures.update(ready_s=round(controller.ready_s, 3), ours=our_writes(metrics) - before, latency_ms=latency(metrics))
        return figures
    finally:
        controller.close()


def row(figures, bare):
    argo = ARGO.get(figures["scenario"], (None, None, None))
    ratio = lambda ours, theirs: "" if theirs is None else f" ({ours / theirs:.2f} ×)"
    wall, cpu, peak = figures["wall_s"], figures["cpu_s"], figures["peak_mb"]
    count = int(re.sub(r"\D", "", figures["scenario"]) or 1)
    against = ""
    if bare and figures["scenario"].startswith(("hello", "chain")):
        against = f"{wall / (bare * count):.2f} ×"
    late = figures["latency_ms"]
    return (f"| {figures['scenario']} | {wall} s{ratio(wall, argo[0])} | {against} | {cpu} s{ratio(cpu, argo[1])} | {peak} MB{ratio(peak, argo[2])} "
            f"| {figures['ours']:.0f} | {'' if not late else f'{late[0]:.0f} / {late[1]:.0f}'} | {figures['ready_s']} s | {figures['phases']} |")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--skiff", default=find_skiff())
    parser.add_argument("scenarios", nargs="*")
    arguments = parser.parse_args()
    scenarios = arguments.scenarios or REAL + FAKE
    kubectl("apply", "-k", os.path.join(ROOT, "k8s", "crds"))
    if subprocess.run(["kubectl", "--kubeconfig", KUBECONFIG, "create", "namespace", NAMESPACE], capture_output=True).returncode:
        pass  # it is there already
    devcluster = os.path.join(DEVCLUSTER, "devcluster")
    rows, bare = [], None
    for scenario in scenarios:
        fake = scenario in FAKE
        state = subprocess.run([devcluster, "status"], capture_output=True, text=True).stdout
        if fake and "fakelet" not in state:
            subprocess.run([devcluster, "start", "fakelet"], check=True, env=dict(
                os.environ, DEVCLUSTER_FAKELET_ARGS=os.environ.get("DEVCLUSTER_FAKELET_ARGS", "--run 100ms --start 0s")))
            time.sleep(2)
        if not fake and bare is None:
            bare = bare_pod()
            print(f"bare pod: {bare:.2f} s", flush=True)
        figures = measured(arguments.skiff, scenario)
        print(json.dumps(figures), flush=True)
        rows.append(row(figures, bare))
    print("\n| scenario | wall (to Argo tuned) | to bare pods | controller CPU | peak memory | our writes | event to create p50 / p99 ms | start to ready | ended |")
    print("|---|---|---|---|---|---|---|---|---|")
    print("\n".join(rows))


main()
