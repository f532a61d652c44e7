"""Trains the examples over three seeds beside what they are compared with, and draws what came of it.

    mvn -q -DskipTests package
    python docs/benchmarks/techniques.py run [--seeds 1,2,3] [--only NAME,...] [--output runs/techniques]
    python docs/benchmarks/techniques.py draw [--output runs/techniques]

Needs nothing but Python's standard library. A run takes three to six minutes on two cores, all of them about three
hours; a run that is there already is left alone. `draw` writes the figures of docs/benchmarks/curves whose
runs are there, and prints a row for each run.
"""

import json
import subprocess

from runs import CURVES, PRODUCT, arguments, curve, svg, there

NUMERIC = "{name: numeric-answer, config: {place: answer-tag}}"

# Each run: its recipe, and what is changed there.
RUNS = {
    "ppo": ("ppo", []),
    "trpo": ("trpo", []),
    "tree": ("tree", []),
    "independent": ("tree", ["sampler=group", "rollout.groupSize=8", "optimizer={name: grpo, preset: dapo}"]),
    "prime": ("prime", []),
    "outcome": ("prime", ["filters=[]", "rewards=[{name: numeric-answer, weight: 5, config: {place: answer-tag}}]", "optimizer=rloo"]),
    "hacking": ("reward-hacking", ["guards=[{name: gold-divergence, onAlarm: tell}]"]),
    "vineppo": ("vineppo", []),
    "outcome4": ("vineppo", [f"rewards=[{NUMERIC}]", "optimizer=rloo"]),
    "process": ("process-rewards", []),
    "async": ("asynchronous", []),
    "sync": ("asynchronous", ["training.staleness=0"]),
    "ttrl": ("ttrl", []),
    "random": ("ttrl", ["rewards=[{name: random, config: {probability: 0.5, seed: 1}}]"]),
    "self-play": ("proposer-solver", []),
    "self-play-random": ("proposer-solver", ["rewards=[{name: random}]"]),
    "rubric": ("rubric", []),
    "pairwise": ("pairwise", []),
    "pairwise-outcome": ("pairwise", ["models=[]", f"rewards=[{NUMERIC}]"]),
    "tools": ("tools", []),
    "sql": ("sql", []),
    "sql-random": ("sql", ["rewards=[{name: random, config: {probability: 0.5, seed: 1}}]",
                           "evaluation.reward={name: sql, config: {place: whole}}"]),
    "cojudge": ("co-judge", []),
    "frozenjudge": ("co-judge", ["learners[0].start=1000"]),
    "cooper": ("reward-model", []),
    "frozen-rm": ("reward-model", ["rewards[0].config.learningRate=0"]),
    "rm-outcome": ("reward-model", [f"rewards=[{NUMERIC}]"]),
    "opd": ("distillation", []),
    "opd-outcome": ("distillation", [f"rewards=[{NUMERIC}]", "optimizer={name: grpo, preset: dapo}", "rollout.groupSize=8",
                                     "training.promptsPerStep=16"]),
    "code": ("code", []),
    "code-random": ("code", ["rewards=[{name: random, config: {probability: 0.5, seed: 1}}]",
                             "evaluation.reward={name: code-tests, deadlineSeconds: 120}"]),
}

# Each figure: its title, its horizontal axis, and curves as (run, metric, label).
FIGURES = {
    "ppo": ("PPO: the critic learns what responses are worth", "step", [
        ("ppo", "eval/accuracy", "greedy accuracy"), ("ppo", "critic/explained_variance", "explained variance")]),
    "trpo": ("TRPO: divergence of each update, in units of delta", "step", [
        ("trpo", "eval/accuracy", "greedy accuracy"), ("trpo", "trpo/kl", "KL / delta")]),
    "tree": ("Trees and independent samples: greedy accuracy", "response tokens", [
        ("tree", "eval/accuracy", "trees"), ("independent", "eval/accuracy", "independent")]),
    "prime": ("PRIME and outcomes alone: greedy accuracy", "step", [
        ("prime", "eval/accuracy", "PRIME"), ("outcome", "eval/accuracy", "outcome alone")]),
    "hacking": ("A process reward that is gamed: what is paid, and what is measured", "step", [
        ("hacking", "reward/prime/mean", "process reward"), ("hacking", "eval/accuracy", "greedy accuracy")]),
    "vineppo": ("VinePPO and outcomes alone: right samples while training", "step", [
        ("vineppo", "reward/numeric-answer/mean", "VinePPO"), ("outcome4", "reward/numeric-answer/mean", "outcome alone")]),
    "process": ("Labels of steps and outcomes alone: right samples while training", "step", [
        ("process", "reward/numeric-answer/mean", "step labels"), ("outcome4", "reward/numeric-answer/mean", "outcome alone")]),
    "reward-model": ("A reward model that learns with the policy, and one that does not: greedy accuracy", "step", [
        ("cooper", "eval/accuracy", "learns (Cooper)"), ("frozen-rm", "eval/accuracy", "frozen"),
        ("rm-outcome", "eval/accuracy", "the rule itself")]),
    "asynchronous": ("Rollouts two updates old, and fresh ones: right samples while training", "step", [
        ("async", "reward/numeric-answer/mean", "asynchronous"), ("sync", "reward/numeric-answer/mean", "synchronous")]),
    "ttrl": ("Majority votes and random rewards: share of right answers", "step", [
        ("ttrl", "pass@1", "majority vote"), ("random", "pass@1", "random")]),
    "self-play": ("Self-play: accuracy on held-out programs", "step", [
        ("self-play", "eval/accuracy", "own tasks"), ("self-play-random", "eval/accuracy", "random rewards")]),
    "rubric": ("A judge's reward, and the accuracy that it never sees", "step", [
        ("rubric", "reward/mean", "judge's reward"), ("rubric", "eval/accuracy", "greedy accuracy")]),
    "cojudge": ("A judge that learns beside the policy, and one that stays: samples that the rule finds right", "step", [
        ("cojudge", "reward/rule/mean", "judge learns"), ("frozenjudge", "reward/rule/mean", "judge stays")]),
    "distillation": ("Distillation from a larger model: divergence from it, nats per token", "step", [
        ("opd", "opd/reverse_kl", "reverse KL"), ("opd", "eval/accuracy", "greedy accuracy")]),
    "code": ("Unit tests and random rewards: right samples", "step", [
        ("code", "pass@1", "unit tests"), ("code-random", "pass@1", "random")]),
    "sql": ("SQL executed and random rewards: right samples", "step", [
        ("sql", "pass@1", "executed"), ("sql-random", "pass@1", "random")]),
    "pairwise": ("Comparisons of a judge and right answers as rewards: greedy accuracy", "step", [
        ("pairwise", "eval/accuracy", "judge's comparisons"), ("pairwise-outcome", "eval/accuracy", "right answers")]),
    "tools": ("Use of a calculator", "step", [
        ("tools", "eval/accuracy", "greedy accuracy"), ("tools", "reward/numeric-answer/mean", "reward")]),
}


def run(seeds, only, output):
    for seed in seeds:
        for name, (recipe, changes) in RUNS.items():
            directory = output / f"{name}-{seed}"
            if (only and name not in only) or (directory / "summary.json").exists():
                continue
            if recipe == "rubric":
                judge = output / "judge"
                if not (judge / "summary.json").exists():
                    train("rubric-judge", [], judge)
                changes = changes + [f"models[0].config.path={judge.resolve()}/checkpoints/step-0"]
            if name == "pairwise":
                judge = output / "pairwise-judge"
                if not (judge / "summary.json").exists():
                    train("pairwise-judge", [], judge)
                changes = changes + [f"models[0].config.path={judge.resolve()}/checkpoints/step-0"]
            if name == "opd":
                teacher = output / "distillation-teacher"
                if not (teacher / "summary.json").exists():
                    train("distillation-teacher", [], teacher)
                changes = changes + [f"optimizer.config.teachers.addition.path={teacher.resolve()}/checkpoints/step-0"]
            if recipe == "reward-model":
                pairs = output / "reward-model-train"
                if not (pairs / "summary.json").exists():
                    train("reward-model-train", [], pairs)
                changes = changes + [f"model.path={pairs.resolve()}/checkpoints/step-0"]
                if name != "rm-outcome":
                    changes = changes + [f"rewards[0].config.path={pairs.resolve()}/reward-model"]
            train(recipe, [f"seed={seed}"] + changes, directory)


def train(recipe, changes, directory):
    command = [str(PRODUCT / "bin" / "reason4j"), "train", str(PRODUCT / "examples" / f"{recipe}.yaml"), *changes]
    print(" ".join(command), flush=True)
    subprocess.run(command + ["--output", str(directory)], check=True)


def draw(seeds, output):
    CURVES.mkdir(exist_ok=True)
    for file, (title, axis, curves) in FIGURES.items():
        if not all(there(output, name, seeds) for name, _, _ in curves):
            continue
        lines = [(label, i, curve(output, name, seed, axis, metric))
                 for i, (name, metric, label) in enumerate(curves) for seed in seeds]
        (CURVES / f"{file}.svg").write_text(svg(title, axis, lines))
    for name in (name for name in RUNS if there(output, name, seeds)):
        before, after, seconds = [], [], []
        for seed in seeds:
            summary = json.loads((output / f"{name}-{seed}" / "summary.json").read_text())
            before.append(f"{100 * summary['before']['accuracy']:.1f}")
            after.append(f"{100 * summary['after']['accuracy']:.1f}")
            seconds.append(f"{summary['rl_seconds']:.0f}")
        print(f"| `{name}` | {', '.join(before)} | {', '.join(after)} | {', '.join(seconds)} |")


def main():
    what, seeds, only, output = arguments(__doc__, "runs/techniques", RUNS)
    if what == "run":
        run(seeds, only, output)
    else:
        draw(seeds, output)


if __name__ == "__main__":
    main()
