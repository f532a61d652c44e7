package org.reason4j.optimizer.grpo.advantage;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.plugin.PluginException;

/**
 * A baseline of least variance for each place in a response: {@code A_it = G_it - B_t}, {@code B_t = sum_i G_it W_it / (sum_i
 * W_it + epsilon)} over the responses of the group that reach place {@code t}.
 *
 * <p>{@code G} is the reward still to come. {@code W_it} sums {@code w = 1 - 2 p + sum_v p(v)^2} up to the place: the squared
 * norm of each token's score with respect to its logits, with {@code p} the probability of the token. Both are those of the
 * step's start. Places count learned tokens; a group of one has no baseline.
 *
 * @param zeroTail whether the baseline is 0 at places that only the group's longest response reaches; otherwise it is that
 *     response's own return there, and its advantage about 0
 * @param epsilon added to the sum of weights, above 0
 * @see <a href="https://github.com/volcengine/verl/blob/main/verl/trainer/ppo/core_algos.py">verl,
 *     compute_optimal_token_baseline_advantage</a>
 */
public record OptimalTokenBaseline(boolean zeroTail, double epsilon) implements Advantage {

    /** verl's. */
    public static final OptimalTokenBaseline DEFAULTS = new OptimalTokenBaseline(true, 1e-8);

    public OptimalTokenBaseline {
        check(
                epsilon > 0 && Double.isFinite(epsilon),
                "optimal-token-baseline.epsilon must be positive, got %s",
                epsilon);
    }

    /** One response: the rewards to come and the weights at its learned tokens, {@code [L]} each. */
    @SuppressWarnings("ArrayRecordComponent") // made here and read here
    private record Path(ScoredTrajectory scored, int[] places, double[] returns, double[] weights) {

        static Path of(ScoredTrajectory scored) {
            int[] places = LearnedPlaces.of(scored.trajectory());
            double[] toCome = ReturnsToGo.of(scored, 1);
            float[] logprobs = scored.trajectory().stream(TokenStream.OLD_LOGPROBS);
            float[] collisions = scored.trajectory().stream(TokenStream.COLLISION);
            double[] returns = Arrays.stream(places).mapToDouble(t -> toCome[t]).toArray();
            double[] weights = Arrays.stream(places)
                    .mapToDouble(t -> weight(scored, logprobs[t], collisions[t]))
                    .toArray();
            Arrays.parallelPrefix(weights, Double::sum);
            return new Path(scored, places, returns, weights);
        }

        private static double weight(ScoredTrajectory scored, float logprob, float collision) {
            if (!Float.isFinite(logprob) || !Float.isFinite(collision)) {
                throw new PluginException("A token of the " + scored.trajectory() + " has the log-probability "
                        + logprob + " and the sum of squared probabilities " + collision + ", expected finite numbers");
            }
            return 1 - 2 * Math.exp(logprob) + collision;
        }

        int length() {
            return places.length;
        }

        /** Advantages on learned tokens; others are ignored. */
        Credit credit(double... baselines) {
            float[] advantages = new float[scored.trajectory().length()];
            for (int j = 0; j < places.length; j++) {
                advantages[places[j]] = (float) (returns[j] - baselines[j]);
            }
            return Credit.of(scored.trajectory(), advantages);
        }
    }

    @Override
    public Requirements requirements() {
        return Requirements.streams(TokenStream.OLD_LOGPROBS, TokenStream.COLLISION)
                .groupsOf(2);
    }

    @Override
    public boolean perToken() {
        return true;
    }

    @Override
    public List<Credit> credits(List<ScoredGroup> groups) {
        return groups.stream().flatMap(group -> credits(group).stream()).toList();
    }

    private List<Credit> credits(ScoredGroup group) {
        List<Path> paths = group.trajectories().stream().map(Path::of).toList();
        double[] baselines = IntStream.range(0, reached(paths, 1))
                .mapToDouble(j -> baseline(paths, j))
                .toArray();
        return paths.stream().map(path -> path.credit(baselines)).toList();
    }

    /** The places that at least so many responses reach. */
    private static int reached(List<Path> paths, int responses) {
        int[] lengths = paths.stream().mapToInt(Path::length).sorted().toArray();
        return lengths.length < responses ? 0 : lengths[lengths.length - responses];
    }

    private double baseline(List<Path> paths, int place) {
        if (paths.size() == 1 || zeroTail && place >= reached(paths, 2)) {
            return 0;
        }
        double weighted = 0;
        double weights = 0;
        for (Path path : paths) {
            if (place < path.length()) {
                weighted += path.returns()[place] * path.weights()[place];
                weights += path.weights()[place];
            }
        }
        return weighted / (weights + epsilon);
    }
}
