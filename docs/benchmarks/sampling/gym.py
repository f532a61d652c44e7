"""Trains one model on a mixture of the gym, with levels that follow its pass rate and without, over three seeds.

    mvn -q -DskipTests package
    python docs/benchmarks/sampling/gym.py run [--seeds 1,2,3] [--only NAME,...] [--output runs/gym]
    python docs/benchmarks/sampling/gym.py draw [--output runs/gym]

Needs Python's standard library. The recipe is examples/gym-mixture.yaml; its supervised stage makes the model that every run starts
from. Held-out problems are of all levels in equal shares. A run takes about two minutes on two cores; one that is there already is left
alone. `draw` writes the figures of docs/benchmarks/curves, and prints a row for each run.
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "docs" / "benchmarks"))
from runs import CURVES, PRODUCT, arguments, curve, steps, svg, train  # noqa: E402

EXAMPLES = PRODUCT / "examples"
EVERY_LEVEL = "data.train.config.families=[" + ", ".join(
    f"{{name: {family}, level: {level}, weight: {weight}}}"
    for family, weight in [("chain-sum", 2), ("spell-backward", 2), ("simple-equations", 1)] for level in range(3)) + "]"

# Each run: the sections of the recipe that it leaves out, and what it changes in the others.
RUNS = {
    "gym-levels": ([], []),
    "gym-uniform": (["curriculum"], [EVERY_LEVEL]),
    "gym-first-level": (["curriculum"], []),
}

# Each figure: its title, and curves as (run, metric, label).
FIGURES = {
    "gym-levels": ("Held-out accuracy over all levels: levels that follow the pass rate, or all levels alike", [
        ("gym-levels", "eval/accuracy", "gym-levels"), ("gym-uniform", "eval/accuracy", "all levels alike")]),
    "gym-level": ("Level of the problems, mean of three families, 0 to 2", [("gym-levels", "gym/level", "gym-levels")]),
}


def sections():
    text = (EXAMPLES / "gym-mixture.yaml").read_text().replace("quickstart", f"{EXAMPLES}/quickstart")
    blocks = re.split(r"(?m)^(?=\w)", text)[1:]
    return {block.split(":")[0]: block for block in blocks}


def started(output):
    directory = output / "start"
    if not (directory / "summary.json").exists():
        train("".join(sections().values()), directory, ["training.steps=0"])
    return directory.resolve() / "checkpoints" / "step-0"


def run(seeds, only, output):
    output.mkdir(parents=True, exist_ok=True)
    for seed in seeds:
        for name, (left_out, changes) in RUNS.items():
            directory = output / f"{name}-{seed}"
            if (only and name not in only) or (directory / "summary.json").exists():
                continue
            blocks = {key: block for key, block in sections().items() if key not in [*left_out, "supervised"]}
            blocks["model"] = f"model: {{path: {started(output)}}}\n"
            train("".join(blocks.values()), directory, [f"seed={seed}", "trackers=[console, jsonl]", "evaluation.every=4", *changes])


def draw(seeds, output):
    for file, (title, curves) in FIGURES.items():
        lines = [(label, i, curve(output, name, seed, "step", metric))
                 for i, (name, metric, label) in enumerate(curves) for seed in seeds]
        (CURVES / f"{file}.svg").write_text(svg(title, "step", lines))
    for name in RUNS:
        accuracies = [[step["eval/accuracy"] for step in steps(output, name, seed) if "eval/accuracy" in step] for seed in seeds]
        print(f"| `{name}` | {100 * accuracies[0][0]:.1f} | " + ", ".join(f"{100 * one[-1]:.1f}" for one in accuracies) + " |")


def main():
    what, seeds, only, output = arguments(__doc__, "runs/gym", RUNS)
    if what == "run":
        run(seeds, only, output)
    else:
        draw(seeds, output)


if __name__ == "__main__":
    main()
