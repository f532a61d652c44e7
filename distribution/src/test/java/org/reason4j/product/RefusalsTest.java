package org.reason4j.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;
import org.reason4j.api.sampler.GroupFilter;

/** Recipes whose parts don't go together, which no model has to be loaded to see. */
class RefusalsTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"miniBatches: 2", "epochs: 2"})
    void aTrustRegionIsForOneUpdatePerStep(String updates) {
        String found = updates.startsWith("mini") ? "2 * 1" : "1 * 2";
        refuses(
                recipe("optimizer", "trpo").with("training", "{steps: 1, promptsPerStep: 4, " + updates + "}"),
                "optimizer makes one update per step, from all of its responses, but training.miniBatches *"
                        + " training.epochs is " + found + ". Set both to 1, or choose another optimizer.");
    }

    @Test
    void stepAdvantagesComeFromTheRewardThatFindsThem() {
        refuses(
                recipe("optimizer", "vineppo"),
                "optimizer reads 'reward-dense/stepAdvantages', but the recipe has no component that attaches it; its rewards are"
                        + " [lowercase]. Add the reward 'vineppo', or choose another component at this place.");
    }

    @Test
    void primeNeedsItsProcessRewardModel() {
        refuses(
                recipe("optimizer", "prime"),
                "optimizer reads 'reward-dense/prime', but the recipe has no component that attaches it; its rewards are [lowercase]."
                        + " Add the reward 'prime', or choose another component at this place.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dynamic-sampling", "accuracy-band"})
    void aFilterNeedsTheRewardThatItLooksAt(String filter) {
        LetterRun recipe = recipe("filters", "[{name: " + filter + ", config: {metric: accuracy}}]");
        refuses(
                recipe,
                "filters[0] reads the reward 'accuracy', but the recipe's rewards are [lowercase]. Name one of them in its"
                        + " settings, or give a reward this key.");
        recipe.with("rewards", "[{name: lowercase, key: accuracy}]")
                .with("training", "{steps: 1, promptsPerStep: 4}")
                .start("accepted");
    }

    @Test
    void whatComparesResponsesNeedsSeveral() {
        refuses(
                recipe("optimizer", "rloo").with("rollout", "{groupSize: 1, maxTokens: 5}"),
                "optimizer compares at least 2 responses to a prompt, but rollout.groupSize is 1. Raise rollout.groupSize.");
    }

    @Test
    void aRewardThatReadsLabelsNeedsADatasetThatHasThem() {
        refuses(
                recipe("rewards", "[{name: gsm8k}]"),
                "rewards[0] reads the field 'answer', but example 'pair-0' of data.train has only [number]. Name the dataset's"
                        + " field, or choose a reward that needs no labels.",
                "rewards[0] reads the field 'answer', but example 'pair-0' of data.evaluation has only [number]. Name the"
                        + " dataset's field, or choose a reward that needs no labels.");
    }

    @Test
    void creditByACriticNeedsACritic() {
        refuses(
                recipe("optimizer", "criticless"),
                "optimizer reads 'values', but no model of the recipe computes them. Add a critic: choose an optimizer that"
                        + " brings one, or switch on the critic of this one.");
    }

    @Test
    void aTreeMayNotLoseBranches() {
        refuses(
                recipe("optimizer", "treerl").with("filters", "[halves]"),
                "optimizer needs all members of a group, but filters[0] may drop some of them. Leave out that filter, or"
                        + " choose one that keeps or drops whole groups.");
    }

    @Test
    void allIsToldAtOnce() {
        refuses(
                recipe("optimizer", "trpo")
                        .with("training", "{steps: 1, promptsPerStep: 4, epochs: 3}")
                        .with("filters", "[{name: dynamic-sampling, config: {metric: lower}}]"),
                "filters[0] reads the reward 'lower', but the recipe's rewards are [lowercase]. Name one of them in its"
                        + " settings, or give a reward this key.",
                "optimizer makes one update per step, from all of its responses, but training.miniBatches *"
                        + " training.epochs is 1 * 3. Set both to 1, or choose another optimizer.");
    }

    private LetterRun recipe(String section, String yaml) {
        return LetterRun.in(directory).with(section, yaml);
    }

    /** Where the output directory is missing, no model was made, loaded or asked. */
    private void refuses(LetterRun recipe, String... problems) {
        assertThatThrownBy(() -> recipe.start("refused", new Strangers()))
                .isInstanceOf(ConfigException.class)
                .hasMessage(String.join(System.lineSeparator(), problems));
        assertThat(directory.resolve("refused")).doesNotExist();
    }

    /** Parts that no plugin of the product offers. */
    private static final class Strangers implements Plugin {
        @Override
        public void register(Registry registry) {
            registry.optimizer("criticless", new Criticless.Config(), Criticless.class);
            registry.filter("halves", new Halves.Config(), Halves.class);
        }
    }

    /** Credits what responses were worth before they were written. */
    record Criticless(Config config) implements PolicyOptimizer {
        record Config() {}

        @Override
        public Requirements requirements() {
            return Requirements.streams(TokenStream.VALUES);
        }

        @Override
        public List<Credit> credit(List<ScoredGroup> groups) {
            return groups.stream()
                    .flatMap(group -> group.trajectories().stream())
                    .map(scored -> Credit.of(scored.trajectory(), scored.trajectory().stream(TokenStream.VALUES)))
                    .toList();
        }

        @Override
        public NDArray loss(TokenBatch batch) {
            return batch.tokenMean(batch.logprobs().mul(batch.advantages()).neg());
        }
    }

    /** Keeps the first half of a group. */
    record Halves(Config config) implements GroupFilter {
        record Config() {}

        @Override
        public boolean splitsGroups() {
            return true;
        }

        @Override
        public Optional<ScoredGroup> filter(ScoredGroup group) {
            return Optional.of(group.withTrajectories(group.trajectories().subList(0, (group.size() + 1) / 2)));
        }
    }
}
