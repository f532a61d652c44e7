"""Counts what a tree costs as it grows: tokens that the model read and wrote in one step, for each leaf.

    mvn -q -DskipTests package
    python docs/benchmarks/sampling/run.py run --seeds 1 --only independent    # makes the model
    python docs/benchmarks/sampling/leaves.py run [--output runs/sampling]

Needs Python's standard library. Beside each count is what it has to be. Each leaf of spo-tree costs the tokens of its response, less those of
each shared segment but its share of them, and its share of the prompt.
"""

import json
import math
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "docs" / "benchmarks"))
from run import RECIPE, SEARCH, TREEPO, task  # noqa: E402
from runs import arguments, train  # noqa: E402

PROMPTS, PROMPT, SEGMENT = 24, 11, 16
BRANCHINGS = [[4] + [2] * depth for depth in range(5)]
TREES = {f"spo-{math.prod(branching)}": (branching, [
    f"sampler={{name: spo-tree, config: {{branching: {branching}, segmentTokens: {SEGMENT}}}}}", "optimizer=spo-tree"])
    for branching in BRANCHINGS}
TREES |= {f"treepo-{4 << i}": (None, [TREEPO, "optimizer=treepo-advantage"]) for i in range(5)}
TREES |= {f"mcts-{4 << i}": (None, [SEARCH, "optimizer=tree-edge"]) for i in range(5)}


def main():
    _, seeds, only, output = arguments(__doc__, "runs/sampling", TREES)
    model = (output / task("independent")[0]).resolve() / "checkpoints" / "step-0"
    for name, (branching, changes) in TREES.items():
        directory = output / f"leaves-{name}-{seeds[0]}"
        leaves = int(name.split("-")[1])
        if only and name not in only:
            continue
        if not (directory / "summary.json").exists():
            train(RECIPE.format(start=model), directory, [
                f"seed={seeds[0]}", "training.steps=1", f"training.promptsPerStep={PROMPTS}", "evaluation.limit=1",
                f"rollout.groupSize={leaves}", *changes])
        step = json.loads((directory / "metrics.jsonl").read_text().splitlines()[-1])
        response = step["throughput/response_tokens"] / (PROMPTS * leaves)
        print(f"| `{name}` | {response:.2f} | {step['rollout/tokens_computed'] / (PROMPTS * leaves):.2f} | {expected(branching, response)} |")


def expected(branching, response):
    if branching is None:
        return ""
    saved = sum(SEGMENT * (1 - 1 / math.prod(branching[depth:])) for depth in range(1, len(branching)))
    return f"{response - saved + PROMPT / math.prod(branching):.2f}"


if __name__ == "__main__":
    main()
