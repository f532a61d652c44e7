package org.reason4j.distillation;

import java.util.Optional;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.model.ScoringModels;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.track.Metrics;
import org.reason4j.distillation.loss.Distilling;
import org.reason4j.distillation.teacher.Teachers;

/** What the optimizer and the regularizer {@code opd} have in common. */
record OpdTeaching(Teachers teachers, Distilling distilling) {

    static OpdTeaching of(OpdLossConfig config, ScoringModels models, Tokenizer tokenizer, Metrics metrics) {
        Teachers teachers = new Teachers("opd", config.choice(), models, tokenizer, metrics);
        return new OpdTeaching(
                teachers,
                new Distilling(
                        "opd",
                        config.term(),
                        config.onFailure(),
                        (groups, k) -> teachers.score(
                                groups.stream()
                                        .flatMap(group -> group.trajectories().stream())
                                        .map(ScoredTrajectory::trajectory)
                                        .toList(),
                                k),
                        teachers.requirements(),
                        one -> teachers.areSeveral() ? Optional.of(teachers.key(one)) : Optional.empty(),
                        models,
                        metrics));
    }
}
