package org.reason4j.api.track;

import java.util.List;
import java.util.Map;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.Provided;
import org.reason4j.api.data.ScoredTrajectory;

/** Result of measuring the policy on held-out problems. Immutable. */
@Provided
@API(status = Status.EXPERIMENTAL, since = "1.0.0")
public final class Measurement {

    private final int step;
    private final Map<String, Double> numbers;
    private final List<ScoredTrajectory> samples;

    private Measurement(int step, Map<String, Double> numbers, List<ScoredTrajectory> samples) {
        this.step = step;
        this.numbers = numbers;
        this.samples = samples;
    }

    /** A measurement after that many steps. */
    public static Measurement of(int step, Map<String, Double> numbers, List<ScoredTrajectory> samples) {
        return new Measurement(step, Map.copyOf(numbers), List.copyOf(samples));
    }

    /** Number of steps behind the policy. */
    public int step() {
        return step;
    }

    /** Results by name, such as {@code eval/accuracy}; see {@code docs/reference/metrics.md}. */
    public Map<String, Double> numbers() {
        return numbers;
    }

    /** The greedy response to each problem, with the text and its score. */
    public List<ScoredTrajectory> samples() {
        return samples;
    }
}
