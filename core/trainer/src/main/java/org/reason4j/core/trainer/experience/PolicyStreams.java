package org.reason4j.core.trainer.experience;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.core.engine.model.RowScores;
import org.reason4j.core.engine.model.ScoringOptions;
import org.reason4j.core.engine.model.TokenRows;
import org.reason4j.core.trainer.learning.MicroBatch;
import org.reason4j.core.trainer.report.StepLog;

/**
 * Computes the streams that components read before the step's updates, each in one pass over the responses. Every response is
 * scored at its own temperature.
 */
public final class PolicyStreams {

    private static final Set<TokenStream> OF_THE_POLICY =
            Set.of(TokenStream.OLD_LOGPROBS, TokenStream.ENTROPY, TokenStream.CERTAINTY, TokenStream.COLLISION);

    private final TokenScorer policy;
    private final Optional<TokenScorer> reference;
    private final List<StreamModel> models;
    private final Set<TokenStream> own;
    private final Set<TokenStream> computed; // those of the policy, the reference and the models
    private final int tokensPerPass;

    /**
     * Decides which streams to compute.
     *
     * @param reference the frozen reference policy, where a component reads its log-probabilities
     * @param models beside the policy; their streams are always computed
     * @param wanted streams that trajectories are to carry
     * @param tokensPerPass most tokens of prompts and responses, padding included, in one pass
     */
    public PolicyStreams(
            TokenScorer policy,
            Optional<TokenScorer> reference,
            List<StreamModel> models,
            Set<TokenStream> wanted,
            int tokensPerPass) {
        this.policy = policy;
        this.reference = reference;
        this.models = List.copyOf(models);
        own = new LinkedHashSet<>(wanted);
        own.retainAll(OF_THE_POLICY);
        computed = new HashSet<>(own);
        reference.ifPresent(any -> computed.add(TokenStream.REFERENCE_LOGPROBS));
        models.forEach(model -> computed.add(model.stream()));
        this.tokensPerPass = tokensPerPass;
    }

    /** Returns the groups with their streams. */
    public List<Group> add(StepLog log, List<Group> groups) {
        if (computed.isEmpty()) {
            return groups;
        }
        List<Trajectory> all =
                groups.stream().flatMap(group -> group.trajectories().stream()).toList();
        List<Trajectory> done = computed(log, all);
        List<Group> result = new ArrayList<>();
        int next = 0;
        for (Group group : groups) {
            result.add(Group.of(group.prompt(), done.subList(next, next + group.size())));
            next += group.size();
        }
        return result;
    }

    /**
     * Returns the responses in their order. One that lacks a stream, because a component added it to the step, gets all streams
     * anew: what it carries may be of an earlier step.
     */
    public List<Trajectory> complete(StepLog log, List<Trajectory> responses) {
        List<Integer> added = IntStream.range(0, responses.size())
                .filter(i -> !responses.get(i).streams().containsAll(computed))
                .boxed()
                .toList();
        if (added.isEmpty()) {
            return responses;
        }
        List<Trajectory> done = computed(log, added.stream().map(responses::get).toList());
        List<Trajectory> result = new ArrayList<>(responses);
        for (int i = 0; i < done.size(); i++) {
            result.set(added.get(i), done.get(i));
        }
        return result;
    }

    private List<Trajectory> computed(StepLog log, List<Trajectory> responses) {
        List<Trajectory> result =
                own.isEmpty() ? responses : log.time("old", () -> with(responses, own, this::ofThePolicy));
        if (reference.isPresent()) {
            List<Trajectory> before = result;
            result = log.time(
                    "reference", () -> with(before, Set.of(TokenStream.REFERENCE_LOGPROBS), this::ofTheReference));
        }
        for (StreamModel model : models) {
            List<Trajectory> before = result;
            result = log.time(
                    model.name(),
                    () -> with(
                            before,
                            Set.of(model.stream()),
                            rows -> Map.of(model.stream(), model.output().apply(rows))));
        }
        return result;
    }

    private Map<TokenStream, float[]> ofThePolicy(TokenRows rows) {
        RowScores scores = policy.score(
                rows, new ScoringOptions(own.contains(TokenStream.CERTAINTY), own.contains(TokenStream.COLLISION), 0));
        Map<TokenStream, float[]> streams = new HashMap<>();
        streams.put(TokenStream.OLD_LOGPROBS, scores.logprobs());
        streams.put(TokenStream.ENTROPY, scores.entropies());
        streams.put(TokenStream.CERTAINTY, scores.certainties());
        streams.put(TokenStream.COLLISION, scores.collisions());
        streams.keySet().retainAll(own);
        return streams;
    }

    private Map<TokenStream, float[]> ofTheReference(TokenRows rows) {
        return Map.of(
                TokenStream.REFERENCE_LOGPROBS,
                reference.orElseThrow().score(rows, ScoringOptions.PLAIN).logprobs());
    }

    /**
     * Attaches streams to responses.
     *
     * @param pass numbers per scored token, {@code [M]}, for each of the streams
     */
    private List<Trajectory> with(
            List<Trajectory> all, Set<TokenStream> streams, Function<TokenRows, Map<TokenStream, float[]>> pass) {
        List<Trajectory> done = new ArrayList<>(all);
        for (TokenStream stream : streams) {
            done.replaceAll(one -> one.with(stream, new float[one.length()])); // tokens that no pass scores have 0
        }
        for (MicroBatch batch : MicroBatch.split(all, tokensPerPass)) {
            pass.apply(batch.rows()).forEach((stream, scored) -> {
                List<float[]> rows = batch.perTrajectory(scored);
                for (int i = 0; i < batch.size(); i++) {
                    done.set(batch.index(i), done.get(batch.index(i)).with(stream, rows.get(i)));
                }
            });
        }
        return done;
    }
}
