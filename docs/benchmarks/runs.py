"""Shared by the scripts of benchmarks: running a recipe, reading what came of it, drawing it, and their command line."""

import argparse
import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
PRODUCT = ROOT / "distribution" / "target" / "reason4j"
CURVES = ROOT / "docs" / "benchmarks" / "curves"
SCALE = {"trpo/kl": 100.0}  # delta is 0.01
COLOURS = ["#1f5fbf", "#d9661f", "#3a8f4d"]


def train(recipe, directory, changes):
    """Trains by the text of a recipe, which is kept beside the directory."""
    file = directory.with_suffix(".yaml")
    file.write_text(recipe)
    command = [str(PRODUCT / "bin" / "reason4j"), "train", str(file), *changes, "--output", str(directory)]
    print(*command, flush=True)
    subprocess.run(command, check=True)


def there(output, name, seeds):
    """True if a run has ended with every seed."""
    return all((output / f"{name}-{seed}" / "summary.json").exists() for seed in seeds)


def steps(output, name, seed):
    """All steps of a run; step 0 holds what was measured before."""
    directory = output / f"{name}-{seed}"
    summary = json.loads((directory / "summary.json").read_text())
    found = [json.loads(line) for line in (directory / "metrics.jsonl").read_text().splitlines()]
    first = {"step": 0, "eval/accuracy": summary["before"]["accuracy"]}
    for when, step in (("before", first), ("after", found[-1])):
        if "pass@1" in summary[when]:
            step["pass@1"] = summary[when]["pass@1"]
    tokens = 0
    for step in [first] + found:
        tokens += step.get("throughput/response_tokens", 0)
        step["response tokens"] = tokens
    return [first] + found


def curve(output, name, seed, axis, metric):
    scale = SCALE.get(metric, 1.0)
    return [(s[axis], s[metric] * scale) for s in steps(output, name, seed) if metric in s]


def row(output, name, seeds, metrics):
    """Accuracy before and after, and the last value of every metric that a figure draws, over the seeds."""
    last = [{metric: value for step in steps(output, name, seed) for metric, value in step.items()} for seed in seeds]
    first = steps(output, name, seeds[0])[0]["eval/accuracy"]
    accuracies = ", ".join(f"{100 * one['eval/accuracy']:.1f}" for one in last)
    others = [f"{metric} " + ", ".join(f"{one[metric]:.3g}" for one in last) for metric in metrics if metric in last[0]]
    return " | ".join([f"{100 * first:.1f}", accuracies, *others])


def svg(title, axis, lines):
    width, height, left, top = 640, 280, 44, 56
    right, bottom = width - 16, height - 40
    most = max(x for _, _, points in lines for x, _ in points)
    low = min(0.0, min(y for _, _, points in lines for _, y in points))
    low = -0.5 if low < 0 else 0.0
    high = max(1.0, max(y for _, _, points in lines for _, y in points))

    def at(x, y):
        y = min(max(y, low), high)
        return f"{left + (right - left) * x / most:.1f},{bottom - (bottom - top) * (y - low) / (high - low):.1f}"

    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12">',
           f'<rect width="{width}" height="{height}" fill="#fff"/>',
           f'<text x="{left}" y="20" font-size="14" font-weight="bold">{title}</text>']
    for tick in (low, 0.0, 0.5, 1.0) if low < 0 else (0.0, 0.25, 0.5, 0.75, 1.0):
        x, y = at(0, tick).split(",")
        out.append(f'<path d="M{left} {y}H{right}" stroke="#ddd"/><text x="{left - 6}" y="{float(y) + 4:.1f}" text-anchor="end">{tick:g}</text>')
    for part in range(0, 5):
        x, y = at(most * part / 4, low).split(",")
        number = most * part / 4
        text = f"{number / 1000:.0f}k" if most > 5000 else f"{number:g}"
        out.append(f'<text x="{x}" y="{bottom + 18}" text-anchor="middle">{text}</text>')
    out.append(f'<text x="{right}" y="{height - 6}" text-anchor="end">{axis}</text>')
    labelled = []
    for label, colour, points in lines:
        if label not in labelled:
            x = left + 190 * len(labelled)
            out.append(f'<path d="M{x} 38h20" stroke="{COLOURS[colour]}" stroke-width="2"/><text x="{x + 26}" y="42">{label}</text>')
            labelled.append(label)
        path = " ".join(at(x, y) for x, y in points)
        out.append(f'<polyline points="{path}" fill="none" stroke="{COLOURS[colour]}" stroke-width="1.6" opacity="0.8"/>')
    return "\n".join(out + ["</svg>", ""])


def arguments(text, output, runs, figures=()):
    """Reads the command line: run or draw, seeds, the runs or figures that are named, and where runs are kept."""
    parser = argparse.ArgumentParser(description=text, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["run", "draw"])
    parser.add_argument("--seeds", default="1,2,3")
    parser.add_argument("--only", default="")
    parser.add_argument("--output", type=pathlib.Path, default=pathlib.Path(output))
    given = parser.parse_args()
    only = [name for name in given.only.split(",") if name]
    unknown = [name for name in only if name not in runs and name not in figures]
    if unknown:
        sys.exit(f"--only: there is no {unknown}, expected some of {', '.join([*runs, *figures])}")
    return given.what, [int(seed) for seed in given.seeds.split(",")], only, given.output
