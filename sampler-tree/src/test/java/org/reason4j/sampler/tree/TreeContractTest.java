package org.reason4j.sampler.tree;

import java.util.Arrays;
import java.util.List;
import org.reason4j.api.data.Branch;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.Trajectory;
import org.reason4j.sampler.tree.agentic.ArpoRolloutConfig;
import org.reason4j.sampler.tree.search.Backup;
import org.reason4j.sampler.tree.search.MctsConfig;
import org.reason4j.sampler.tree.search.Uct;
import org.reason4j.sampler.tree.search.Values;
import org.reason4j.sampler.tree.segment.SpoTreeConfig;
import org.reason4j.sampler.tree.segment.TreePoConfig;
import org.reason4j.testkit.contract.PluginContract;
import org.reason4j.testkit.subject.Materials;
import org.reason4j.testkit.subject.Offered;
import org.reason4j.testkit.subject.Samples;

/** The optimizer learns from two trees: a trunk with two branches, of which one has a branch; and two trunks. */
class TreeContractTest extends PluginContract {

    /** Segments of two tokens, of which two branch. */
    private static final MctsConfig SMALL = new MctsConfig(
            Uct.Treerl.DEFAULTS, Backup.PATH, Values.Continuations.DEFAULTS, 1, 0.5, 2, "", 2, 3, 2, 1, 0, 0, 2, 0, 1);

    TreeContractTest() {
        super(new TreePlugin());
    }

    @Override
    protected Record settings(Offered<?> component) {
        return switch (component.name()) {
            case "eptree" ->
                new EpTreeConfig(2, 1, 1, 1, EpTreeConfig.DEFAULTS.forkBefore(), EpTreeConfig.DEFAULTS.answerMarkers());
            case "arpo-rollout" -> new ArpoRolloutConfig(2, 1, ArpoRolloutConfig.Rule.DRAW, 0.5, 0.2, 0.5, 4, 3, 1);
            case "mcts" -> SMALL;
            case "treepo-rollout" -> new TreePoConfig(5, 3, 2, 2, 2, 3);
            case "spo-tree" ->
                component.defaults() instanceof SpoTreeConfig
                        ? new SpoTreeConfig(List.of(2, 2), 3)
                        : component.defaults();
            default -> component.defaults();
        };
    }

    @Override
    protected Materials materials(Offered<?> component, Record settings) {
        Prompt first = Samples.prompt("first", "?");
        Prompt second = Samples.prompt("second", "??");
        Trajectory trunk = Samples.response(first, 0, "abc");
        Trajectory left = branch(Samples.response(first, 1, "abd"), trunk, 2);
        Trajectory right = branch(Samples.response(first, 2, "a1"), trunk, 1);
        Trajectory leaf = branch(Samples.response(first, 3, "a1b"), right, 2);
        return Materials.standard()
                .withScoredGroups(List.of(
                        ScoredGroup.of(
                                first,
                                List.of(
                                        Samples.rewarded(trunk, 1),
                                        Samples.rewarded(left, 0),
                                        Samples.rewarded(right, 0.5),
                                        Samples.rewarded(leaf, -1))),
                        ScoredGroup.of(
                                second,
                                List.of(
                                        Samples.rewarded(Samples.response(second, 0, "1"), 0),
                                        Samples.rewarded(Samples.response(second, 1, "b1"), 1)))));
    }

    /** A response that shares the first tokens of another, which learns them. */
    private static Trajectory branch(Trajectory one, Trajectory parent, int at) {
        boolean[] learned = one.learned();
        Arrays.fill(learned, 0, at, false);
        return one.withLearned(learned).withBranch(new Branch(parent.sample(), at));
    }
}
