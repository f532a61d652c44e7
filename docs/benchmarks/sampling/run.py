"""Trains one model with several ways of sampling, over three seeds, and draws what came of it.

    mvn -q -DskipTests package
    python docs/benchmarks/sampling/run.py run [--seeds 1,2,3] [--only NAME,...] [--output runs/sampling]
    python docs/benchmarks/sampling/run.py draw [--only FIGURE,...] [--output runs/sampling]

Needs Python's standard library. A run starts from one of the models of STARTS, which a supervised stage makes, and takes one to three
minutes on two cores; one that is there already is left alone. `draw` writes the figures of docs/benchmarks/curves whose runs are
there, and prints a row for each run.
"""

import argparse
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "docs" / "benchmarks"))
from techniques import CURVES, PRODUCT, curve, steps, svg  # noqa: E402

EXAMPLES = PRODUCT / "examples"
MODEL = f"{{create: {{config: {EXAMPLES}/quickstart/config.json, tokenizer: {EXAMPLES}/quickstart}}}}"
SUPERVISED = "steps: 900, batchSize: 64, learningRate: 2e-3, warmupSteps: 20"
NUMERIC = "[{name: numeric-answer, config: {place: answer-tag}}]"


def recipe(model, train, evaluation, rewards, further):
    return f"""
model: {model}
data: {{train: {train}, evaluation: {evaluation}}}
rewards: {rewards}
optimizer: {{name: grpo, preset: dapo}}
checkpoints: {{every: 100}}
trackers: [console, jsonl]
{further}
"""


def sums(count, seed, further):
    return f"{{name: addition, config: {{count: {count}, seed: {seed}, {further}}}}}"


# Each task: its training and held-out problems, its rewards, and how its runs sample, train and measure.
TASKS = {
    # Sums of two to four numbers: the more, the harder for a model that mostly forgets to carry, and the longer the response.
    "sums": (sums(20000, 11, "maxTerms: 4"), sums(500, 12, "split: held-out, maxTerms: 4"), NUMERIC,
             "rollout: {groupSize: 8, maxTokens: 136, batchSize: 256}\n"
             "training: {steps: 16, promptsPerStep: 32, tokensPerMicroBatch: 2048, learningRate: 5e-5, warmupSteps: 3}\n"
             "evaluation: {every: 2, limit: 250}"),
    # Sums of two or three numbers, of a model that works carefully now and then; nothing is learned.
    "budgets": (sums(20000, 11, "maxTerms: 3"), sums(500, 12, "split: held-out, maxTerms: 3"), NUMERIC,
                "rollout: {groupSize: 1, maxTokens: 128, batchSize: 256}\n"
                "training: {steps: 1, promptsPerStep: 1000, tokensPerMicroBatch: 4096, learningRate: 1e-9}\n"
                "evaluation: {every: 100, limit: 20}"),
}

# Each model that runs start from: its task, and its supervised stage.
STARTS = {
    "sums": ("sums", f"supervised: {{data: {sums(40000, 13, 'maxTerms: 4, demonstrations: true, carefulShare: 0.15')}, {SUPERVISED}}}"),
    "careful": ("budgets", f"supervised: {{data: {sums(40000, 13, 'maxTerms: 3, demonstrations: true, carefulShare: 1')}, {SUPERVISED}}}"),
}


def forcing(budget, continuations=0):
    return [f"sampler={{name: budget-forcing, config: {{maxThinkingTokens: {budget}, answerTokens: 10,"
            f" continuations: {continuations}, continuation: ';', phrase: '</think><answer>'}}}}"]


BUDGETS = [8, 16, 24, 32, 40, 48, 56, 64, 72, 80]

# Each run: the model that it starts from, and what it changes in the recipe of the model's task, as `reason4j train` takes it.
RUNS = {
    # Which prompts: all alike, all levels alike, from easy to hard, by a target, by what the policy has shown.
    "uniform": ("sums", []),
    "e2h-cosine": ("sums", ["curriculum={name: e2h-cosine, config: {field: terms}}"]),
    "e2h-gaussian": ("sums", ["curriculum={name: e2h-gaussian, config: {field: terms, schedule: {name: gaussian, minimum: 0.1}}}"]),
    "adarft": ("sums", ["curriculum={name: adarft, config: {field: terms, initial: 2, minimum: 2, maximum: 4, eta: 0.5}}"]),
    "pass-rate-band": ("sums", ["curriculum={name: pass-rate-band, config: {explore: 0.5}}", "data.train.config.count=256"]),
    "uniform-again": ("sums", ["data.train.config.count=256"]),
    # Which rollouts: as many for every prompt, after screening, more for hard prompts, the most different of many.
    "speed": ("sums", ["sampler={name: speed, config: {screening: 3}}", "filters=[dynamic-sampling]", "rollout.maxBatches=4"]),
    "dynamic-sampling": ("sums", ["filters=[dynamic-sampling]", "rollout.maxBatches=4"]),
    "rollout-allocation": ("sums", ["sampler={name: rollout-allocation, config: {screening: 4, most: 24}}"]),
    "pods": ("sums", ["rollout.groupSize=24", "filters=[{name: pods, config: {size: 8}}]"]),
    # How long: stages that grow.
    "length-stages": ("sums", ["schedules=[{name: length-stages, config: {maxTokens: [56, 96, 136], raiseAbove: 0.2}}]"]),
    # One model at several budgets of thinking; with a continuation at the largest.
    **{f"budget-{budget}": ("careful", forcing(budget)) for budget in BUDGETS},
    "budget-80-continued": ("careful", forcing(80, 1)),
}

# Each figure: its title, its axis, and curves as (run, metric, label); two runs at most have a colour of their own. Metrics are a
# number for each step; a list of runs makes one curve of their last steps.
FIGURES = {
    "curriculum": ("Held-out accuracy: from easy to hard, or all prompts alike", "response tokens", [
        ("e2h-cosine", "eval/accuracy", "e2h-cosine"), ("uniform", "eval/accuracy", "uniform")]),
    "curriculum-target": ("Held-out accuracy: a target of difficulty, or all prompts alike", "response tokens", [
        ("adarft", "eval/accuracy", "adarft"), ("uniform", "eval/accuracy", "uniform")]),
    "pass-rate-band": ("Held-out accuracy, 256 prompts: those of the band, or all alike", "response tokens", [
        ("pass-rate-band", "eval/accuracy", "pass-rate-band"), ("uniform-again", "eval/accuracy", "uniform")]),
    "speed": ("Held-out accuracy: prompts screened by three responses, or whole groups", "response tokens", [
        ("speed", "eval/accuracy", "speed"), ("dynamic-sampling", "eval/accuracy", "dynamic-sampling")]),
    "rollout-allocation": ("Held-out accuracy: more rollouts for hard prompts, or as many for each", "response tokens", [
        ("rollout-allocation", "eval/accuracy", "rollout-allocation"), ("uniform", "eval/accuracy", "uniform")]),
    "budget-forcing": ("Accuracy of one model whose thinking is stopped", "forcing/thinking_tokens", [
        ([f"budget-{budget}" for budget in BUDGETS], "reward/mean", "budget-forcing")]),
}


def run(seeds, only, output):
    output.mkdir(parents=True, exist_ok=True)
    for seed in seeds:
        for name, (start, changes) in RUNS.items():
            directory = output / f"{name}-{seed}"
            if (only and name not in only) or (directory / "summary.json").exists():
                continue
            model = started(output, start).resolve() / "checkpoints" / "step-0"
            task = TASKS[STARTS[start][0]]
            train(recipe(f"{{path: {model}}}", *task), directory, [f"seed={seed}", *changes])


def started(output, name):
    directory = output / f"start-{name}"
    if not (directory / "summary.json").exists():
        task, supervised = STARTS[name]
        train(recipe(MODEL, *TASKS[task]) + supervised, directory, ["seed=1", "training.steps=0"])
    return directory


def train(text, directory, changes):
    file = directory.with_suffix(".yaml")
    file.write_text(text)
    command = [str(PRODUCT / "bin" / "reason4j"), "train", str(file), *changes, "--output", str(directory)]
    print(*command, flush=True)
    subprocess.run(command, check=True)


def there(output, run, seeds):
    return all((output / f"{name}-{seed}" / "summary.json").exists()
               for name in (run if isinstance(run, list) else [run]) for seed in seeds)


def points(output, run, seed, axis, metric):
    if isinstance(run, list):
        return sorted((curve(output, name, seed, axis, metric)[-1]) for name in run)
    return curve(output, run, seed, axis, metric)


def draw(seeds, only, output):
    for file, (title, axis, curves) in FIGURES.items():
        if (not only or file in only) and all(there(output, run, seeds) for run, _, _ in curves):
            lines = [(label, i, points(output, run, seed, axis, metric))
                     for i, (run, metric, label) in enumerate(curves) for seed in seeds]
            (CURVES / f"{file}.svg").write_text(svg(title, axis, lines))
    for name in RUNS:
        if there(output, name, seeds):
            print(f"| `{name}` | {row(output, name, seeds)} |")


def row(output, name, seeds):
    """Held-out accuracy before and after, the mean reward of the last step, and response tokens, over the seeds."""
    last = [{metric: value for step in steps(output, name, seed) for metric, value in step.items()} for seed in seeds]
    first = steps(output, name, seeds[0])[0]["eval/accuracy"]
    accuracies = ", ".join(f"{100 * one['eval/accuracy']:.1f}" for one in last)
    rewards = ", ".join(f"{one['reward/mean']:.3f}" for one in last)
    tokens = ", ".join(f"{one['response tokens'] / 1000:.0f}k" for one in last)
    return " | ".join([f"{100 * first:.1f}", accuracies, rewards, tokens])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["run", "draw"])
    parser.add_argument("--seeds", default="1,2,3")
    parser.add_argument("--only", default="")
    parser.add_argument("--output", type=pathlib.Path, default=pathlib.Path("runs/sampling"))
    arguments = parser.parse_args()
    seeds = [int(seed) for seed in arguments.seeds.split(",")]
    only = [name for name in arguments.only.split(",") if name]
    unknown = [name for name in only if name not in RUNS and name not in FIGURES]
    if unknown:
        sys.exit(f"--only: there is no {unknown}, expected some of {', '.join([*RUNS, *FIGURES])}")
    (run if arguments.what == "run" else draw)(seeds, only, arguments.output)


if __name__ == "__main__":
    main()
