package org.reason4j.core.trainer.experience;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.model.RowScores;
import org.reason4j.core.engine.model.ScoringOptions;
import org.reason4j.core.engine.model.TokenRows;
import org.reason4j.core.trainer.learning.Learner;
import org.reason4j.core.trainer.learning.Learners;
import org.reason4j.core.trainer.learning.MicroBatch;
import org.reason4j.core.trainer.report.StepLog;

/**
 * Computes the streams that components read before the step's updates, each in one pass over the responses. Every response is
 * scored at its own temperature.
 */
public final class PolicyStreams {

    private static final Set<TokenStream> OF_THE_POLICY =
            Set.of(TokenStream.OLD_LOGPROBS, TokenStream.ENTROPY, TokenStream.CERTAINTY);

    private final LanguageModel policy;
    private final Optional<LanguageModel> reference;
    private final Learners learners;
    private final Set<TokenStream> own;
    private final int tokensPerPass;

    /**
     * Decides what to compute.
     *
     * @param wanted streams that trajectories are to carry
     * @param reference the frozen reference policy, where a component reads its log-probabilities
     * @param learners models that learn beside the policy; their streams are always computed
     */
    public PolicyStreams(
            LanguageModel policy,
            Optional<LanguageModel> reference,
            Learners learners,
            Set<TokenStream> wanted,
            int tokensPerPass) {
        this.policy = policy;
        this.reference = reference;
        this.learners = learners;
        own = new LinkedHashSet<>(wanted);
        own.retainAll(OF_THE_POLICY);
        this.tokensPerPass = tokensPerPass;
    }

    /** Returns the groups with their streams. */
    public List<Group> add(StepLog log, List<Group> groups) {
        List<Group> result = own.isEmpty() ? groups : log.time("old", () -> with(groups, own, this::ofThePolicy));
        if (reference.isPresent()) {
            List<Group> before = result;
            result = log.time(
                    "reference", () -> with(before, Set.of(TokenStream.REFERENCE_LOGPROBS), this::ofTheReference));
        }
        for (Learner learner : learners.all()) {
            List<Group> before = result;
            TokenStream stream = learner.plugin().stream();
            result = log.time(
                    learner.plugin().name(),
                    () -> with(before, Set.of(stream), rows -> Map.of(stream, learner.output(rows))));
        }
        return result;
    }

    private Map<TokenStream, float[]> ofThePolicy(TokenRows rows) {
        RowScores scores = policy.score(rows, new ScoringOptions(own.contains(TokenStream.CERTAINTY), 0));
        Map<TokenStream, float[]> streams = new HashMap<>();
        streams.put(TokenStream.OLD_LOGPROBS, scores.logprobs());
        streams.put(TokenStream.ENTROPY, scores.entropies());
        streams.put(TokenStream.CERTAINTY, scores.certainties());
        streams.keySet().retainAll(own);
        return streams;
    }

    private Map<TokenStream, float[]> ofTheReference(TokenRows rows) {
        return Map.of(
                TokenStream.REFERENCE_LOGPROBS,
                reference.orElseThrow().score(rows).logprobs());
    }

    /**
     * Attaches streams to all trajectories.
     *
     * @param pass numbers per scored token, {@code [M]}, for each of the streams
     */
    private List<Group> with(
            List<Group> groups, Set<TokenStream> streams, Function<TokenRows, Map<TokenStream, float[]>> pass) {
        List<Trajectory> all =
                groups.stream().flatMap(group -> group.trajectories().stream()).toList();
        List<Trajectory> done = new ArrayList<>(all);
        for (TokenStream stream : streams) {
            done.replaceAll(one -> one.with(stream, new float[one.length()])); // what no pass scores has zeros
        }
        for (MicroBatch batch : MicroBatch.split(all, tokensPerPass)) {
            pass.apply(batch.rows()).forEach((stream, scored) -> {
                List<float[]> rows = batch.perTrajectory(scored);
                for (int i = 0; i < batch.size(); i++) {
                    done.set(batch.index(i), done.get(batch.index(i)).with(stream, rows.get(i)));
                }
            });
        }
        List<Group> result = new ArrayList<>();
        int next = 0;
        for (Group group : groups) {
            result.add(Group.of(group.prompt(), done.subList(next, next + group.size())));
            next += group.size();
        }
        return result;
    }
}
