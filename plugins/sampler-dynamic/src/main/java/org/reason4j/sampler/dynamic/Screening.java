package org.reason4j.sampler.dynamic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.reward.Measure;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.sampler.SamplingStep;

/** The first responses to every prompt of a step, judged by the reward that measures, and more where a sampler wants them. */
final class Screening {

    private final SamplingStep step;
    private final List<List<Trajectory>> responses = new ArrayList<>(); // of each prompt

    private Screening(SamplingStep step) {
        this.step = step;
        step.prompts().forEach(any -> responses.add(new ArrayList<>()));
    }

    /** Writes so many responses to each prompt. */
    static Screening of(SamplingStep step, int each) {
        Screening screening = new Screening(step);
        int[] counts = new int[step.prompts().size()];
        Arrays.fill(counts, each);
        screening.write(counts);
        return screening;
    }

    /** Writes further responses: so many to the first prompt, to the second, and so on. */
    void write(int[] counts) {
        List<RolloutRequest> requests = new ArrayList<>();
        for (int p = 0; p < counts.length; p++) {
            int before = responses.get(p).size();
            for (int i = 0; i < counts[p]; i++) {
                requests.add(RolloutRequest.of(step.prompts().get(p), before + i, step.params()));
            }
        }
        List<Trajectory> written =
                requests.isEmpty() ? List.of() : step.rollouts().generate(requests);
        int next = 0;
        for (int p = 0; p < counts.length; p++) {
            responses.get(p).addAll(written.subList(next, next + counts[p]));
            next += counts[p];
        }
    }

    /**
     * Returns the share of right responses to each prompt, among those that have a verdict; empty where none has.
     *
     * @param threshold least value of a right response
     */
    List<OptionalDouble> passRates(Measure measure, double threshold) {
        List<OptionalDouble> rates = new ArrayList<>();
        for (Group group : groups()) {
            rates.add(verdicts(measure, group).stream()
                    .filter(Score.Value.class::isInstance)
                    .mapToDouble(score -> ((Score.Value) score).value() >= threshold ? 1 : 0)
                    .average());
        }
        return rates;
    }

    /** Verdicts on a group; a measure that breaks gives failures, as it does where its reward is scored. */
    private static List<Score> verdicts(Measure measure, Group group) {
        try {
            return measure.score(group);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while " + group + " were screened", e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            return group.trajectories().stream()
                    .map(any -> Score.failed("screening: " + e))
                    .toList();
        }
    }

    /** All responses so far, a group per prompt. */
    List<Group> groups() {
        List<Group> groups = new ArrayList<>();
        for (int p = 0; p < responses.size(); p++) {
            Prompt prompt = step.prompts().get(p);
            groups.add(Group.of(prompt, responses.get(p)));
        }
        return groups;
    }
}
