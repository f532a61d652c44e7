package org.reason4j.reward.generative;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.reason4j.reward.generative.Criterion.Category;
import org.reason4j.reward.generative.RubricConfig.Mode;
import org.reason4j.reward.generative.RubricConfig.Vote;
import org.reason4j.reward.generative.RubricConfig.Weights;

/** Settings that differ from the defaults in one thing or another. */
record Configs(RubricConfig base) {

    static Configs rubric(Mode mode, Criterion... criteria) {
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
                "",
                0,
                64,
                100,
                4,
                ""));
    }

    static Criterion criterion(Category category, String text) {
        return new Criterion(text, category, Optional.empty());
    }

    Configs judgments(int judgments, Vote vote) {
        return copy(base.criteriaField(), base.veto(), judgments, vote, base.template(), 1, base.cachePath());
    }

    Configs veto() {
        return copy(
                base.criteriaField(),
                true,
                base.judgments(),
                base.vote(),
                base.template(),
                base.temperature(),
                base.cachePath());
    }

    Configs template(String template) {
        return copy(
                base.criteriaField(),
                base.veto(),
                base.judgments(),
                base.vote(),
                template,
                base.temperature(),
                base.cachePath());
    }

    Configs criteriaField(String field) {
        return copy(
                field,
                base.veto(),
                base.judgments(),
                base.vote(),
                base.template(),
                base.temperature(),
                base.cachePath());
    }

    Configs cache(Path directory) {
        return copy(
                base.criteriaField(),
                base.veto(),
                base.judgments(),
                base.vote(),
                base.template(),
                base.temperature(),
                directory.toString());
    }

    private Configs copy(
            String field, boolean veto, int judgments, Vote vote, String template, double temperature, String cache) {
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
                template,
                temperature,
                base.maxTokens(),
                base.seed(),
                base.concurrency(),
                cache));
    }
}
