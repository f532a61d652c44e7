package org.reason4j.sampler.tree.segment.chain;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.reward.Measure;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.sampler.RolloutEngine;
import org.reason4j.api.sampler.RolloutSettings;
import org.reason4j.api.track.Metrics;

/**
 * SPO-chain: advantages of segments, {@link SegmentAdvantage}, from the values of {@link CutPoints}, by {@link CutValues} with
 * outcomes by the measuring reward.
 *
 * <p>The value of every response is 0, and each token's advantage stands in the stream {@code segmentAdvantages}, which the policy
 * optimizer {@code spo-chain} reads. Prefixes that responses of a group share, such as the empty one, are valued once. If an outcome
 * or value is missing, the response's score is that failure.
 *
 * <p>One call writes up to {@code G * maxSegments * rollouts} continuations, and calls for several groups take turns. The time that a
 * call waits for its turn counts: give it minutes, with {@code rewards[].deadlineSeconds}.
 *
 * <p>Metrics: {@code spo-chain/segments} (mean over responses), {@code spo-chain/continuations}, {@code spo-chain/unscorable}, {@code
 * spo-chain/unfinished} (their share) and {@code spo-chain/value} (mean over partial responses).
 *
 * @see <a href="https://arxiv.org/abs/2505.23564">Segment policy optimization</a>
 */
public final class ChainReward implements Reward {

    /** Advantage of the segment of each token. */
    static final TokenStream SEGMENT_ADVANTAGES = TokenStream.of("sampler-tree", "segmentAdvantages");

    private final ChainConfig config;
    private final CutValues values;
    private final Metrics metrics;

    /** Created by core, from the reward's settings. */
    public ChainReward(
            ChainConfig config, RolloutEngine engine, RolloutSettings rollout, Measure measure, Metrics metrics) {
        this.config = config;
        this.values = new CutValues(config, engine, rollout.params(), measure, metrics);
        this.metrics = metrics;
    }

    @Override
    public Requirements requirements() {
        return Requirements.streams(TokenStream.BEHAVIOUR_LOGPROBS).attaching(SEGMENT_ADVANTAGES);
    }

    @Override
    public List<Score> score(Group group) throws Exception {
        List<Score> outcomes = outcomes(group);
        List<int[]> bounds = group.trajectories().stream()
                .map(response -> CutPoints.of(
                        response, config.probabilityBelow(), config.unlikelyTokens(), config.maxSegments()))
                .toList();
        List<IntBuffer> prefixes = new ArrayList<>();
        for (int i = 0; i < group.size(); i++) {
            if (outcomes.get(i) instanceof Score.Value) {
                prefixes.addAll(prefixes(group.trajectories().get(i), bounds.get(i)));
            }
        }
        Map<IntBuffer, Score> known = prefixes.isEmpty() ? Map.of() : values.of(group.prompt(), prefixes);
        List<Score> scores = new ArrayList<>();
        for (int i = 0; i < group.size(); i++) {
            scores.add(score(group.trajectories().get(i), bounds.get(i), outcomes.get(i), known));
        }
        return scores;
    }

    /** Outcomes of responses; truncated ones have that of truncated continuations. */
    private List<Score> outcomes(Group group) throws Exception {
        List<Score> measured = values.measured(group);
        List<Score> outcomes = new ArrayList<>();
        for (int i = 0; i < group.size(); i++) {
            boolean unfinished = group.trajectories().get(i).finish() == Finish.LENGTH;
            outcomes.add(unfinished ? Score.of(config.unfinished()) : measured.get(i));
        }
        return outcomes;
    }

    /** What a response says before each of its segments. */
    private static List<IntBuffer> prefixes(Trajectory response, int[] bounds) {
        List<IntBuffer> prefixes = new ArrayList<>();
        for (int k = 0; k + 1 < bounds.length; k++) {
            prefixes.add(IntBuffer.wrap(response.response(), 0, bounds[k]));
        }
        return prefixes;
    }

    private Score score(Trajectory response, int[] bounds, Score outcome, Map<IntBuffer, Score> known) {
        if (!(outcome instanceof Score.Value came)) {
            return outcome;
        }
        List<IntBuffer> prefixes = prefixes(response, bounds);
        double[] starts = new double[prefixes.size()];
        for (int k = 0; k < starts.length; k++) {
            Score value =
                    known.getOrDefault(prefixes.get(k), Score.failed("the beginning of a segment was not valued"));
            if (!(value instanceof Score.Value estimated)) {
                return value;
            }
            starts[k] = estimated.value();
        }
        metrics.mean("spo-chain/segments", starts.length);
        return Score.value(0)
                .with(SEGMENT_ADVANTAGES, SegmentAdvantage.perToken(SegmentAdvantage.of(starts, came.value()), bounds));
    }
}
