"""Trains one model by many ways of sampling, over three seeds, and draws what came of it.

    mvn -q -DskipTests package
    python docs/benchmarks/sampling/run.py run [--seeds 1,2,3] [--only NAME,...] [--output runs/sampling]
    python docs/benchmarks/sampling/run.py draw [--only FIGURE,...] [--output runs/sampling]

Needs Python's standard library. Runs start from the model that the supervised stage of mcts.yaml makes: it adds four numbers column by
column, and forgets most carries, so that first steps decide. Accuracy is drawn over the tokens that the model has read and written in
rollouts, continuations included: `rollout/tokens_computed`, added up. A run takes a few minutes on two cores; one that is there already is left
alone. `draw` writes the figures of docs/benchmarks/curves whose runs are there, and prints a row for each run.
"""

import argparse
import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "docs" / "benchmarks"))
from techniques import CURVES, PRODUCT, SCALE, curve, steps, svg  # noqa: E402

START = """
seed: 1
model: {{create: {{config: {examples}/quickstart/config.json, tokenizer: {examples}/quickstart}}}}
data:
  train: {{name: addition, config: {{count: 20000, seed: 11, minTerms: 4, maxTerms: 4}}}}
  evaluation: {{name: addition, config: {{count: 500, seed: 12, split: held-out, minTerms: 4, maxTerms: 4}}}}
supervised:
  data:
    name: addition
    config: {{count: 40000, seed: 13, minTerms: 4, maxTerms: 4, demonstrations: true, carefulShare: 0.4, columnwise: true}}
  steps: 900
  batchSize: 64
  learningRate: 2e-3
  warmupSteps: 20
rollout: {{groupSize: 16, maxTokens: 128, batchSize: 256}}
rewards: [{{name: numeric-answer, config: {{place: answer-tag}}}}]
training: {{steps: 0}}
evaluation: {{limit: 100}}
"""
RECIPE = """
model: {{path: {start}}}
data:
  train: {{name: addition, config: {{count: 20000, seed: 11, minTerms: 4, maxTerms: 4}}}}
  evaluation: {{name: addition, config: {{count: 500, seed: 12, split: held-out, minTerms: 4, maxTerms: 4}}}}
rollout: {{groupSize: 16, maxTokens: 128, batchSize: 256}}
rewards: [{{name: numeric-answer, config: {{place: answer-tag}}}}]
optimizer: {{name: grpo, preset: dapo}}
training: {{steps: 30, promptsPerStep: 24, tokensPerMicroBatch: 2048, learningRate: 1e-4, warmupSteps: 5}}
evaluation: {{every: 5, limit: 200}}
checkpoints: {{every: 100}}
trackers: [console, jsonl]
"""

TREEPO = "sampler={name: treepo-rollout, config: {segmentTokens: 12, initialBranches: 4, branches: 2}}"
SEARCH = "sampler={name: mcts, config: {separator: ',', segmentTokens: 16, branches: 2, depth: 10, parallel: 2}}"

# Each run: what it changes in RECIPE, as `reason4j train` takes it.
RUNS = {
    "independent": [],
    # Trees of segments, and the same leaves credited as if they were independent.
    "treepo": [TREEPO, "optimizer=treepo-advantage"],
    "treepo-grpo": [TREEPO],
    "spo-tree": ["sampler={name: spo-tree, config: {branching: [4, 2, 2], segmentTokens: 24}}", "optimizer=spo-tree"],
    # Four responses, with four continuations of each of up to six cuts: about as many tokens as six times four responses.
    "spo-chain": ["rollout.groupSize=4",
                  "rewards=[{name: numeric-answer, config: {place: answer-tag}},"
                  " {name: spo-chain, deadlineSeconds: 300, config: {rollouts: 4, unlikelyTokens: 5, maxSegments: 6}}]",
                  "optimizer=spo-chain"],
    # Sixteen leaves of a search, credited by edges or by nodes, one node at a time, or found by surprise; and twelve independent
    # responses, which write about as much.
    "mcts": [SEARCH, "optimizer=tree-edge"],
    "mcts-treerl": [SEARCH, "optimizer=treerl"],
    "mcts-rstar": [SEARCH.replace("mcts, ", "mcts, preset: rstar, "), "optimizer=tree-edge"],
    "eptree": ["sampler={name: eptree, config: {trees: 4, forks: 3, rounds: 1, branches: 1}}", "optimizer=treerl"],
    "independent-12": ["rollout.groupSize=12"],
}

EXPERT = "evaluation.reward={name: game-playout, preset: expert, deadlineSeconds: 120}"
AGAINST_RANDOM = "sampler={name: games, config: {opponent: random}}"

# Runs of examples/two-role-game.yaml, which has a supervised stage of its own: what they change there.
GAMES = {
    "self-play": [],
    "self-play-one-baseline": ["optimizer={name: rae, config: {by: [game]}}"],
    "fixed-random": [AGAINST_RANDOM],
    "fixed-expert": ["sampler={name: games, config: {opponent: expert}}"],
    # The same, measured by the share of games that are not lost against a perfect player.
    "self-play-by-expert": [EXPERT],
    "fixed-random-by-expert": [EXPERT, AGAINST_RANDOM],
}

# Each figure: its title, and curves as (run, metric, label); two runs at most have a colour of their own.
FIGURES = {
    "mcts": ("Greedy accuracy: sixteen leaves of a search, or sixteen independent responses", [
        ("mcts", "eval/accuracy", "mcts"), ("independent", "eval/accuracy", "independent")]),
    "mcts-eptree": ("Greedy accuracy: leaves of a search, or of trees that fork at surprise", [
        ("mcts-treerl", "eval/accuracy", "mcts"), ("eptree", "eval/accuracy", "eptree")]),
    "mcts-tokens": ("Tokens that a search writes for each response", [("mcts", "mcts/tokens_per_leaf", "mcts")]),
    "treepo": ("Greedy accuracy: sixteen leaves of one tree, or sixteen independent responses", [
        ("treepo", "eval/accuracy", "treepo"), ("independent", "eval/accuracy", "independent")]),
    "treepo-shared": ("Share of a response's tokens that another one wrote", [
        ("treepo", "tree/shared_ratio", "treepo-rollout"), ("spo-tree", "tree/shared_ratio", "spo-tree")]),
    "spo-tree": ("Greedy accuracy: what a segment changes the value, or the outcome of a response", [
        ("spo-tree", "eval/accuracy", "spo-tree"), ("independent", "eval/accuracy", "independent")]),
    "spo-chain": ("Greedy accuracy: segments valued by continuations, or the outcome of a response", [
        ("spo-chain", "eval/accuracy", "spo-chain"), ("independent", "eval/accuracy", "independent")]),
    "self-play": ("Tic-tac-toe against random moves: games won after self-play, and after playing against random moves", [
        ("self-play", "eval/accuracy", "self-play"), ("fixed-random", "eval/accuracy", "a fixed opponent")]),
    "self-play-expert": ("Tic-tac-toe against a perfect player: games not lost", [
        ("self-play-by-expert", "eval/accuracy", "self-play"), ("fixed-random-by-expert", "eval/accuracy", "a fixed opponent")]),
    "self-play-baselines": ("Tic-tac-toe against random moves: games won with a baseline for each role, and with one for both", [
        ("self-play", "eval/accuracy", "each role"), ("self-play-one-baseline", "eval/accuracy", "both roles")]),
    "self-play-roles": ("Largest less smallest baseline of the roles", [("self-play", "rae/spread", "self-play")]),
}


def run(seeds, only, output):
    output.mkdir(parents=True, exist_ok=True)
    for seed in seeds:
        for name, changes in {**RUNS, **GAMES}.items():
            directory = output / f"{name}-{seed}"
            if (only and name not in only) or (directory / "summary.json").exists():
                continue
            if name in GAMES:
                train(example("two-role-game"), directory, [f"seed={seed}", "evaluation.every=5", *changes])
                continue
            model = started(output, "start").resolve() / "checkpoints" / "step-0"
            train(RECIPE.format(start=model), directory, [f"seed={seed}", *changes])


def example(name):
    """An example of the product, which may be written elsewhere."""
    text = (PRODUCT / "examples" / f"{name}.yaml").read_text()
    return text.replace("quickstart/config.json, tokenizer: quickstart",
                        f"{PRODUCT}/examples/quickstart/config.json, tokenizer: {PRODUCT}/examples/quickstart")


def started(output, name):
    directory = output / name
    if not (directory / "summary.json").exists():
        train(START.format(examples=PRODUCT / "examples"), directory, [])
    return directory


def train(recipe, directory, changes):
    file = directory.with_suffix(".yaml")
    file.write_text(recipe)
    command = [str(PRODUCT / "bin" / "reason4j"), "train", str(file), *changes, "--output", str(directory)]
    print(*command, flush=True)
    subprocess.run(command, check=True)


def there(output, name, seeds):
    return all((output / f"{name}-{seed}" / "summary.json").exists() for seed in seeds)


def draw(seeds, only, output):
    for file, (title, curves) in FIGURES.items():
        if (not only or file in only) and all(there(output, name, seeds) for name, _, _ in curves):
            by_tokens = all(metric == "eval/accuracy" for _, metric, _ in curves)
            lines = [(label, i, (over_tokens if by_tokens else over_steps)(output, name, seed, metric))
                     for i, (name, metric, label) in enumerate(curves) for seed in seeds]
            (CURVES / f"{file}.svg").write_text(svg(title, "thousand tokens" if by_tokens else "step", lines))
    metrics = sorted({metric for _, curves in FIGURES.values() for _, metric, _ in curves} - {"eval/accuracy"})
    for name in [*RUNS, *GAMES]:
        if there(output, name, seeds):
            print(f"| `{name}` | {row(output, name, seeds, metrics)} |")


def over_steps(output, name, seed, metric):
    return curve(output, name, seed, "step", metric)


def over_tokens(output, name, seed, metric):
    tokens, points = 0, []
    for step in steps(output, name, seed):
        tokens += step.get("rollout/tokens_computed", 0) / 1000  # none before the first step
        if metric in step:
            points.append((tokens, SCALE.get(metric, 1.0) * step[metric]))
    return points


def row(output, name, seeds, metrics):
    """Accuracy before and after, and the last value of every metric that a figure draws, over the seeds."""
    last = [{metric: value for step in steps(output, name, seed) for metric, value in step.items()} for seed in seeds]
    first = steps(output, name, seeds[0])[0]["eval/accuracy"]
    accuracies = ", ".join(f"{100 * one['eval/accuracy']:.1f}" for one in last)
    others = [f"{metric} " + ", ".join(f"{one[metric]:.3g}" for one in last) for metric in metrics if metric in last[0]]
    return " | ".join([f"{100 * first:.1f}", accuracies, *others])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["run", "draw"])
    parser.add_argument("--seeds", default="1,2,3")
    parser.add_argument("--only", default="")
    parser.add_argument("--output", type=pathlib.Path, default=pathlib.Path("runs/sampling"))
    arguments = parser.parse_args()
    seeds = [int(seed) for seed in arguments.seeds.split(",")]
    only = [name for name in arguments.only.split(",") if name]
    unknown = [name for name in only if name not in RUNS and name not in GAMES and name not in FIGURES]
    if unknown:
        sys.exit(f"--only: there is no {unknown}, expected some of {', '.join([*RUNS, *GAMES, *FIGURES])}")
    (run if arguments.what == "run" else draw)(seeds, only, arguments.output)


if __name__ == "__main__":
    main()
