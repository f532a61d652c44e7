package org.reason4j.reward.generative;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.reason4j.reward.generative.rubric.Criterion;
import org.reason4j.reward.generative.rubric.Criterion.Category;
import org.reason4j.reward.generative.rubric.RubricConfig;
import org.reason4j.reward.generative.rubric.RubricConfig.Dropout;
import org.reason4j.reward.generative.rubric.RubricConfig.Mode;
import org.reason4j.reward.generative.rubric.RubricConfig.Vote;
import org.reason4j.reward.generative.rubric.RubricConfig.Weights;

/** Settings that differ from the defaults in one thing or another. */
public record Configs(RubricConfig base) {

    public static Configs rubric(Mode mode, Criterion... criteria) {
        return new Configs(new RubricConfig(
                "judge",
                mode,
                List.of(criteria),
                "",
                Weights.DEFAULTS,
                false,
                1,
                10,
                1,
                Vote.MEAN,
                Dropout.NONE,
                Optional.empty(),
                "",
                0,
                64,
                100,
                4,
                ""));
    }

    public static Criterion criterion(Category category, String text) {
        return new Criterion(text, category, Optional.empty(), false);
    }

    public Configs judgments(int judgments, Vote vote) {
        return copy(base.criteriaField(), base.veto(), judgments, vote, base.template(), 1, base.cachePath());
    }

    public Configs veto() {
        return copy(
                base.criteriaField(),
                true,
                base.judgments(),
                base.vote(),
                base.template(),
                base.temperature(),
                base.cachePath());
    }

    public Configs template(String template) {
        return copy(
                base.criteriaField(),
                base.veto(),
                base.judgments(),
                base.vote(),
                template,
                base.temperature(),
                base.cachePath());
    }

    public Configs criteriaField(String field) {
        return copy(
                field,
                base.veto(),
                base.judgments(),
                base.vote(),
                base.template(),
                base.temperature(),
                base.cachePath());
    }

    public Configs cache(Path directory) {
        return copy(
                base.criteriaField(),
                base.veto(),
                base.judgments(),
                base.vote(),
                base.template(),
                base.temperature(),
                directory.toString());
    }

    public Configs dropout(double fraction) {
        return copy(
                base.criteriaField(),
                base.veto(),
                base.judgments(),
                base.vote(),
                new Dropout(fraction, 1),
                base.template(),
                base.temperature(),
                base.cachePath());
    }

    private Configs copy(
            String field, boolean veto, int judgments, Vote vote, String template, double temperature, String cache) {
        return copy(field, veto, judgments, vote, base.dropout(), template, temperature, cache);
    }

    private Configs copy(
            String field,
            boolean veto,
            int judgments,
            Vote vote,
            Dropout dropout,
            String template,
            double temperature,
            String cache) {
        return new Configs(new RubricConfig(
                base.model(),
                base.mode(),
                base.criteria(),
                field,
                base.weights(),
                veto,
                base.lowest(),
                base.highest(),
                judgments,
                vote,
                dropout,
                base.unreadable(),
                template,
                temperature,
                base.maxTokens(),
                base.seed(),
                base.concurrency(),
                cache));
    }
}
