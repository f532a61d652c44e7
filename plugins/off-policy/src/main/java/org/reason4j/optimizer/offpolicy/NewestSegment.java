package org.reason4j.optimizer.offpolicy;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.optimizer.CreditShaper;
import org.reason4j.api.track.Metrics;

/**
 * Learns what the newest version of the policy wrote of each response, and leaves out the tokens before it: {@code m_t = 1}
 * where {@code V_b(t) = max_u V_b(u)} over the learned tokens of the response, else 0. The advantage is still that of the
 * whole response.
 *
 * <p>Metric: {@code newest_segment/masked}, the share of learned tokens that are left out.
 *
 * @see <a href="https://github.com/THUDM/slime">slime, partial rollouts whose older tokens are masked</a>
 */
public final class NewestSegment implements CreditShaper {

    private final NewestSegmentConfig config;
    private final Metrics metrics;

    public NewestSegment(NewestSegmentConfig config, Metrics metrics) {
        this.config = config;
        this.metrics = metrics;
    }

    @Override
    public Requirements requirements() {
        return Requirements.streams(TokenStream.POLICY_VERSION);
    }

    @Override
    public List<Credit> shape(List<Credit> credits) {
        List<Credit> masked = credits.stream().map(this::masked).toList();
        long before = learned(credits);
        if (before > 0) {
            metrics.mean("newest_segment/masked", 1 - (double) learned(masked) / before);
        }
        return masked;
    }

    private static long learned(List<Credit> credits) {
        return credits.stream()
                .mapToLong(credit -> credit.trajectory().learnedTokens())
                .sum();
    }

    /** A response without versions, such as a demonstration, has no older part. */
    private Credit masked(Credit credit) {
        Trajectory response = credit.trajectory();
        Optional<float[]> versions = response.find(TokenStream.POLICY_VERSION);
        return versions.map(all -> credit.withTrajectory(response.withLearned(mask(response, all))))
                .orElse(credit);
    }

    private boolean[] mask(Trajectory response, float[] versions) {
        boolean[] mask = response.learned();
        double oldest = IntStream.range(0, mask.length)
                .filter(t -> mask[t])
                .mapToObj(t -> versions[t])
                .distinct()
                .sorted(Comparator.reverseOrder())
                .limit(config.segments())
                .min(Comparator.naturalOrder())
                .orElse(0f);
        for (int t = 0; t < mask.length; t++) {
            mask[t] &= versions[t] >= oldest;
        }
        return mask;
    }
}
