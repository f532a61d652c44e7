package org.reason4j.optimizer.preference;

import java.util.ArrayList;
import java.util.List;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.track.Metrics;

/**
 * Pairs by the labels of the data: in each group the first preferred response with the first rejected one, the second with the second,
 * and so on. What has no partner is left out.
 *
 * <p>Metrics: {@code preference/pairs}, and {@code preference/unpaired}, responses without a partner.
 */
final class GivenPairs {

    /** What an optimizer of given pairs needs. */
    static final Requirements REQUIREMENTS = Requirements.streamsOf("the sampler 'preference-pairs'", Labels.STREAM)
            .and(Requirements.lossStreams(TokenStream.REFERENCE_LOGPROBS))
            .withPairsTogether()
            .withOwnSignal();

    private GivenPairs() {}

    /** Returns the credits of all pairs, the preferred response of each first. */
    static List<Credit> credits(List<ScoredGroup> groups, Metrics metrics) {
        List<Credit> credits = new ArrayList<>();
        int unpaired = 0;
        for (ScoredGroup group : groups) {
            List<Trajectory> chosen = Labels.with(group, true);
            List<Trajectory> rejected = Labels.with(group, false);
            int pairs = Math.min(chosen.size(), rejected.size());
            for (int i = 0; i < pairs; i++) {
                credits.addAll(Credit.pair(credits.size() / 2, chosen.get(i), rejected.get(i)));
            }
            unpaired += group.size() - 2 * pairs;
        }
        metrics.add("preference/pairs", credits.size() / 2.0);
        metrics.add("preference/unpaired", unpaired);
        return credits;
    }
}
