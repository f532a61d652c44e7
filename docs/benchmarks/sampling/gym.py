"""Trains one model on one family of the gym, with levels that follow its pass rate and with all levels alike, over three seeds.

    mvn -q -DskipTests package
    python docs/benchmarks/sampling/gym.py run [--seeds 1,2,3] [--only NAME,...] [--output runs/gym]
    python docs/benchmarks/sampling/gym.py draw [--output runs/gym]

Needs Python's standard library. Every run starts from one model, which a supervised stage makes that mostly shows problems of the
first level. Held-out problems are of all three levels in equal shares. A run takes about three minutes on two cores; one that is there
already is left alone. `draw` writes the figures of docs/benchmarks/curves, and prints a row for each run: pass@1 of eight samples and
greedy accuracy, before and after.
"""

import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "docs" / "benchmarks"))
from runs import CURVES, PRODUCT, arguments, curve, svg, there, train  # noqa: E402

LEVELS = [f"{{name: spell-backward, level: {level}}}" for level in range(3)]
DATA = """seed: 1
data:
  train: {{name: gym, config: {{families: [spell-backward], problems: 4000, seed: 11, instruction: ""}}}}
  evaluation: {{name: gym, config: {{families: [{levels}], problems: 300, seed: 12, split: evaluation, instruction: ""}}}}
rollout: {{groupSize: 8, maxTokens: 28, batchSize: 256}}
rewards: [gym]
optimizer: {{name: grpo, preset: dapo}}
evaluation: {{every: 10, limit: 300, samples: 8, k: [1, 8]}}
checkpoints: {{every: 100}}
trackers: [console, jsonl]
"""
START = DATA + """
model: {{create: {{config: {examples}/quickstart/config.json, tokenizer: {examples}/quickstart}}}}
supervised:
  data:
    name: gym
    config:
      families: [{{name: spell-backward, weight: 6}}, {{name: spell-backward, level: 1, weight: 1}}, {{name: spell-backward, level: 2, weight: 0.5}}]
      problems: 40000
      seed: 13
      instruction: ""
      demonstration: <answer>{{answer}}</answer>
  steps: 700
  batchSize: 64
  learningRate: 2e-3
  warmupSteps: 20
training: {{steps: 0}}
"""
RECIPE = DATA + """
model: {{path: {start}}}
training: {{steps: 60, promptsPerStep: 32, learningRate: 2e-4, warmupSteps: 5}}
"""

# Each run: what it changes in RECIPE.
RUNS = {
    "gym-levels": ["curriculum={name: gym-levels, config: {raise: 0.5, lower: 0.05, window: 16, patience: 1, rehearsal: 0.2}}"],
    "gym-uniform": ["data.train.config.families=[" + ", ".join(LEVELS) + "]"],
}

# Each figure: its title, and curves as (run, metric, label).
FIGURES = {
    "gym-levels": ("Held-out greedy accuracy over all levels: levels that follow the pass rate, or all levels alike", [
        ("gym-levels", "eval/accuracy", "gym-levels"), ("gym-uniform", "eval/accuracy", "all levels alike")]),
    "gym-level": ("Half the level of the problems that are drawn, 0 to 1", [("gym-levels", "gym/level", "gym-levels")]),
}


def started(output):
    directory = output / "start"
    if not (directory / "summary.json").exists():
        train(START.format(examples=PRODUCT / "examples", levels=", ".join(LEVELS)), directory, [])
    return directory.resolve() / "checkpoints" / "step-0"


def run(seeds, only, output):
    output.mkdir(parents=True, exist_ok=True)
    for seed in seeds:
        for name, changes in RUNS.items():
            directory = output / f"{name}-{seed}"
            if (only and name not in only) or (directory / "summary.json").exists():
                continue
            train(RECIPE.format(start=started(output), levels=", ".join(LEVELS)), directory, [f"seed={seed}", *changes])


def draw(seeds, output):
    for file, (title, curves) in FIGURES.items():
        if all(there(output, name, seeds) for name, _, _ in curves):
            scale = 0.5 if file == "gym-level" else 1
            lines = [(label, i, [(x, scale * y) for x, y in curve(output, name, seed, "step", metric)])
                     for i, (name, metric, label) in enumerate(curves) for seed in seeds]
            (CURVES / f"{file}.svg").write_text(svg(title, "step", lines))
    for name in RUNS:
        if there(output, name, seeds):
            found = [json.loads((output / f"{name}-{seed}" / "summary.json").read_text()) for seed in seeds]
            print(f"| `{name}` | " + " | ".join(
                f"{100 * found[0]['before'][metric]:.1f} | " + " / ".join(f"{100 * one['after'][metric]:.1f}" for one in found)
                for metric in ["pass@1", "accuracy"]) + " |")


def main():
    what, seeds, only, output = arguments(__doc__, "runs/gym", RUNS)
    if what == "run":
        run(seeds, only, output)
    else:
        draw(seeds, output)


if __name__ == "__main__":
    main()
