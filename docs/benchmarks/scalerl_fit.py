"""Fits ScaleRL's curve of reward over compute to a run, and predicts the rest of it.

    python docs/benchmarks/scalerl_fit.py check
    python docs/benchmarks/scalerl_fit.py fit RUN [--compute throughput/response_tokens] [--skip 0] [--until 0.5]

R(C) = R0 + (A - R0) / (1 + (Cmid / C)^B), arXiv 2510.13786, equation 1: A is the asymptote, B the steepness, Cmid the compute at
which half of the gain is made. For given A and Cmid, ln((A - R0) / (R - R0) - 1) = B (ln Cmid - ln C), so B follows by least
squares; A and Cmid are searched on a grid that is refined around its best point. Points with R <= R0 or R >= A have no such
logarithm; they count in the error all the same. R is the accuracy on held-out problems, R0 that before training, and C the sum of
a metric over the steps, response tokens unless `--compute` names another, such as time/step. `--skip` leaves out the points at its compute and below, where the curve has not
taken shape; `--until` is the share of the remaining points that is fitted, the others are predicted. Needs Python's standard library.
"""

import argparse
import json
import math
import pathlib
import sys

START = 1e-9  # of a compute of 0


def reward(compute, r0, a, b, mid):
    return r0 + (a - r0) / (1 + (mid / compute) ** b)


def coordinate(value, r0, a):
    """The logarithm that is linear in ln C with slope -B."""
    return math.log((a - r0) / (value - r0) - 1)


def compute_for(value, r0, a, b, mid):
    return mid / ((a - r0) / (value - r0) - 1) ** (1 / b)


def steepness(points, r0, a, mid):
    """B by least squares through the origin; None where no point has a logarithm."""
    pairs = [(math.log(mid) - math.log(c), coordinate(r, r0, a)) for c, r in points if r0 < r < a]
    square = sum(x * x for x, _ in pairs)
    return sum(x * y for x, y in pairs) / square if square > 0 else None


def fit(points, r0):
    """Returns A, B, Cmid and the root mean square error."""
    best = None
    low, high = max(r for _, r in points), 1.0
    left, right = math.log(min(c for c, _ in points)), math.log(max(c for c, _ in points)) + 3
    for _ in range(6):
        for i in range(61):
            a = low + (high - low) * i / 60
            if a <= r0:
                continue
            for j in range(61):
                mid = math.exp(left + (right - left) * j / 60)
                b = steepness(points, r0, a, mid)
                if b is None or b <= 0:
                    continue
                error = sum((reward(c, r0, a, b, mid) - r) ** 2 for c, r in points)
                if best is None or error < best[0]:
                    best = (error, a, b, mid)
        if best is None:
            sys.exit("No curve fits: no point is above the reward of the start.")
        _, a, _, mid = best
        width, span = (high - low) / 8, (right - left) / 8
        low, high = max(r0, a - width), min(1.0, a + width)
        left, right = math.log(mid) - span, math.log(mid) + span
    error, a, b, mid = best
    return a, b, mid, math.sqrt(error / len(points))


def check():
    """The worked example scalerl-sigmoid, to six digits, and a fit that finds the curve its points came from."""
    r0, a, b, mid = 0.2, 0.61, 1.9, 2500.0
    computes = [1000.0, 2500.0, 10000.0, 100000.0]
    rewards = [0.261169, 0.405, 0.582536, 0.60963]
    logits = [1.740952, 0.0, -2.633959, -7.008871]
    for compute, expected, logit in zip(computes, rewards, logits):
        close(reward(compute, r0, a, b, mid), expected)
        close(coordinate(reward(compute, r0, a, b, mid), r0, a), logit)
    close(compute_for(0.55, r0, a, b, mid), 6324.906514)
    close(reward(mid, r0, a, b, mid), 0.405)
    slope = (logits[2] - logits[0]) / (math.log(computes[2]) - math.log(computes[0]))
    close(slope, -1.9)
    points = [(c, reward(c, r0, a, b, mid)) for c in (800.0, 1500.0, 2500.0, 4000.0, 8000.0, 20000.0)]
    close(steepness(points, r0, a, mid), b)
    found = fit(points, r0)
    for value, expected in zip(found, (a, b, mid)):
        assert abs(value - expected) < 0.01 * expected, f"fitted {found}, expected {(a, b, mid)}"
    print("scalerl-sigmoid: every number agrees; fitted A %.4f, B %.3f, Cmid %.0f of A 0.61, B 1.9, Cmid 2500" % found[:3])


def close(found, expected):
    assert abs(found - expected) <= 1e-5 * max(1, abs(expected)), f"found {found}, expected {expected}"


def points_of(run, compute):
    """Accuracies by the compute behind them; the first one is that before training."""
    before = json.loads((run / "summary.json").read_text())["before"]["accuracy"]
    points, total = [(START, before)], 0.0
    for line in (run / "metrics.jsonl").read_text().splitlines():
        step = json.loads(line)
        total += step[compute]
        if "eval/accuracy" in step:
            points.append((total, float(step["eval/accuracy"])))
    return points


def report(arguments):
    points = points_of(arguments.run, arguments.compute)
    if len(points) < 5:
        sys.exit(f"{arguments.run} has {len(points) - 1} measurements, expected 4 at least. Set evaluation.every.")
    r0 = points[0][1]
    rest = [point for point in points[1:] if point[0] > arguments.skip]
    fitted = rest[:max(3, round(arguments.until * len(rest)))]
    a, b, mid, error = fit(fitted, r0)
    print(f"R0 {r0:.4f}  A {a:.4f}  B {b:.3f}  Cmid {mid:.4g}  error {error:.4f} on {len(fitted)} points")
    for compute, found in rest[len(fitted):]:
        print(f"{arguments.compute} {compute:.4g}: predicted {reward(compute, r0, a, b, mid):.4f}, measured {found:.4f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check")
    fitting = commands.add_parser("fit")
    fitting.add_argument("run", type=pathlib.Path)
    fitting.add_argument("--compute", default="throughput/response_tokens")
    fitting.add_argument("--skip", type=float, default=0)
    fitting.add_argument("--until", type=float, default=0.5)
    arguments = parser.parse_args()
    if arguments.command == "check":
        check()
    else:
        report(arguments)


if __name__ == "__main__":
    main()
