package org.reason4j.core.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Stream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.core.model.LanguageModel;

/** Computes the streams that somebody reads before the step's updates, each in one pass over the responses. */
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
     * @param wanted streams that trajectories are to carry
     * @param reference the frozen reference policy, where somebody reads its log-probabilities
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

    /** Returns the groups with their streams. */
    List<Group> add(StepLog log, List<Group> groups) {
        List<Group> own = old || entropy ? log.time("old", () -> with(groups, policy, this::own)) : groups;
        return reference
                .map(model -> log.time("reference", () -> with(own, model, PolicyStreams::reference)))
                .orElse(own);
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

    private static Trajectory reference(Trajectory trajectory, float[] logprobs, float[] entropies) {
        return trajectory.with(Stream.REFERENCE_LOGPROBS, logprobs);
    }

    private List<Group> with(List<Group> groups, LanguageModel model, Attachment attachment) {
        List<Trajectory> all =
                groups.stream().flatMap(group -> group.trajectories().stream()).toList();
        List<Trajectory> done = new ArrayList<>();
        for (Trajectory one : all) { // what no pass scores has zeros
            done.add(attachment.attach(one, new float[one.length()], new float[one.length()]));
        }
        for (MicroBatch batch : MicroBatch.split(all, tokensPerPass)) {
            LanguageModel.TokenScores scores = model.score(batch.rows(), temperature);
            List<float[]> logprobs = batch.perTrajectory(scores.logprobs());
            List<float[]> entropies = batch.perTrajectory(scores.entropies());
            for (int i = 0; i < batch.size(); i++) {
                done.set(batch.index(i), attachment.attach(batch.trajectory(i), logprobs.get(i), entropies.get(i)));
            }
        }
        List<Group> result = new ArrayList<>();
        int next = 0;
        for (Group group : groups) {
            result.add(new Group(group.prompt(), done.subList(next, next + group.size())));
            next += group.size();
        }
        return result;
    }
}
