package org.reason4j.core.train;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.Stream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.core.model.LanguageModel;

/** Computes the streams that components declared, before the step's updates, each in one pass over the responses. */
final class PolicyStreams {

    private final LanguageModel policy;
    private final Optional<LanguageModel> reference;
    private final boolean old;
    private final boolean entropy;
    private final double temperature;
    private final int tokensPerPass;

    /**
     * Decides what to compute.
     *
     * @param wanted streams that rewards, shapers, regularizers or the policy optimizer read before the update
     * @param reference the frozen reference policy, where {@code wanted} has its log-probabilities
     * @param temperature of the rollouts, at which all log-probabilities are taken
     */
    PolicyStreams(
            LanguageModel policy,
            Optional<LanguageModel> reference,
            Set<Stream> wanted,
            double temperature,
            int tokensPerPass) {
        this.policy = policy;
        this.reference = reference;
        this.old = wanted.contains(Stream.OLD_LOGPROBS);
        this.entropy = wanted.contains(Stream.ENTROPY);
        this.temperature = temperature;
        this.tokensPerPass = tokensPerPass;
    }

    List<ScoredGroup> add(StepLog log, List<ScoredGroup> groups) {
        List<ScoredGroup> result = groups;
        if (old || entropy) {
            List<ScoredGroup> before = result;
            result = log.time("old", () -> with(before, policy, this::own));
        }
        if (reference.isPresent()) {
            List<ScoredGroup> before = result;
            result = log.time(
                    "reference",
                    () -> with(
                            before,
                            reference.get(),
                            (one, logprobs, entropies) -> one.with(Stream.REFERENCE_LOGPROBS, logprobs)));
        }
        return result;
    }

    /** Puts what a pass says of a trajectory, {@code [L]} each, where it belongs. */
    @FunctionalInterface
    private interface Attachment {
        Trajectory attach(Trajectory trajectory, float[] logprobs, float[] entropies);
    }

    private Trajectory own(Trajectory trajectory, float[] logprobs, float[] entropies) {
        Trajectory result = old ? trajectory.with(Stream.OLD_LOGPROBS, logprobs) : trajectory;
        return entropy ? result.with(Stream.ENTROPY, entropies) : result;
    }

    private List<ScoredGroup> with(List<ScoredGroup> groups, LanguageModel model, Attachment attachment) {
        List<Trajectory> all = groups.stream()
                .flatMap(group -> group.trajectories().stream())
                .map(ScoredTrajectory::trajectory)
                .toList();
        List<Trajectory> done = new ArrayList<>(all);
        for (MicroBatch batch : MicroBatch.split(all, tokensPerPass)) {
            LanguageModel.TokenScores scores = model.score(batch.rows(), temperature);
            List<float[]> logprobs = batch.perTrajectory(scores.logprobs());
            List<float[]> entropies = batch.perTrajectory(scores.entropies());
            for (int i = 0; i < batch.size(); i++) {
                done.set(batch.index(i), attachment.attach(batch.trajectory(i), logprobs.get(i), entropies.get(i)));
            }
        }
        Iterator<Trajectory> next = done.iterator();
        List<ScoredGroup> result = new ArrayList<>();
        for (ScoredGroup group : groups) {
            result.add(group.map(scored -> scored.withTrajectory(next.next())));
        }
        return result;
    }
}
