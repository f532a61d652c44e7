package org.reason4j.core.trainer.loop;

import java.util.List;
import java.util.Map;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.core.trainer.report.Experience;
import org.reason4j.core.trainer.report.StepLog;

/** What a step learns from: its rollouts and their rewards. */
public final class StepExperience {

    private final StepLog log;
    private final Experience experience;

    StepExperience(StepLog log, Experience experience) {
        this.log = log;
        this.experience = experience;
    }

    /** Number of the step; the first is 1. */
    public int step() {
        return log.step();
    }

    /** Every group of responses that was written, with the streams that components asked for. */
    public List<Group> sampled() {
        return experience.sampled();
    }

    /** The groups that were scored and passed the filters, with the single scores and the composed reward of each response. */
    public List<ScoredGroup> kept() {
        return experience.kept();
    }

    /** Metrics of rewards and filters, such as {@code reward/mean}. */
    public Map<String, Double> metrics() {
        return Map.copyOf(experience.metrics());
    }

    StepLog log() {
        return log;
    }

    Experience experience() {
        return experience;
    }

    @Override
    public String toString() {
        return "experience of step " + step() + ": " + kept().size() + " of "
                + sampled().size() + " groups";
    }
}
