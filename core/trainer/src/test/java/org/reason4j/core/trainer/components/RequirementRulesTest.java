package org.reason4j.core.trainer.components;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.reward.Measure;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.sampler.GroupFilter;
import org.reason4j.core.host.config.Evaluation;
import org.reason4j.core.host.config.Recipe;
import org.reason4j.core.host.config.RewardTerm;
import org.reason4j.core.host.config.Training;
import org.reason4j.core.host.reward.ActiveReward;

/** Every test names the whole message, so that a rule that another one repeats is found, too. */
class RequirementRulesTest {

    private static final TokenStream MARK = TokenStream.of("test", "mark");

    /** Judges every response alike, and needs what a test says. */
    private record Judge(Requirements requirements) implements Reward {
        @Override
        public List<Score> score(Group group) {
            return Reward.perTrajectory(group, one -> Score.of(1));
        }
    }

    /** Builds on the reward that measures. */
    private record Measured(Measure measure) implements Reward {
        @Override
        public List<Score> score(Group group) throws Exception {
            return measure.score(group);
        }
    }

    /** Keeps a part of a group. */
    private static final GroupFilter SPLITTING = new GroupFilter() {
        @Override
        public Optional<ScoredGroup> filter(ScoredGroup group) {
            return Optional.of(group.withTrajectories(group.trajectories().subList(0, 1)));
        }

        @Override
        public boolean splitsGroups() {
            return true;
        }
    };

    private Requirements optimizer = Requirements.NONE;
    private List<ActiveReward> rewards = List.of(judge(Requirements.NONE));
    private Optional<ActiveReward> measuring = Optional.empty();
    private final List<GroupFilter> filters = new ArrayList<>();
    private Set<TokenStream> modelStreams = Set.of();
    private boolean environment;
    private double temperature = 1;
    private int miniBatches = 1;
    private int staleness;
    private int partialTokens;
    private String sampler = "none";
    private List<Example> train = List.of(example("t0", "answer"), example("t1", "answer"));
    private List<Example> evaluation = List.of(example("e0", "answer"));

    private static ActiveReward judge(Requirements needs) {
        return new ActiveReward(RewardTerm.of("judge"), new Judge(needs));
    }

    private static ActiveReward measured() {
        Measure measure = group -> Reward.perTrajectory(group, one -> Score.of(0));
        return new ActiveReward(RewardTerm.of("measured"), new Measured(measure));
    }

    private static Example example(String id, String field) {
        return Example.of(id, List.of()).withFields(Map.of(field, "1"));
    }

    private Recipe recipe() {
        Recipe.Component none = Recipe.Component.of("none");
        Recipe.Rollout rollout = new Recipe.Rollout(
                8,
                temperature,
                0,
                1,
                0,
                16,
                partialTokens,
                List.of(),
                List.of(),
                8,
                1,
                1,
                Recipe.OnShortage.LEARN,
                false,
                100,
                2,
                1,
                1,
                Recipe.OnMissing.DROP_TRAJECTORY);
        Training training = new Training(
                1, 2, miniBatches, 3, 64, 1e-3, "constant", 0, 0, 0, 0.9, 0.99, 1e-8, 1, staleness, false, 0);
        return new Recipe(
                1,
                "cpu",
                Recipe.Model.DEFAULTS,
                Recipe.Data.of(none, none),
                Optional.empty(),
                Optional.empty(),
                rollout,
                Optional.empty(),
                Recipe.Component.of(sampler),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                none,
                List.of(),
                List.of(),
                List.of(),
                Training.Coach.DEFAULTS,
                training,
                Evaluation.DEFAULTS,
                Recipe.Checkpoints.DEFAULTS,
                List.of(),
                List.of(),
                List.of());
    }

    private void check() {
        Map<String, Requirements> requirements = new LinkedHashMap<>();
        for (int i = 0; i < rewards.size(); i++) {
            requirements.put("rewards[" + i + "]", rewards.get(i).reward().requirements());
        }
        requirements.put("optimizer", optimizer);
        CheckedParts parts = new CheckedParts(
                requirements,
                modelStreams,
                rewards,
                filters,
                environment,
                measuring.orElseGet(() -> rewards.get(0)),
                measuring.isPresent() ? "evaluation.reward" : "rewards[0]");
        ProblemList problems = new ProblemList();
        new RequirementRules(parts, recipe(), problems).check(new Datasets(train, evaluation, Optional.empty()));
        problems.throwAny();
    }

    private void assertRefused(String... messages) {
        assertThatThrownBy(this::check)
                .isInstanceOf(ConfigException.class)
                .hasMessage(String.join(System.lineSeparator(), messages));
    }

    @Test
    void aRecipeWhosePartsGoTogetherIsAccepted() {
        optimizer = Requirements.streams(TokenStream.OLD_LOGPROBS);
        rewards = List.of(judge(Requirements.fields("answer")));
        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @Test
    void groupsAreAsLargeAsAComponentNeeds() {
        optimizer = Requirements.NONE.groupsOf(9);
        assertRefused("optimizer compares at least 9 responses to a prompt, but rollout.groupSize is 8. Raise"
                + " rollout.groupSize.");
    }

    @Test
    void noFilterSplitsGroupsThatAComponentNeedsWhole() {
        optimizer = Requirements.NONE.withWholeGroups();
        filters.add(SPLITTING);
        assertRefused("optimizer needs all members of a group, but filters[0] may drop some of them. Leave out that"
                + " filter, or choose one that keeps or drops whole groups.");
        optimizer = Requirements.NONE;
        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @Test
    void theFirstTrainingExampleWithoutAFieldIsNamedOnce() {
        optimizer = Requirements.fields("answer");
        train = List.of(example("t0", "answer"), example("t1", "other"), example("t2", "other"));
        assertRefused("optimizer reads the field 'answer', but example 't1' of data.train has only [other]. Name the"
                + " dataset's field, or choose a reward that needs no labels.");
    }

    @Test
    void advantagesAreInABatchOnly() {
        optimizer = Requirements.streams(TokenStream.ADVANTAGES);
        assertRefused(
                "optimizer reads 'logprobs', 'observedLogprobs' or 'advantages' before the loss, but only a batch has them. Its author"
                        + " can declare them as lossStreams.");
    }

    @Test
    void turnRewardsNeedAnEnvironment() {
        optimizer = Requirements.lossStreams(TokenStream.TURN_REWARDS);
        assertRefused("optimizer reads the rewards of turns, but the recipe has no environment. Add one under"
                + " environment, or choose a reward that judges the whole response.");
        environment = true;
        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @Test
    void valuesNeedACritic() {
        optimizer = Requirements.streams(TokenStream.VALUES);
        assertRefused("optimizer reads 'values', but no model of the recipe computes them. Add a critic: choose an"
                + " optimizer that brings one, or switch on the critic of this one.");
        modelStreams = Set.of(TokenStream.VALUES);
        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @Test
    void aPluginsStreamNeedsAComponentThatAttachesIt() {
        optimizer = Requirements.lossStreams(MARK);
        assertRefused("optimizer reads 'test/mark', but nothing computes or attaches it. Add the component that does;"
                + " its author declares it as attached.");
        rewards = List.of(judge(Requirements.NONE.attaching(MARK)));
        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @Test
    void theSourceOfAMissingStreamIsNamedWhereItsReaderKnowsIt() {
        optimizer = Requirements.streamsOf("the reward 'marker'", MARK);
        assertRefused("optimizer reads 'test/mark', but the recipe has no component that attaches it; its rewards are"
                + " [judge]. Add the reward 'marker', or choose another component at this place.");
    }

    @Test
    void aRewardThatAComponentReadsIsInTheRecipe() {
        optimizer = Requirements.rewards("style");
        assertRefused(
                "optimizer reads the reward 'style', but the recipe's rewards are [judge]. Name one of them in its"
                        + " settings, or give a reward this key.");
    }

    @Test
    void withoutRewardsAComponentBringsASignalOfItsOwn() {
        measuring = Optional.of(judge(Requirements.NONE));
        rewards = List.of();
        assertRefused(
                "rewards is an empty list, and no component of the recipe gives the policy something to learn without"
                        + " one. Add a reward, or a component with a signal of its own, such as one that distils a teacher.");
        optimizer = Requirements.NONE.withOwnSignal();
        assertThatCode(this::check).doesNotThrowAnyException();
        optimizer = Requirements.NONE.withOwnSignal().withGreedyResponse();
        assertRefused(
                "optimizer compares rewards with that of a greedy response, but the recipe has no rewards. Add one, or"
                        + " choose another component at this place.");
    }

    @Test
    void aFieldThatAComponentChoosesByHasOneOfItsValues() {
        optimizer = Requirements.NONE.withFieldValues("subject", Set.of("math", "code"));
        train = List.of(
                Example.of("t0", List.of()).withFields(Map.of("subject", "math")),
                Example.of("t1", List.of()).withFields(Map.of("subject", "physics")),
                Example.of("t2", List.of()).withFields(Map.of("subject", "art")));
        assertRefused(
                "optimizer chooses by the field 'subject' of an example, of which it knows the values [code, math], but"
                        + " example 't1' of data.train has 'physics'. Add that value to its settings, or leave such examples out.");
        train = List.of(example("t0", "answer"));
        assertRefused("optimizer reads the field 'subject', but example 't0' of data.train has only [answer]. Name the"
                + " dataset's field, or choose a reward that needs no labels.");
    }

    @Test
    void aStepHasOneUpdateWhereAComponentNeedsIt() {
        optimizer = Requirements.NONE.withSingleUpdate();
        miniBatches = 2;
        assertRefused("optimizer makes one update per step, from all of its responses, but training.miniBatches *"
                + " training.epochs is 2 * 3. Set both to 1, or choose another optimizer.");
    }

    @Test
    void oneComponentAtMostCorrectsForThePolicyThatSampled() {
        optimizer = Requirements.lossStreams(TokenStream.BEHAVIOUR_LOGPROBS).withSamplingCorrection();
        assertThatCode(this::check).doesNotThrowAnyException();
        rewards = List.of(judge(Requirements.NONE.withSamplingCorrection()));
        assertRefused("optimizer and rewards[0] each weigh tokens by the ratio to the policy that sampled them, so the"
                + " ratio would count 2 times. Keep one of them: leave out a credit shaper, or choose a loss that is"
                + " anchored on the policy at the step's start.");
    }

    @Test
    void nothingReadsTheSamplingPolicyOfDemonstrations() {
        optimizer = Requirements.lossStreams(TokenStream.BEHAVIOUR_LOGPROBS);
        rewards = List.of(judge(Requirements.NONE.withDemonstrations()));
        assertRefused("optimizer reads the log-probabilities that each response was sampled with, but rewards[0] brings"
                + " responses that the policy did not sample. Choose a component that is anchored on the policy at the step's"
                + " start or made for demonstrations, such as the optimizer 'luffy', or another sampler.");
        optimizer = Requirements.lossStreams(TokenStream.OLD_LOGPROBS);
        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @Test
    void onlyIndependentResponsesAreWrittenInParts() {
        staleness = 3;
        partialTokens = 16;
        sampler = "ep-tree";
        assertRefused("sampler 'ep-tree' makes its groups in one call, from responses that are finished, but with"
                + " rollout.partialTokens 16 responses go on over several steps. Choose the sampler 'group', or set"
                + " rollout.partialTokens to 0.");
        sampler = "group";
        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @Test
    void theMeasuringRewardReadsFieldsOfHeldOutProblemsOnly() {
        measuring = Optional.of(judge(Requirements.fields("answer")));
        train = List.of(example("t0", "other"));
        assertThatCode(this::check).doesNotThrowAnyException();
        evaluation = List.of(example("e0", "other"));
        assertRefused(
                "evaluation.reward reads the field 'answer', but example 'e0' of data.evaluation has only [other]."
                        + " Name the dataset's field, or choose a reward that needs no labels.");
    }

    @Test
    void theMeasuringRewardReadsNoStreamOfTraining() {
        measuring = Optional.of(judge(Requirements.streams(TokenStream.OLD_LOGPROBS)));
        assertRefused(
                "evaluation.reward can\'t measure held-out problems: it reads [oldLogprobs], which only training computes."
                        + " Name another reward under evaluation.reward.");
    }

    @Test
    void theMeasuringRewardComparesNoResponses() {
        measuring = Optional.of(judge(Requirements.NONE.groupsOf(9)));
        assertRefused(
                "evaluation.reward can't measure held-out problems: it compares responses with each other, not with what"
                        + " is right. Name another reward under evaluation.reward.");
    }

    @Test
    void theFirstRewardMeasuresWhereNoneIsNamed() {
        rewards = List.of(judge(Requirements.streams(TokenStream.OLD_LOGPROBS)), measured());
        assertRefused(
                "rewards[0] can\'t measure held-out problems: it reads [oldLogprobs], which only training computes."
                        + " Name another reward under evaluation.reward.");
    }

    @Test
    void theMeasuringRewardDoesNotBuildOnItself() {
        measuring = Optional.of(measured());
        assertRefused(
                "evaluation.reward can't measure held-out problems: it builds on the reward that measures, and can't be"
                        + " that itself. Name another reward under evaluation.reward.");
    }

    @Test
    void responsesToAPromptDiffer() {
        temperature = 0;
        assertRefused("rollout.temperature is 0: responses to a prompt would all be the same. Set it above 0.");
    }

    @Test
    void allProblemsAreToldTogetherALineEach() {
        optimizer = Requirements.streams(TokenStream.VALUES);
        temperature = 0;
        assertRefused(
                "optimizer reads 'values', but no model of the recipe computes them. Add a critic: choose an optimizer"
                        + " that brings one, or switch on the critic of this one.",
                "rollout.temperature is 0: responses to a prompt would all be the same. Set it above 0.");
    }
}
