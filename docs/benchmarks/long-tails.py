#!/usr/bin/env python3
"""Steps per second over servers whose answers have long tails, for several bounds on staleness.

Two `reason4j serve` write the rollouts behind a proxy that holds back each answer. The delay is a Pareto variable of shape 1.5 from
0.1 s on, at most 2 s, and a function of the request's key, so that runs wait for the same responses alike. Learning is made to take
0.4 s by a reward that sleeps, so that numbers hardly depend on the machine. Prints, for each bound in turn: steps per second without the first two, the
largest age, the histogram of ages, requests and retries.

    docs/benchmarks/long-tails.py [--steps 12] [--turns 2] [--kill]

`--kill` kills one of the servers in the middle of every run and starts it again five seconds later.
"""
import argparse
import collections
import hashlib
import http.client
import json
import pathlib
import shutil
import socket
import subprocess
import tempfile
import threading
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HOME = pathlib.Path(__file__).resolve().parents[2] / "distribution/target/reason4j"
LEARNING = 0.4


def delay(body):
    key = json.loads(body)
    seed = f"{key['draw_key']} {key['draw_position']}".encode()
    uniform = int.from_bytes(hashlib.sha256(seed).digest()[:6], "big") / 2**48
    return min(2.0, 0.1 * (1 - uniform) ** (-1 / 1.5))


class Proxy(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def forward(self, body):
        if self.path == "/score":
            time.sleep(LEARNING)
            responses = json.loads(body)["responses"]
            return 200, json.dumps({"scores": [r["text"].count("1") / 8 for r in responses]}).encode()
        connection = http.client.HTTPConnection("127.0.0.1", self.server.behind, timeout=120)
        connection.request(self.command, self.path, body or None, {"Content-Type": "application/json", "Host": "localhost"})
        answer = connection.getresponse()
        found = answer.status, answer.read()
        connection.close()
        if self.path == "/v1/completions":
            time.sleep(delay(body))
        return found

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        try:
            status, text = self.forward(body)
        except OSError:  # the server is gone
            self.close_connection = True
            self.connection.close()
            return
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    do_GET = do_POST = answer

    def log_message(self, *_):
        pass


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def serve(model, port, work):
    log = open(work / f"server-{port}.log", "a")
    return subprocess.Popen([HOME / "bin/reason4j", "serve", "--model", model, "--port", str(port), "--device", "cpu",
                             "--precision", "fp32", "--weights-below", work], stdout=log, stderr=log)


def await_server(port):
    for _ in range(600):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5).read()
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"no server at port {port}")


def recipe(staleness, steps, proxies):
    quickstart = HOME / "examples/quickstart"
    return f"""
seed: 1
device: cpu
model: {{create: {{config: {quickstart}/config.json, tokenizer: {quickstart}}}, precision: fp32}}
data:
  train: {{name: addition, config: {{count: 500, seed: 11}}}}
  evaluation: {{name: addition, config: {{count: 2, seed: 12, split: held-out}}}}
rollout: {{groupSize: 4, maxTokens: 8}}
rewards: [{{name: http, config: {{url: 'http://127.0.0.1:{proxies[0]}/score'}}}}]
optimizer: grpo
training: {{steps: {steps}, promptsPerStep: 4, learningRate: 1e-4, staleness: {staleness}}}
evaluation: {{every: 999, limit: 1, threshold: 0.5}}
checkpoints: {{every: 999}}
trackers: [jsonl]
backend: {{name: http, config: {{checkSeconds: 0.2, concurrency: 16, replicas: [{', '.join(f"'http://127.0.0.1:{p}'" for p in proxies)}]}}}}
"""


def run(staleness, arguments, work, model, servers, proxies):
    target = work / "run"
    shutil.rmtree(target, ignore_errors=True)
    (work / "recipe.yaml").write_text(recipe(staleness, arguments.steps, proxies))
    log = open(work / "train.log", "w")
    training = subprocess.Popen([HOME / "bin/reason4j", "train", work / "recipe.yaml", "--output", target], stdout=log, stderr=log)
    killed = False
    while training.poll() is None:
        time.sleep(0.2)
        metrics = target / "metrics.jsonl"
        if arguments.kill and not killed and metrics.exists() and len(metrics.read_text().splitlines()) >= arguments.steps // 2:
            killed = True
            port = next(iter(servers))
            servers[port].kill()
            servers[port].wait()
            time.sleep(5)
            servers[port] = serve(model, port, work)
    if training.returncode:
        raise SystemExit((work / "train.log").read_text())
    steps = [json.loads(line) for line in (target / "metrics.jsonl").read_text().splitlines()]
    times = [step["time/step"] for step in steps[2:]]
    ages = collections.Counter()
    for step in steps:
        for name, share in step.items():
            if name.startswith("staleness/age_"):
                ages[int(name.rsplit("_", 1)[1])] += share
    total = lambda name: int(sum(step.get(name, 0) for step in steps))
    print(f"staleness {staleness}: {len(times) / sum(times):.2f} steps/s, largest age {max(s['staleness/max'] for s in steps):.0f}, "
          f"steps by age {dict(sorted((age, round(n, 2)) for age, n in ages.items()))}, {total('fleet/requests')} requests, "
          f"{total('fleet/retries')} retries, {total('fleet/unreachable')} unreachable, {total('fleet/stale')} stale", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--steps", type=int, default=12)
    parser.add_argument("--turns", type=int, default=2)
    parser.add_argument("--kill", action="store_true")
    arguments = parser.parse_args()
    work = pathlib.Path(tempfile.mkdtemp())
    model = work / "model"
    subprocess.run([HOME / "bin/reason4j", "train", HOME / "examples/quickstart.yaml", "supervised.steps=1", "training.steps=0",
                    "evaluation.limit=1", "evaluation.samples=0", "evaluation.k=[]", "--output", work / "start"], check=True, stdout=subprocess.DEVNULL)
    shutil.copytree(sorted((work / "start/checkpoints").iterdir())[-1], model)
    servers, proxies = {}, []
    try:
        for _ in range(2):
            port = free_port()
            servers[port] = serve(model, port, work)
            proxy = ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
            proxy.daemon_threads = True
            proxy.behind = port
            threading.Thread(target=proxy.serve_forever, daemon=True).start()
            proxies.append(proxy.server_address[1])
        for port in servers:
            await_server(port)
        for _ in range(arguments.turns):
            for staleness in 0, 1, 2:
                run(staleness, arguments, work, model, servers, proxies)
    finally:
        for server in servers.values():
            server.kill()
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
