"""Trains one model by many ways of policy optimisation, over three seeds, and draws what came of it.

    mvn -q -DskipTests package
    python docs/benchmarks/policy-optimisation/run.py run [--seeds 1,2,3] [--only NAME,...] [--output runs/policy-optimisation]
    python docs/benchmarks/policy-optimisation/run.py draw [--only FIGURE,...] [--output runs/policy-optimisation]

Needs Python's standard library. Runs start from one of two models: one that works carefully now and then, which the supervised stage
of quickstart.yaml makes, and one that rarely does, with which demonstrations and replay are compared. A run takes
about a minute on two cores; one that is there already is left alone. `draw` writes the figures of docs/benchmarks/curves whose runs
are there, and prints a row for each run.
"""

import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "docs" / "benchmarks"))
from runs import CURVES, PRODUCT, SCALE, arguments, curve, row, svg, there, train  # noqa: E402

PER_THOUSAND = ["policy/masked_share", "policy/weight_bounded", "policy/clip_fraction_low"]
SCALE.update({metric: 1000.0 for metric in PER_THOUSAND})

START = """
seed: 1
model: {{create: {{config: {examples}/quickstart/config.json, tokenizer: {examples}/quickstart}}}}
data:
  train: {{name: addition, config: {{count: 20000, seed: 11}}}}
  evaluation: {{name: addition, config: {{count: 500, seed: 12, split: held-out}}}}
supervised:
  data: {{name: addition, config: {{count: 40000, seed: 13, demonstrations: true, carefulShare: {careful}}}}}
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
model: {{path: {start}}}
data:
  train: {{name: addition, config: {{count: 20000, seed: 11}}}}
  evaluation: {{name: addition, config: {{count: 500, seed: 12, split: held-out}}}}
rollout: {{groupSize: 8, maxTokens: 96, batchSize: 256}}
rewards: [{{name: numeric-answer, config: {{place: answer-tag}}}}]
optimizer: {{name: grpo, preset: dapo}}
training: {{steps: 12, promptsPerStep: 32, tokensPerMicroBatch: 2048, learningRate: 2e-5, warmupSteps: 3}} # a fifth of quickstart.yaml's: there is more to see
evaluation: {{every: 2, limit: 200}}
checkpoints: {{every: 100}}
trackers: [console, jsonl]
"""

SHOWN = "data.train={name: addition, config: {count: 20000, seed: 11, demonstrations: true, carefulShare: 1}}"
BESIDE = "sampler={name: demonstrations, config: {beside: true}}"

# Share of careful demonstrations behind the models that runs start from.
STARTS = {"start": 0.4, "rare": 0.05}
RARE = ["training.steps=20", "training.learningRate=1e-4", "evaluation.every=4"]
REUSED = ["training.miniBatches=4", "training.epochs=2"]
STALE = ["training.staleness=3"]
GIVEN = ["data.train={name: addition-preferences, config: {count: 20000, seed: 31}}", "sampler=preference-pairs", "rewards=[]",
         "evaluation.reward={name: numeric-answer, config: {place: answer-tag}}"]

# Each run: what it changes in RECIPE, as `reason4j train` takes it.
RUNS = {
    "grpo": [],
    "partial": ["rollout.partialTokens=32", "training.staleness=2", "credit=[truncated-importance-sampling]"],
    "online-dpo": ["optimizer={name: online-dpo}"],
    "dpo": [*GIVEN, "optimizer=dpo"],
    "ppo": ["optimizer={name: ppo, config: {gae: {lambda: 0.95}, critic: {learningRate: 1e-3}}}"],
    "ppo-critic-12": ["optimizer={name: ppo, config: {gae: {lambda: 0.95}, critic: {learningRate: 1e-3, miniBatches: 12}}}"],
    "reused-grpo": REUSED,
    "dppo-tv": ["optimizer=dppo-tv", *REUSED],
    "cispo": ["optimizer={name: cispo, config: {maxWeight: 1.2}}", *REUSED],
    "max-rl": ["optimizer={name: max-rl, config: {loss: {clipHigh: 0.28}}}"],
    "pass-at-k": ["optimizer={name: pass-at-k, config: {loss: {clipHigh: 0.28}}}"],
    # Demonstrations: each example's own careful solution beside the policy's responses. With this gate hpt only imitates.
    "grpo-rare": RARE,
    "luffy": [*RARE, SHOWN, "sampler=demonstrations", "optimizer=luffy"],
    "sft": [*RARE, SHOWN, BESIDE, "optimizer={name: hpt, config: {gate: 1000}}"],
    "hpt": [*RARE, SHOWN, BESIDE, "optimizer=hpt"],
    "chord": [*RARE, SHOWN, BESIDE, "optimizer={name: chord, preset: mu, config: {decaySteps: 9}}"],
    # Replay: prompts that come again every fourth step.
    "grpo-again": [*RARE, "data.train.config.count=128"],
    "rlep": [*RARE, "data.train.config.count=128", "shaping=[rlep]"],
    "exgrpo": [*RARE, "data.train.config.count=128", "curriculum=exgrpo", "shaping=[exgrpo]", "optimizer=exgrpo"],
    "high-entropy-mask": ["credit=[high-entropy-mask]"],
    "kl": ["regularizers=[{name: kl, config: {coefficient: 0.1}}]"],
    "kl-reset": ["regularizers=[{name: kl, config: {coefficient: 0.1}}, {name: ref-reset, config: {every: 5}}]"],
    "kimi-length": ["shaping=[{name: kimi-length, config: {weight: 0.5}}]"],
    # ScaleRL, its parts for responses of some seventy tokens and epochs of four steps; and its head and fp16 alone.
    "scalerl": [
        "model.head=fp32", "filters=[dynamic-sampling]", "curriculum=no-positive-resampling", "data.train.config.count=128",
        "sampler={name: length-interruption, config: {minThinkingTokens: 60, maxThinkingTokens: 76, answerTokens: 12,"
        " phrase: '</think><answer>'}}",
        "optimizer={name: policy-gradient, config: {advantage: batch-normalised, loss: {name: cispo, anchor: behaviour},"
        " aggregation: prompt-mean}}", "training.staleness=2"],
    "fp32-head": ["model.head=fp32"],
    "fp16": ["model.precision=fp16"],
    # Regularizers, beside those above.
    "ref-ema": ["regularizers=[{name: kl, config: {coefficient: 0.1}}, {name: ref-ema, config: {every: 2}}]"],
    "entropy": ["regularizers=[{name: entropy, config: {coefficient: 0.01}}]"],
    "entropy-temperature": ["schedules=[entropy-temperature]"],
    "clip-cov": ["regularizers=[clip-cov]", *REUSED],
    "kl-cov": ["regularizers=[kl-cov]", *REUSED],
    # Length: a penalty each, of a size at which it can be seen in 12 steps.
    "soft-overlong": ["shaping=[{name: soft-overlong, config: {maxTokens: 96, cache: 40}}]"],
    "overlong-filter": ["credit=[overlong-filter]"],
    "cosine-length": ["shaping=[{name: cosine-length, config: {maxTokens: 96}}]"],
    "length-linear": ["shaping=[{name: length-linear, config: {output: 0.5}}]"],
    "laser-d": ["shaping=[{name: laser-d, config: {easy: 40, middling: 55, hard: 70}}]"],
    "gr3": ["shaping=[gr3]"],
    "alp": ["shaping=[{name: alp, config: {beta: 0.5, maxTokens: 96}}]"],
    "short-rl": ["shaping=[{name: short-rl, config: {tolerance: 4}}]"],
    # Importance of tokens whose policy lies three updates back.
    "stale-grpo": STALE,
    "truncated-importance-sampling": [*STALE, "credit=[truncated-importance-sampling]"],
    "masked-importance-sampling": [*STALE, "credit=[masked-importance-sampling]"],
    "rollout-rejection": [*STALE, "credit=[rollout-rejection]"],
    "m2po": [*STALE, "credit=[m2po]"],
    # More data from elsewhere.
    "srft": [*RARE, SHOWN, "sampler=demonstrations", "optimizer=srft"],
    "uft": [*RARE, SHOWN, "sampler={name: uft, config: {steps: 15}}", "regularizers=[uft]"],
    "replay": [*RARE, "data.train.config.count=128", "shaping=[{name: replay, config: {groups: 16}}]",
               "credit=[truncated-importance-sampling]"],
    "ipo": [*GIVEN, "optimizer=ipo"],
    "kto": [*GIVEN, "optimizer=kto"],
}
# Optimizers with their defaults: one update of each step's responses, and eight of those that bound it.
PLAIN = ["rloo", "reinforce-pp", "reinforce-pp-baseline", "remax", "gspo", "gmpo", "reinforce", "gpg", "lite-ppo", "opo",
         "optimal-token-baseline", "krpo", "gdpo", "best-minus-second", "difficulty-weighted", "gtpo", "grpo-s", "luspo", "disco", "nft",
         "kimi-pg"]
BOUNDED = ["sapo", "prime-dppo-kl", "prime-ipo", "vespo", "ce-gppo", "archer", "rollout-is", "topr", "decoupled-ppo", "opsm"]
RUNS |= {name: [f"optimizer={name}"] for name in PLAIN} | {name: [f"optimizer={name}", *REUSED] for name in BOUNDED}
RUNS["dr-grpo"] = ["optimizer={name: grpo, preset: dr-grpo}"]

# Each figure: its title, and curves as (run, metric, label); two runs at most have a colour of their own.
FIGURES = {
    "partial-rollouts": ("Responses in parts of 32 tokens, and whole ones: greedy accuracy", [
        ("partial", "eval/accuracy", "parts"), ("grpo", "eval/accuracy", "whole")]),
    "partial-rollouts-staleness": ("The same: age of the oldest token, at most 2", [
        ("partial", "staleness/max", "parts"), ("grpo", "staleness/max", "whole")]),
    "online-dpo": ("The best and the worst of a group, or all of it", [
        ("grpo", "eval/accuracy", "grpo"), ("online-dpo", "eval/accuracy", "online-dpo")]),
    "critic-mini-batches": ("Share of the variance of returns that the critic explains", [
        ("ppo", "critic/explained_variance", "1 update of the critic per step"),
        ("ppo-critic-12", "critic/explained_variance", "12 updates")]),
    "policy-losses": ("Accuracy, eight updates per step", [
        ("reused-grpo", "eval/accuracy", "grpo"), ("dppo-tv", "eval/accuracy", "dppo-tv")]),
    "dppo-masked-share": ("Of a thousand tokens those without a gradient, eight updates per step", [
        ("reused-grpo", "policy/clip_fraction_low", "grpo: clipped below"), ("dppo-tv", "policy/masked_share", "dppo-tv: masked")]),
    "cispo-weight-bounded": ("Of a thousand tokens those whose ratio left the bounds, eight updates per step", [
        ("reused-grpo", "policy/clip_fraction_low", "grpo: without a gradient"),
        ("cispo", "policy/weight_bounded", "cispo: with a bounded one")]),
    "max-rl": ("Accuracy: divided by the mean of the group, or by its deviation",
               [("max-rl", "eval/accuracy", "max-rl"), ("grpo", "eval/accuracy", "grpo")]),
    "pass-at-k": ("Entropy where four attempts win together, and where each wins alone",
                  [("pass-at-k", "policy/entropy", "pass-at-k"), ("grpo", "policy/entropy", "grpo")]),
    "luffy": ("Demonstrations among the policy's responses, against reinforcement alone",
              [("luffy", "eval/accuracy", "LUFFY"), ("grpo-rare", "eval/accuracy", "RL alone")]),
    "luffy-sft": ("Demonstrations among the policy's responses, against imitation alone",
                  [("luffy", "eval/accuracy", "LUFFY"), ("sft", "eval/accuracy", "SFT alone")]),
    "hpt": ("Share of prompts whose demonstration is imitated", [("hpt", "hpt/sft_share", "HPT")]),
    "rlep": ("Two successes of earlier steps beside each group",
             [("rlep", "eval/accuracy", "with replay"), ("grpo-again", "eval/accuracy", "without")]),
    "scalerl": ("Accuracy with epochs of four steps", [
        ("scalerl", "eval/accuracy", "ScaleRL"), ("grpo", "eval/accuracy", "grpo")]),
    "scalerl-retired": ("Prompts that are not drawn again, of 128", [("scalerl", "curriculum/retired", "ScaleRL")]),
    "fp32-head": ("Difference of log-probabilities of rollouts and training, mean in nats", [
        ("fp32-head", "mismatch/logprob_diff_mean", "bf16, fp32 head"), ("grpo", "mismatch/logprob_diff_mean", "bf16")]),
    "fp16": ("Difference of log-probabilities of rollouts and training, mean in nats", [
        ("fp16", "mismatch/logprob_diff_mean", "fp16"), ("grpo", "mismatch/logprob_diff_mean", "bf16")]),
    "entropy-mask": (
        "entropy with and without the mask of forking tokens",
        [("high-entropy-mask", "policy/entropy", "high-entropy-mask"), ("grpo", "policy/entropy", "grpo")],
    ),
    "kl-reset": (
        "divergence from a reference that is reset, and from one that stays",
        [("kl-reset", "regularizer/kl", "kl, ref-reset"), ("kl", "regularizer/kl", "kl")],
    ),
    "length-term": (
        "length of responses with and without a length reward",
        [("kimi-length", "completions/mean_length", "kimi-length"), ("grpo", "completions/mean_length", "grpo")],
    ),
}


def run(seeds, only, output):
    output.mkdir(parents=True, exist_ok=True)
    for seed in seeds:
        for name, changes in RUNS.items():
            directory = output / f"{name}-{seed}"
            if (only and name not in only) or (directory / "summary.json").exists():
                continue
            model = started(output, "rare" if RARE[0] in changes else "start").resolve() / "checkpoints" / "step-0"
            train(RECIPE.format(start=model), directory, [f"seed={seed}", *changes])


def started(output, name):
    directory = output / name
    if not (directory / "summary.json").exists():
        train(START.format(examples=PRODUCT / "examples", careful=STARTS[name]), directory, [])
    return directory


def draw(seeds, only, output):
    for file, (title, curves) in FIGURES.items():
        if (not only or file in only) and all(there(output, name, seeds) for name, _, _ in curves):
            lines = [(label, i, curve(output, name, seed, "step", metric))
                     for i, (name, metric, label) in enumerate(curves) for seed in seeds]
            (CURVES / f"{file}.svg").write_text(svg(title, "step", lines))
    metrics = sorted({metric for _, curves in FIGURES.values() for _, metric, _ in curves} - {"eval/accuracy"})
    for name in RUNS:
        if there(output, name, seeds):
            print(f"| `{name}` | {row(output, name, seeds, metrics)} |")


def main():
    what, seeds, only, output = arguments(__doc__, "runs/policy-optimisation", RUNS, FIGURES)
    (run if what == "run" else draw)(seeds, only, output)


if __name__ == "__main__":
    main()
