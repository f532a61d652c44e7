package org.reason4j.distillation.teacher;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.TopTokens;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.track.Metrics;
import org.reason4j.distillation.credit.ReverseKl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what the teachers of a component said in a step, and ends the run where its settings say so.
 *
 * <ul>
 *   <li>{@code COMPONENT/reverse_kl}: mean of the student's less the teacher's log-probability over learned tokens, at the start
 *       of the step; {@code reverse_kl/KEY} for each of several teachers
 *   <li>{@code COMPONENT/teacher_mass}: mean probability of the teacher's {@code k} most likely tokens
 *   <li>{@code COMPONENT/active_share}: share of the responses that have a teacher
 *   <li>{@code COMPONENT/failed_rows}: responses for which a teacher gave no numbers
 * </ul>
 */
public final class LessonReport {

    private static final Logger LOG = LoggerFactory.getLogger(LessonReport.class);
    private static final int STEPS_BEFORE_A_WARNING = 10;

    private final String component;
    private final OnFailure onFailure;
    private final TokenStream student;
    private final Metrics metrics;
    private int idleSteps; // one after the other; for a warning alone

    /**
     * Prepares to tell.
     *
     * @param component prefix of the metrics
     * @param student stream of the student's log-probabilities; rows without it are in no divergence
     */
    public LessonReport(String component, OnFailure onFailure, TokenStream student, Metrics metrics) {
        this.component = component;
        this.onFailure = onFailure;
        this.student = student;
        this.metrics = metrics;
    }

    /**
     * Tells about the responses of a step.
     *
     * @param key of a response's teacher; empty where there is only one
     * @throws ConfigException if a teacher failed and the recipe says {@code ABORT}, or all failed
     */
    public void tell(List<Trajectory> responses, List<Lesson> lessons, Function<Trajectory, Optional<String>> key) {
        Map<String, Mean> divergences = new TreeMap<>();
        Mean mass = new Mean();
        int learned = 0;
        int active = 0;
        int failed = 0;
        String reason = "";
        for (int i = 0; i < lessons.size(); i++) {
            Trajectory response = responses.get(i);
            if (response.learnedTokens() == 0) {
                continue;
            }
            learned++;
            if (lessons.get(i) instanceof Lesson.Failed failure) {
                failed++;
                reason = "the " + response + ": " + failure.reason();
            } else if (lessons.get(i) instanceof Lesson.Scores scores) {
                active++;
                Mean own = divergence(response, scores);
                divergences.computeIfAbsent("reverse_kl", any -> new Mean()).add(own);
                key.apply(response)
                        .ifPresent(one -> divergences
                                .computeIfAbsent("reverse_kl/" + one, any -> new Mean())
                                .add(own));
                scores.top().ifPresent(top -> addMass(mass, response, top));
            }
        }
        requireLessons(learned, failed, reason);
        divergences.forEach(this::report);
        report("teacher_mass", mass);
        metrics.add(component + "/failed_rows", failed);
        if (learned > 0) {
            metrics.mean(component + "/active_share", (double) active / learned);
            warnIfIdle(active, failed);
        }
    }

    private void report(String name, Mean mean) {
        if (mean.count > 0) {
            metrics.mean(component + "/" + name, mean.sum / mean.count);
        }
    }

    private Mean divergence(Trajectory response, Lesson.Scores scores) {
        Mean mean = new Mean();
        response.find(student).ifPresent(own -> {
            boolean[] learned = response.learned();
            double[] gaps = ReverseKl.gaps(own, scores.logprobs(), learned);
            for (int t = 0; t < scores.length(); t++) {
                if (learned[t]) {
                    mean.add(gaps[t]);
                }
            }
        });
        return mean;
    }

    private static void addMass(Mean mass, Trajectory response, TopTokens top) {
        float[] logprobs = top.logprobs();
        for (int t = 0; t < top.length(); t++) {
            if (response.isLearned(t)) {
                double sum = 0;
                for (int j = t * top.k(); j < (t + 1) * top.k(); j++) {
                    sum += Math.exp(logprobs[j]);
                }
                mass.add(sum);
            }
        }
    }

    private void requireLessons(int learned, int failed, String reason) {
        ConfigException.check(
                failed == 0 || onFailure == OnFailure.DROP_TRAJECTORY && failed < learned,
                "A teacher of %s gave no numbers for %s of the step's %s responses, the last of them %s. Fix what the teacher"
                        + " needs; a training run goes on with --resume. With onFailure: drop-trajectory a step leaves such"
                        + " responses out as long as others remain.",
                component,
                failed,
                learned,
                reason);
        if (failed > 0) {
            LOG.warn("{}: {} of {} responses are left out, the last of them {}", component, failed, learned, reason);
        }
    }

    private void warnIfIdle(int active, int failed) {
        idleSteps = active + failed > 0 ? 0 : idleSteps + 1;
        if (idleSteps == STEPS_BEFORE_A_WARNING) {
            LOG.warn(
                    "{} has had no response with a teacher for {} steps, so it teaches nothing. Look at what the teacher is to"
                            + " read: successes of siblings, feedback, or room for a demonstration.",
                    component,
                    idleSteps);
        }
    }

    /** A sum of numbers with their count. */
    private static final class Mean {
        private double sum;
        private long count;

        void add(double value) {
            sum += value;
            count++;
        }

        void add(Mean other) {
            sum += other.sum;
            count += other.count;
        }
    }
}
