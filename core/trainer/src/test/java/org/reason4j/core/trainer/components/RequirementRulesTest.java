package org.reason4j.core.trainer.components;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.reason4j.api.backend.Capabilities;
import org.reason4j.api.backend.Generation;
import org.reason4j.api.backend.GenerationRequest;
import org.reason4j.api.backend.PolicyWeights;
import org.reason4j.api.backend.RolloutBackend;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.environment.Environment;
import org.reason4j.api.environment.Episode;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;
import org.reason4j.api.reward.Measure;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.sampler.GroupFilter;
import org.reason4j.api.sampler.Sampler;
import org.reason4j.api.sampler.SamplingStep;
import org.reason4j.core.host.config.Evaluation;
import org.reason4j.core.host.config.Recipe;
import org.reason4j.core.host.config.RewardTerm;
import org.reason4j.core.host.config.SettingsBinder;
import org.reason4j.core.host.config.Training;
import org.reason4j.core.host.plugin.ComponentFactory;
import org.reason4j.core.host.plugin.PluginRegistry;

/** Every test names the whole message, so that a rule that another one repeats is found, too. */
class RequirementRulesTest {

    private static final TokenStream MARK = TokenStream.of("test", "mark");

    /** Needs by the name that a recipe gives them. */
    private static final Map<String, Requirements> NEEDS = Map.ofEntries(
            Map.entry("", Requirements.NONE),
            Map.entry("nine responses", Requirements.NONE.groupsOf(9)),
            Map.entry("whole groups", Requirements.NONE.withWholeGroups()),
            Map.entry("answer", Requirements.fields("answer")),
            Map.entry("advantages", Requirements.streams(TokenStream.ADVANTAGES)),
            Map.entry("old logprobs", Requirements.streams(TokenStream.OLD_LOGPROBS)),
            Map.entry("turn rewards", Requirements.lossStreams(TokenStream.TURN_REWARDS)),
            Map.entry("values", Requirements.streams(TokenStream.VALUES)),
            Map.entry("mark", Requirements.lossStreams(MARK)),
            Map.entry("mark of marker", Requirements.streamsOf("the reward 'marker'", MARK)),
            Map.entry("attaches mark", Requirements.NONE.attaching(MARK)),
            Map.entry("style", Requirements.rewards("style")),
            Map.entry("single update", Requirements.NONE.withSingleUpdate()));

    /** Components that need what their settings say, under the names that a recipe has by default. */
    public static final class Parts implements Plugin {
        @Override
        public void register(Registry registry) {
            registry.sampler("group", new Groups.Config(), Groups.class);
            registry.optimizer("grpo", new Needs(""), Optimizing.class);
            registry.reward("judge", new Needs(""), Judge.class);
            registry.reward("measured", new Measured.Config(), Measured.class);
            registry.filter("part", new Part.Config(), Part.class);
            registry.environment("silent", new Silent.Config(), Silent.class);
            registry.backend("remote", new Remote.Config(), Remote.class);
        }
    }

    public record Needs(String what) {
        Requirements requirements() {
            return NEEDS.get(what);
        }
    }

    public record Groups(Config config) implements Sampler {
        public record Config() {}

        @Override
        public List<Group> sample(SamplingStep step) {
            return List.of();
        }
    }

    public record Optimizing(Needs needs) implements PolicyOptimizer {
        @Override
        public List<Credit> credit(List<ScoredGroup> groups) {
            return List.of();
        }

        @Override
        public NDArray loss(TokenBatch batch) {
            throw new UnsupportedOperationException("nothing is trained here");
        }

        @Override
        public Requirements requirements() {
            return needs.requirements();
        }
    }

    public record Judge(Needs needs) implements Reward {
        @Override
        public List<Score> score(Group group) {
            return Reward.perTrajectory(group, one -> Score.of(1));
        }

        @Override
        public Requirements requirements() {
            return needs.requirements();
        }
    }

    public record Measured(Config config, Measure measure) implements Reward {
        public record Config() {}

        @Override
        public List<Score> score(Group group) throws Exception {
            return measure.score(group);
        }
    }

    public record Part(Config config) implements GroupFilter {
        public record Config() {}

        @Override
        public Optional<ScoredGroup> filter(ScoredGroup group) {
            return Optional.of(group);
        }

        @Override
        public boolean splitsGroups() {
            return true;
        }
    }

    public record Silent(Config config) implements Environment {
        public record Config() {}

        @Override
        public Episode begin(Prompt prompt, int sample) {
            throw new UnsupportedOperationException("nothing is sampled here");
        }

        @Override
        public List<String> stop() {
            return List.of();
        }
    }

    public record Remote(Config config) implements RolloutBackend {
        public record Config() {}

        @Override
        public Capabilities capabilities() {
            throw new UnsupportedOperationException("nothing is sampled here");
        }

        @Override
        public void update(PolicyWeights weights) {}

        @Override
        public CompletableFuture<Generation> generate(GenerationRequest request) {
            throw new UnsupportedOperationException("nothing is sampled here");
        }
    }

    private Recipe.Component optimizer = needing("grpo", "");
    private List<RewardTerm> rewards = List.of(judge(""));
    private Optional<RewardTerm> measuring = Optional.empty();
    private List<Recipe.Component> filters = List.of();
    private Optional<Recipe.Component> environment = Optional.empty();
    private Optional<Recipe.Component> backend = Optional.empty();
    private double temperature = 1;
    private int miniBatches = 1;
    private int staleness;
    private List<Example> train = List.of(example("t0", "answer"), example("t1", "answer"));
    private List<Example> evaluation = List.of(example("e0", "answer"));

    private static Recipe.Component needing(String name, String needs) {
        return new Recipe.Component(name, Optional.empty(), Map.of("what", needs));
    }

    private static RewardTerm judge(String needs) {
        return reward("judge", Map.of("what", needs));
    }

    private static RewardTerm reward(String name, Map<String, Object> config) {
        RewardTerm term = RewardTerm.of(name);
        return new RewardTerm(
                name,
                term.preset(),
                term.key(),
                term.weight(),
                term.clip(),
                term.gate(),
                term.deadlineSeconds(),
                term.retries(),
                term.onUnscorable(),
                term.onTimeout(),
                term.onFailure(),
                config);
    }

    private static Example example(String id, String field) {
        return Example.of(id, List.of()).withFields(Map.of(field, "1"));
    }

    private Recipe recipe() {
        Recipe.Rollout rollout = new Recipe.Rollout(
                8, temperature, 0, 1, 0, 16, List.of(), List.of(), 8, 1, 100, 2, 1, Recipe.OnMissing.DROP_TRAJECTORY);
        Training training = new Training(
                1, 2, miniBatches, 3, 64, 1e-3, "constant", 0, 0, 0, 0.9, 0.99, 1e-8, 1, staleness, false, 0);
        return new Recipe(
                1,
                "cpu",
                Recipe.Model.DEFAULTS,
                Recipe.Data.of(Recipe.Component.of("train"), Recipe.Component.of("evaluation")),
                Optional.empty(),
                rollout,
                Optional.empty(),
                Recipe.Component.of("group"),
                List.of(),
                environment,
                backend,
                List.of(),
                rewards,
                filters,
                List.of(),
                optimizer,
                List.of(),
                List.of(),
                training,
                new Evaluation(measuring, 0, 0, 0, 0, List.of(), 1, 1),
                Recipe.Checkpoints.DEFAULTS,
                List.of());
    }

    private void check() {
        Measure measure = group -> Reward.perTrajectory(group, one -> Score.of(0));
        try (ComponentFactory factory = new ComponentFactory(
                PluginRegistry.of(new Parts()), SettingsBinder::bind, Map.of(Measure.class, measure))) {
            Recipe recipe = recipe();
            new Components(recipe, factory).check(recipe, new Datasets(train, evaluation, Optional.empty()));
        }
    }

    private void assertRefused(String... messages) {
        assertThatThrownBy(this::check)
                .isInstanceOf(ConfigException.class)
                .hasMessage(String.join(System.lineSeparator(), messages));
    }

    @Test
    void aRecipeWhosePartsGoTogetherIsAccepted() {
        optimizer = needing("grpo", "old logprobs");
        rewards = List.of(judge("answer"));
        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @Test
    void groupsAreAsLargeAsAComponentNeeds() {
        optimizer = needing("grpo", "nine responses");
        assertRefused("optimizer compares at least 9 responses to a prompt, but rollout.groupSize is 8. Raise"
                + " rollout.groupSize.");
    }

    @Test
    void noFilterSplitsGroupsThatAComponentNeedsWhole() {
        optimizer = needing("grpo", "whole groups");
        filters = List.of(Recipe.Component.of("part"));
        assertRefused("optimizer needs all members of a group, but filters[0] may drop some of them. Leave out that"
                + " filter, or choose one that keeps or drops whole groups.");
        optimizer = needing("grpo", "");
        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @Test
    void theFirstTrainingExampleWithoutAFieldIsNamedOnce() {
        optimizer = needing("grpo", "answer");
        train = List.of(example("t0", "answer"), example("t1", "other"), example("t2", "other"));
        assertRefused("optimizer reads the field 'answer', but example 't1' of data.train has only [other]. Name the"
                + " dataset's field, or choose a reward that needs no labels.");
    }

    @Test
    void advantagesAreInABatchOnly() {
        optimizer = needing("grpo", "advantages");
        assertRefused(
                "optimizer reads 'logprobs' or 'advantages' before the loss, but only a batch has them. Its author"
                        + " can declare them as lossStreams.");
    }

    @Test
    void turnRewardsNeedAnEnvironment() {
        optimizer = needing("grpo", "turn rewards");
        assertRefused("optimizer reads the rewards of turns, but the recipe has no environment. Add one under"
                + " environment, or choose a reward that judges the whole response.");
        environment = Optional.of(Recipe.Component.of("silent"));
        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @Test
    void valuesNeedACritic() {
        optimizer = needing("grpo", "values");
        assertRefused("optimizer reads 'values', but no model of the recipe computes them. Add a critic: choose an"
                + " optimizer that brings one, or switch on the critic of this one.");
    }

    @Test
    void aPluginsStreamNeedsAComponentThatAttachesIt() {
        optimizer = needing("grpo", "mark");
        assertRefused("optimizer reads 'test/mark', but nothing computes or attaches it. Add the component that does;"
                + " its author declares it as attached.");
        rewards = List.of(judge("attaches mark"));
        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @Test
    void theSourceOfAMissingStreamIsNamedWhereItsReaderKnowsIt() {
        optimizer = needing("grpo", "mark of marker");
        assertRefused("optimizer reads 'test/mark', but the recipe has no component that attaches it; its rewards are"
                + " [judge]. Add the reward 'marker', or choose another component at this place.");
    }

    @Test
    void aRewardThatAComponentReadsIsInTheRecipe() {
        optimizer = needing("grpo", "style");
        assertRefused(
                "optimizer reads the reward 'style', but the recipe's rewards are [judge]. Name one of them in its"
                        + " settings, or give a reward this key.");
    }

    @Test
    void aStepHasOneUpdateWhereAComponentNeedsIt() {
        optimizer = needing("grpo", "single update");
        miniBatches = 2;
        assertRefused("optimizer makes one update per step, from all of its responses, but training.miniBatches *"
                + " training.epochs is 2 * 3. Set both to 1, or choose another optimizer.");
    }

    @Test
    void aBackendWritesWithTheNewestWeights() {
        backend = Optional.of(Recipe.Component.of("remote"));
        assertThatCode(this::check).doesNotThrowAnyException();
        staleness = 2;
        assertRefused("backend writes each batch with the newest weights, but training.staleness is 2. Set it to 0, or"
                + " leave out the backend.");
    }

    @Test
    void theMeasuringRewardReadsFieldsOfHeldOutProblemsOnly() {
        measuring = Optional.of(judge("answer"));
        train = List.of(example("t0", "other"));
        assertThatCode(this::check).doesNotThrowAnyException();
        evaluation = List.of(example("e0", "other"));
        assertRefused(
                "evaluation.reward reads the field 'answer', but example 'e0' of data.evaluation has only [other]."
                        + " Name the dataset's field, or choose a reward that needs no labels.");
    }

    @Test
    void theMeasuringRewardReadsNoStreamOfTraining() {
        measuring = Optional.of(judge("old logprobs"));
        assertRefused(
                "evaluation.reward measures held-out problems, and reads streams that only training computes. Name"
                        + " another reward under evaluation.reward.");
    }

    @Test
    void theMeasuringRewardComparesNoResponses() {
        measuring = Optional.of(judge("nine responses"));
        assertRefused(
                "evaluation.reward measures held-out problems, one response at a time, but compares responses. Name"
                        + " another reward under evaluation.reward.");
    }

    @Test
    void theFirstRewardMeasuresWhereNoneIsNamed() {
        rewards = List.of(judge("old logprobs"), reward("measured", Map.of()));
        assertRefused(
                "rewards[0] measures held-out problems, and reads streams that only training computes. Name another"
                        + " reward under evaluation.reward.");
    }

    @Test
    void theMeasuringRewardDoesNotBuildOnItself() {
        measuring = Optional.of(reward("measured", Map.of()));
        assertRefused(
                "evaluation.reward measures held-out problems, and builds on the reward that measures them. Name the"
                        + " reward that it is to build on under evaluation.reward.");
    }

    @Test
    void responsesToAPromptDiffer() {
        temperature = 0;
        assertRefused("rollout.temperature is 0: responses to a prompt would all be the same. Set it above 0.");
    }

    @Test
    void allProblemsAreToldTogetherALineEach() {
        optimizer = needing("grpo", "values");
        temperature = 0;
        assertRefused(
                "optimizer reads 'values', but no model of the recipe computes them. Add a critic: choose an optimizer"
                        + " that brings one, or switch on the critic of this one.",
                "rollout.temperature is 0: responses to a prompt would all be the same. Set it above 0.");
    }
}
