"""Trains one recipe with a judge that loses a tenth of its scores, and draws what came of it.

    mvn -q -DskipTests package
    python docs/benchmarks/what-failures-do/run.py run [--seeds 1,2,3] [--output runs/what-failures-do]
    python docs/benchmarks/what-failures-do/run.py draw [--output runs/what-failures-do]

Needs a JDK and Python's standard library. A run takes one to three minutes on two cores, fifteen of them and the start they share
about half an hour; a run that is there already is left alone. `draw` writes curves to docs/benchmarks/curves and prints the tables of
docs/explanation/what-failures-do.md.
"""

import argparse
import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "docs" / "benchmarks"))
from runs import CURVES, PRODUCT, svg  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
VARIANTS = {
    "none": "{loss: 0.0}",
    "dropped": "{loss: 0.1}",
    "zeros": "{loss: 0.1, zero: true}",
    "dropped-longest": "{loss: 0.1, longest: true}",
    "zeros-longest": "{loss: 0.1, longest: true, zero: true}",
}
START = """
seed: 1
model: {{create: {{config: {examples}/quickstart/config.json, tokenizer: {examples}/quickstart}}}}
data:
  train: {{name: addition, config: {{count: 20000, seed: 11}}}}
  evaluation: {{name: addition, config: {{count: 500, seed: 12, split: held-out}}}}
supervised:
  data: {{name: addition, config: {{count: 40000, seed: 13, demonstrations: true, carefulShare: 0.4}}}}
  steps: 900
  batchSize: 64
  learningRate: 2e-3
  warmupSteps: 20
rollout: {{groupSize: 8, maxTokens: 96, batchSize: 256}}
rewards: [{{name: numeric-answer, config: {{place: answer-tag}}}}]
training: {{steps: 0}}
evaluation: {{limit: 100}}
"""
RECIPE = """
seed: {seed}
model: {{path: {start}}}
data:
  train: {{name: addition, config: {{count: 20000, seed: 11}}}}
  evaluation: {{name: addition, config: {{count: 500, seed: 12, split: held-out}}}}
rollout: {{groupSize: 8, maxTokens: 96, batchSize: 256}}
rewards:
  - {{name: faulty-judge, onFailure: drop-trajectory, config: {judge}}}
  - {{name: numeric-answer, key: truth, weight: 0, config: {{place: answer-tag}}}}
optimizer: {{name: grpo, preset: dapo}}
training: {{steps: {steps}, promptsPerStep: 32, tokensPerMicroBatch: 2048, learningRate: 1e-4, warmupSteps: 5}}
evaluation: {{reward: {{name: numeric-answer, config: {{place: answer-tag}}}}, every: 5, limit: 300}}
checkpoints: {{every: 100}}
trackers: [console, jsonl, {{name: completions, config: {{groups: 100000}}}}]
"""


def run(seeds, output, steps):
    output.mkdir(parents=True, exist_ok=True)
    plugins = plugin(output)
    start = output / "start"
    if not (start / "summary.json").exists():
        train(START.format(examples=PRODUCT / "examples"), start, output, plugins)
    for seed in seeds:
        for name, judge in VARIANTS.items():
            directory = output / f"{name}-{seed}"
            if not (directory / "summary.json").exists():
                model = start.resolve() / "checkpoints" / "step-0"
                train(RECIPE.format(seed=seed, start=model, judge=judge, steps=steps), directory, output, plugins)


def plugin(output):
    """The plugin of FaultyJudge.java, in a plugin directory of its own."""
    classes, directory = output / "classes", output / "plugins"
    (classes / "META-INF" / "services").mkdir(parents=True, exist_ok=True)
    directory.mkdir(exist_ok=True)
    (classes / "META-INF" / "services" / "org.reason4j.api.plugin.Plugin").write_text(
        "com.example.faulty.FaultyJudge$FaultyPlugin\n")
    (output / "MANIFEST.MF").write_text("Plugin-Id: faulty-judge\nPlugin-Version: 1.0.0\nRequires-Api: >=1.0.0-rc.1 <2\n")
    subprocess.run(["javac", "--release", "17", "-cp", f"{PRODUCT}/lib/*", "-d", classes, HERE / "FaultyJudge.java"], check=True)
    subprocess.run(["jar", "--create", "--file", directory / "faulty-judge.jar", "--manifest", output / "MANIFEST.MF",
                    "-C", classes, "."], check=True)
    return directory


def train(recipe, directory, output, plugins):
    file = output / f"{directory.name}.yaml"
    file.write_text(recipe)
    command = [PRODUCT / "bin" / "reason4j", "train", file, "--plugin-dir", plugins, "--output", directory]
    print(*command, flush=True)
    subprocess.run(command, check=True)


def metrics(output, name, seed):
    directory = output / f"{name}-{seed}"
    before = json.loads((directory / "summary.json").read_text())["before"]["accuracy"]
    return [{"step": 0, "eval/accuracy": before}] + [
        json.loads(line) for line in (directory / "metrics.jsonl").read_text().splitlines()]


def blamed(output, name, seed, first, last):
    """Share of the negative advantage of these steps that right responses got."""
    on_right = negative = 0.0
    for line in (output / f"{name}-{seed}" / "completions.jsonl").read_text().splitlines():
        one = json.loads(line)
        if first <= one["step"] <= last and "advantage" in one:
            negative += max(0, -one["advantage"])
            on_right += max(0, -one["advantage"]) if one["rewards"]["truth"] == 1 else 0
    return on_right / max(negative, 1e-12)


def mean(output, name, seed, metric, first):
    found = [s[metric] for s in metrics(output, name, seed) if metric in s and s["step"] >= first]
    return sum(found) / len(found)


def draw(seeds, output, steps):
    CURVES.mkdir(exist_ok=True)
    figures = {
        "what-failures-do": ("Lost by chance: negative advantage that right responses got", ["dropped", "zeros"]),
        "what-failures-do-longest": ("Longest lost: negative advantage that right responses got", ["dropped-longest", "zeros-longest"])}
    for file, (title, names) in figures.items():
        lines = [(name.split("-")[0], i, [(step, blamed(output, name, seed, step - 1, step)) for step in range(2, steps + 1, 2)])
                 for i, name in enumerate(names) for seed in seeds]
        (CURVES / f"{file}.svg").write_text(svg(title, "step", lines))
    for name in VARIANTS:
        columns = [
            [[s["eval/accuracy"] for s in metrics(output, name, seed) if s["step"] == steps][0] for seed in seeds],
            [blamed(output, name, seed, 1, 10) for seed in seeds],
            [blamed(output, name, seed, steps - 9, steps) for seed in seeds],
            [mean(output, name, seed, "reward/faulty-judge/mean", steps - 9) for seed in seeds],
            [mean(output, name, seed, "reward/truth/mean", steps - 9) for seed in seeds]]
        cells = [", ".join(f"{100 * number:.1f}" for number in numbers) for numbers in columns]
        print(f"| `{name}` | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=["run", "draw"])
    parser.add_argument("--seeds", default="1,2,3")
    parser.add_argument("--steps", type=int, default=40)
    parser.add_argument("--output", type=pathlib.Path, default=pathlib.Path("runs/what-failures-do"))
    arguments = parser.parse_args()
    seeds = [int(seed) for seed in arguments.seeds.split(",")]
    (run if arguments.action == "run" else draw)(seeds, arguments.output, arguments.steps)
