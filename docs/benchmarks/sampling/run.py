"""Trains one model by many ways of sampling, over three seeds, and draws what came of it.

    mvn -q -DskipTests package
    python docs/benchmarks/sampling/run.py run [--seeds 1,2,3] [--only NAME,...] [--output runs/sampling]
    python docs/benchmarks/sampling/run.py draw [--only FIGURE,...] [--output runs/sampling]

Needs Python's standard library. Runs of trees start from the model that the supervised stage of mcts.yaml makes: it adds four numbers
column by column, and forgets most carries, so that first steps decide. Runs with another choice of prompts or rollouts start from one
that adds two to four numbers, mostly without carrying: the more, the harder. Runs with a budget of thinking learn nothing: one model
answers at several budgets. Accuracy is drawn over the tokens that the model has read and written in
rollouts, continuations included: `rollout/tokens_computed`, added up. A run takes a few minutes on two cores; one that is there already is left
alone. `draw` writes the figures of docs/benchmarks/curves whose runs are there, and prints a row for each run.
"""

import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "docs" / "benchmarks"))
from runs import CURVES, PRODUCT, SCALE, arguments, curve, row, steps, svg, there, train  # noqa: E402

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

SUMS_START = """
seed: 1
model: {{create: {{config: {examples}/quickstart/config.json, tokenizer: {examples}/quickstart}}}}
data:
  train: {{name: addition, config: {{count: 20000, seed: 11, maxTerms: 4}}}}
  evaluation: {{name: addition, config: {{count: 500, seed: 12, split: held-out, maxTerms: 4}}}}
supervised:
  data: {{name: addition, config: {{count: 40000, seed: 13, maxTerms: 4, demonstrations: true, carefulShare: 0.15}}}}
  steps: 900
  batchSize: 64
  learningRate: 2e-3
  warmupSteps: 20
rollout: {{groupSize: 8, maxTokens: 136, batchSize: 256}}
rewards: [{{name: numeric-answer, config: {{place: answer-tag}}}}]
training: {{steps: 0}}
evaluation: {{limit: 100}}
"""
SUMS = """
model: {{path: {start}}}
data:
  train: {{name: addition, config: {{count: 20000, seed: 11, maxTerms: 4}}}}
  evaluation: {{name: addition, config: {{count: 500, seed: 12, split: held-out, maxTerms: 4}}}}
rollout: {{groupSize: 8, maxTokens: 136, batchSize: 256}}
rewards: [{{name: numeric-answer, config: {{place: answer-tag}}}}]
optimizer: {{name: grpo, preset: dapo}}
training: {{steps: 16, promptsPerStep: 32, tokensPerMicroBatch: 2048, learningRate: 5e-5, warmupSteps: 3}}
evaluation: {{every: 2, limit: 250}}
checkpoints: {{every: 100}}
trackers: [console, jsonl]
"""
# A model that always works carefully; its reward in the only step is measured before the update.
CAREFUL_START = SUMS_START.replace("carefulShare: 0.15", "carefulShare: 1")
BUDGET = SUMS.replace("groupSize: 8", "groupSize: 2").replace(
    "steps: 16, promptsPerStep: 32, tokensPerMicroBatch: 2048, learningRate: 5e-5, warmupSteps: 3",
    "steps: 1, promptsPerStep: 500, tokensPerMicroBatch: 4096, learningRate: 1e-9").replace(
    "every: 2, limit: 250", "every: 100, limit: 20")

TREEPO = "sampler={name: treepo-rollout, config: {segmentTokens: 12, initialBranches: 4, branches: 2}}"
SEARCH = "sampler={name: mcts, config: {separator: ',', segmentTokens: 16, branches: 2, depth: 10, parallel: 2}}"


def forced(budget, continuations=0):
    return [f"sampler={{name: budget-forcing, config: {{maxThinkingTokens: {budget}, answerTokens: 10,"
            f" continuations: {continuations}, continuation: ';', phrase: '</think><answer>'}}}}"]


BUDGETS = [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112]

# Each run: what it changes in RECIPE, or in that of SUMS_RUNS and BUDGET_RUNS, as `reason4j train` takes it.
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

# Which prompts: all alike, from easy to hard, by a target, by what the policy has shown. Which rollouts: as many for every prompt, after
# screening, more for hard prompts, the most different of many. How long: stages that grow.
SUMS_RUNS = {
    "uniform": [],
    "e2h-cosine": ["curriculum={name: e2h-cosine, config: {field: terms}}"],
    "e2h-gaussian": ["curriculum={name: e2h-gaussian, config: {field: terms, schedule: {name: gaussian, minimum: 0.1}}}"],
    "adarft": ["curriculum={name: adarft, config: {field: terms, initial: 2, minimum: 2, maximum: 4, eta: 0.5}}"],
    "uniform-again": ["data.train.config.count=256"],
    "pass-rate-band": ["curriculum={name: pass-rate-band, config: {explore: 0.5}}", "data.train.config.count=256"],
    "dynamic-sampling": ["filters=[dynamic-sampling]", "rollout.maxBatches=4"],
    "speed": ["sampler={name: speed, config: {screening: 3}}", "filters=[dynamic-sampling]", "rollout.maxBatches=4"],
    "rollout-allocation": ["sampler={name: rollout-allocation, config: {screening: 4, most: 24}}"],
    "pods": ["rollout.groupSize=24", "filters=[{name: pods, config: {size: 8}}]"],
    "length-stages": ["schedules=[{name: length-stages, config: {maxTokens: [56, 96, 136], raiseAbove: 0.2}}]"],
}
# One model at several budgets of thinking, and one that is made to think on.
BUDGET_RUNS = {**{f"budget-{budget}": forced(budget) for budget in BUDGETS}, "budget-112-continued": forced(112, 1)}
RUNS |= SUMS_RUNS | BUDGET_RUNS

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
    "curriculum": ("Greedy accuracy: from easy to hard, or all prompts alike", [
        ("e2h-cosine", "eval/accuracy", "e2h-cosine"), ("uniform", "eval/accuracy", "uniform")]),
    "curriculum-target": ("Greedy accuracy: a target of difficulty, or all prompts alike", [
        ("adarft", "eval/accuracy", "adarft"), ("uniform", "eval/accuracy", "uniform")]),
    "pass-rate-band": ("Greedy accuracy, 256 prompts: those of the band, or all alike", [
        ("pass-rate-band", "eval/accuracy", "pass-rate-band"), ("uniform-again", "eval/accuracy", "uniform")]),
    "speed": ("Greedy accuracy: prompts screened by three responses, or whole groups", [
        ("speed", "eval/accuracy", "speed"), ("dynamic-sampling", "eval/accuracy", "dynamic-sampling")]),
    "rollout-allocation": ("Greedy accuracy: more rollouts for hard prompts, or as many for each", [
        ("rollout-allocation", "eval/accuracy", "rollout-allocation"), ("uniform", "eval/accuracy", "uniform")]),
    "spo-chain": ("Greedy accuracy: segments valued by continuations, or the outcome of a response", [
        ("spo-chain", "eval/accuracy", "spo-chain"), ("independent", "eval/accuracy", "independent")]),
    "self-play-games": ("Tic-tac-toe against random moves: games won after self-play, and after playing against random moves", [
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
            start, supervised, recipe = task(name)
            model = started(output, start, supervised).resolve() / "checkpoints" / "step-0"
            train(recipe.format(start=model), directory, [f"seed={seed}", *changes])


def task(run):
    """What a run starts from, its supervised stage, and the run's recipe."""
    if run in SUMS_RUNS:
        return "start-sums", SUMS_START, SUMS
    return ("start-careful", CAREFUL_START, BUDGET) if run in BUDGET_RUNS else ("start", START, RECIPE)


def example(name):
    """An example of the product, which may be written elsewhere."""
    text = (PRODUCT / "examples" / f"{name}.yaml").read_text()
    return text.replace("quickstart/config.json, tokenizer: quickstart",
                        f"{PRODUCT}/examples/quickstart/config.json, tokenizer: {PRODUCT}/examples/quickstart")


def started(output, name, supervised):
    directory = output / name
    if not (directory / "summary.json").exists():
        train(supervised.format(examples=PRODUCT / "examples"), directory, [])
    return directory


def draw(seeds, only, output):
    for file, (title, curves) in FIGURES.items():
        if (not only or file in only) and all(there(output, name, seeds) for name, _, _ in curves):
            by_tokens = all(metric == "eval/accuracy" for _, metric, _ in curves)
            lines = [(label, i, (over_tokens if by_tokens else over_steps)(output, name, seed, metric))
                     for i, (name, metric, label) in enumerate(curves) for seed in seeds]
            (CURVES / f"{file}.svg").write_text(svg(title, "thousand tokens" if by_tokens else "step", lines))
    if all(there(output, name, seeds) for name in BUDGET_RUNS):
        lines = [("budget-forcing", 0, sorted(curve(output, f"budget-{budget}", seed, "forcing/thinking_tokens", "reward/mean")[-1]
                                              for budget in BUDGETS)) for seed in seeds]
        (CURVES / "budget-forcing.svg").write_text(svg("Accuracy of one model whose thinking is stopped", "tokens of thinking", lines))
    metrics = sorted({metric for _, curves in FIGURES.values() for _, metric, _ in curves} - {"eval/accuracy"} | {"reward/mean"})
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


def main():
    what, seeds, only, output = arguments(__doc__, "runs/sampling", {**RUNS, **GAMES}, FIGURES)
    (run if what == "run" else draw)(seeds, only, output)


if __name__ == "__main__":
    main()
