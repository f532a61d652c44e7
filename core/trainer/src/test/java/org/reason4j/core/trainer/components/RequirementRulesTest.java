package org.reason4j.core.trainer.components;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.reward.Measure;
import org.reason4j.api.reward.Reward;

class RequirementRulesTest {

    private static final List<Example> EXAMPLES = List.of(
            Example.of("whole", List.of()).withFields(Map.of("answer", "1", "unit", "m")),
            Example.of("bare", List.of()).withFields(Map.of("answer", "2")));

    private static final Reward EXACT = group -> Reward.perTrajectory(group, one -> Score.of(1));

    private final Map<String, Requirements> requirements = new LinkedHashMap<>();
    private List<TokenStream> modelStreams = List.of();
    private List<Boolean> splitting = List.of();
    private boolean environment;
    private boolean backend;
    private RecipeParts.Measure measure = new RecipeParts.Measure("rewards[0]", EXACT, Requirements.NONE);
    private RecipeParts.Sizes sizes = new RecipeParts.Sizes(8, 1, 1, 1, 0);

    /** A reward that asks for the one that measures. */
    private record Echo(Measure measure) implements Reward {
        @Override
        public List<Score> score(Group group) throws Exception {
            return measure.score(group);
        }
    }

    private void check() {
        RecipeParts parts = new RecipeParts(
                requirements, List.of("exact"), modelStreams, splitting, environment, backend, measure, sizes);
        RequirementRules.check(parts, EXAMPLES, EXAMPLES);
    }

    private String problem() {
        Throwable problem = catchThrowable(this::check);
        assertThat(problem).isInstanceOf(ConfigException.class);
        return String.valueOf(problem.getMessage());
    }

    @Test
    void partsThatNeedNothingGoTogether() {
        requirements.put("optimizer", Requirements.NONE);
        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @Test
    void aGroupMustBeLargeEnough() {
        requirements.put("optimizer", Requirements.NONE.groupsOf(9));
        assertThat(problem())
                .isEqualTo("optimizer compares at least 9 responses to a prompt, but rollout.groupSize is 8. Raise"
                        + " rollout.groupSize.");
    }

    @Test
    void wholeGroupsNeedFiltersThatKeepThem() {
        splitting = List.of(false, true);
        requirements.put("optimizer", Requirements.NONE.withWholeGroups());
        assertThat(problem()).startsWith("optimizer needs all members of a group, but filters[1] may drop some of them.");
    }

    @Test
    void theFirstExampleWithoutAFieldIsNamed() {
        requirements.put("rewards[0]", Requirements.fields("answer", "unit"));
        assertThat(problem())
                .isEqualTo("rewards[0] reads the field 'unit', but example 'bare' of data.train has only [answer]. Name the"
                        + " dataset's field, or choose a reward that needs no labels.");
    }

    @Test
    void streamsOfBatchesAreReadByLossesAlone() {
        requirements.put("shaping[0]", Requirements.streams(TokenStream.ADVANTAGES));
        assertThat(problem()).startsWith("shaping[0] reads 'logprobs' or 'advantages' before the loss");
        requirements.put("shaping[0]", Requirements.lossStreams(TokenStream.ADVANTAGES, TokenStream.LOGPROBS));
        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @Test
    void rewardsOfTurnsNeedAnEnvironment() {
        requirements.put("optimizer", Requirements.streams(TokenStream.TURN_REWARDS));
        assertThat(problem()).startsWith("optimizer reads the rewards of turns, but the recipe has no environment.");
        environment = true;
        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @Test
    void valuesNeedACritic() {
        requirements.put("optimizer", Requirements.lossStreams(TokenStream.VALUES));
        assertThat(problem()).startsWith("optimizer reads 'values', but no model of the recipe computes them.");
        modelStreams = List.of(TokenStream.VALUES);
        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @Test
    void aStreamNeedsAComponentThatAttachesIt() {
        TokenStream stream = TokenStream.of("tree", "value");
        requirements.put("optimizer", Requirements.lossStreams(stream));
        assertThat(problem())
                .startsWith("optimizer reads '" + stream.name() + "', but nothing computes or attaches it.");
        requirements.put("sampler", Requirements.NONE.attaching(stream));
        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @Test
    void theSourceOfAStreamIsRecommended() {
        TokenStream stream = TokenStream.of("tree", "value");
        requirements.put("optimizer", Requirements.streamsOf("the sampler 'tree'", stream));
        assertThat(problem())
                .isEqualTo("optimizer reads '" + stream.name() + "', but the recipe has no component that attaches it; its"
                        + " rewards are [exact]. Add the sampler 'tree', or choose another component at this place.");
    }

    @Test
    void aRewardThatIsReadMustExist() {
        requirements.put("regularizers[0]", Requirements.rewards("format"));
        assertThat(problem())
                .startsWith("regularizers[0] reads the reward 'format', but the recipe's rewards are [exact].");
    }

    @Test
    void aSingleUpdateIsOneMiniBatchOfOneEpoch() {
        requirements.put("optimizer", Requirements.NONE.withSingleUpdate());
        assertThatCode(this::check).doesNotThrowAnyException();
        sizes = new RecipeParts.Sizes(8, 1, 2, 3, 0);
        assertThat(problem())
                .startsWith("optimizer makes one update per step, from all of its responses, but training.miniBatches *"
                        + " training.epochs is 2 * 3.");
    }

    @Test
    void aBackendWritesWithTheNewestWeights() {
        backend = true;
        sizes = new RecipeParts.Sizes(8, 1, 1, 1, 2);
        assertThat(problem()).startsWith("backend writes each batch with the newest weights, but training.staleness is 2.");
    }

    @Test
    void greedyRolloutsAreAllTheSame() {
        sizes = new RecipeParts.Sizes(8, 0, 1, 1, 0);
        assertThat(problem()).startsWith("rollout.temperature is 0: responses to a prompt would all be the same.");
    }

    @Test
    void theMeasureReadsNothingThatOnlyTrainingComputes() {
        measure = new RecipeParts.Measure("evaluation.reward", EXACT, Requirements.streams(TokenStream.ENTROPY));
        assertThat(problem())
                .isEqualTo("evaluation.reward can't measure held-out problems: it reads [entropy], which only training"
                        + " computes. Name another reward under evaluation.reward.");
    }

    @Test
    void theMeasureJudgesResponsesOneByOne() {
        measure = new RecipeParts.Measure("rewards[0]", EXACT, Requirements.NONE.groupsOf(2));
        assertThat(problem())
                .startsWith("rewards[0] can't measure held-out problems: it compares responses with each other");
    }

    @Test
    void theMeasureDoesNotBuildOnItself() {
        measure = new RecipeParts.Measure("rewards[0]", new Echo(new RunServices.Measuring()), Requirements.NONE);
        assertThat(problem())
                .startsWith("rewards[0] can't measure held-out problems: it builds on the reward that measures");
    }

    @Test
    void theMeasureNeedsItsFieldsInHeldOutProblems() {
        measure = new RecipeParts.Measure("rewards[0]", EXACT, Requirements.fields("unit"));
        assertThat(problem()).startsWith("rewards[0] reads the field 'unit', but example 'bare' of data.evaluation");
    }

    @Test
    void allProblemsAreToldAtOnce() {
        requirements.put("optimizer", Requirements.NONE.groupsOf(9));
        requirements.put("regularizers[0]", Requirements.rewards("format"));
        sizes = new RecipeParts.Sizes(8, 0, 1, 1, 0);
        assertThat(problem().lines()).hasSize(3);
    }
}
