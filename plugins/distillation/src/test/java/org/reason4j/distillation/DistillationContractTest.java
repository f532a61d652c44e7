package org.reason4j.distillation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.distillation.loss.RefKl;
import org.reason4j.distillation.teacher.TeacherConfig;
import org.reason4j.testkit.contract.PluginContract;
import org.reason4j.testkit.subject.Materials;
import org.reason4j.testkit.subject.Offered;
import org.reason4j.testkit.subject.Samples;

class DistillationContractTest extends PluginContract {

    private static final TeacherConfig DIRECTORY =
            new TeacherConfig("models/teacher", "", "", TeacherConfig.Dialect.ECHO, "", 1, 0, 0, 0, 1);

    DistillationContractTest() {
        super(new DistillationPlugin());
    }

    /** Prompts with an answer to imitate. */
    @Override
    protected Materials materials(Offered<?> component, Record settings) {
        Materials usual = super.materials(component, settings);
        List<ScoredGroup> groups = new ArrayList<>();
        for (ScoredGroup group : usual.scoredGroups()) {
            Group answered = Samples.withPrompt(
                    Group.of(
                            group.prompt(),
                            group.trajectories().stream()
                                    .map(ScoredTrajectory::trajectory)
                                    .toList()),
                    group.prompt().withResponse("2+2=4"));
            List<ScoredTrajectory> scored = new ArrayList<>();
            for (int i = 0; i < group.size(); i++) {
                scored.add(group.trajectories()
                        .get(i)
                        .withTrajectory(answered.trajectories().get(i)));
            }
            groups.add(ScoredGroup.of(answered.prompt(), scored));
        }
        return usual.withScoredGroups(groups);
    }

    @Override
    protected Record settings(Offered<?> component) {
        if (component.defaults() instanceof OpdCreditConfig config) {
            return new OpdCreditConfig(
                    Map.of("teacher", DIRECTORY),
                    "",
                    config.coefficient(),
                    config.combine(),
                    config.lookAhead(),
                    config.drift(),
                    config.student(),
                    config.onFailure());
        }
        if (component.defaults() instanceof OpdLossConfig config) {
            return new OpdLossConfig(
                    Map.of("teacher", DIRECTORY),
                    "",
                    config.loss(),
                    config.coefficient(),
                    config.aggregation(),
                    config.overlap(),
                    config.onFailure(),
                    config.support());
        }
        if (component.defaults()
                instanceof SdftLossConfig config) { // the rules' batches have no top tokens, which its default reads
            return new SdftLossConfig(
                    config.demonstration(),
                    RefKl.DEFAULTS,
                    config.coefficient(),
                    config.aggregation(),
                    config.overlap(),
                    config.support());
        }
        return component.defaults();
    }
}
