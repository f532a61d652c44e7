package org.reason4j.reward.generative.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.testkit.Vectors.matrix;
import static org.reason4j.testkit.Vectors.row;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.LossAggregation;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.optimizer.ClippedObjective;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.sampler.RolloutEngine;
import org.reason4j.api.sampler.RolloutPlan;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.sampler.RolloutSettings;
import org.reason4j.api.sampler.SamplingStep;
import org.reason4j.api.track.RunInfo;
import org.reason4j.reward.generative.reference.AnswerTermConfig.Weight;
import org.reason4j.reward.generative.reference.VeriFreeConfig.Value;
import org.reason4j.testkit.Batch;
import org.reason4j.testkit.Characters;
import org.reason4j.testkit.RecordedMetrics;
import org.reason4j.testkit.subject.Samples;
import org.reason4j.testkit.subject.Services;

/** Answers stand between {@code [} and {@code ]}, and nothing follows them. */
class VeriFreeTest {

    private static final AnswerConfig BRACKETS = new AnswerConfig("answer", "[", "", "]", false);
    private static final Prompt PROMPT = Samples.prompt("p", "q").withFields(Map.of("answer", "7"));

    @TempDir
    Path directory;

    private final RecordedMetrics metrics = new RecordedMetrics();
    private final ScriptedPolicy policy = new ScriptedPolicy();

    private VeriFree reward(Value value) {
        return new VeriFree(
                new VeriFreeConfig(BRACKETS, value, -20),
                new Characters(),
                policy,
                RolloutSettings.of(4, SamplingParams.of(64)),
                metrics);
    }

    private static double[] values(List<Score> scores) {
        return scores.stream()
                .mapToDouble(score -> ((Score.Value) score).value())
                .toArray();
    }

    /** A policy whose log-probabilities of {@code 7} and {@code ]} are those of the worked example. */
    private void example(JsonNode vector) {
        policy.says("ab[7]", row(vector.at("/inputs/answer_logp/0")));
        policy.says("c[7]", row(vector.at("/inputs/answer_logp/1")));
    }

    @Test
    void theRewardsOfTheWorkedExampleAreReproduced() throws IOException {
        JsonNode vector = vector("verifree");
        example(vector);
        Group group = Samples.group(PROMPT, "ab[6]", "c[7]");
        assertThat(values(reward(Value.PROBABILITY).score(group)))
                .containsExactly(row(vector.at("/expected/reward")), within(1e-5));
        assertThat(values(reward(Value.LOG_PROBABILITY).score(group)))
                .containsExactly(new double[] {-0.3, -1.9}, within(1e-5));
        assertThat(policy.texts()).containsExactly("ab[7]", "c[7]", "ab[7]", "c[7]");
    }

    @Test
    void withoutAPlaceOrAnEndTheProbabilityIsNothing() {
        Trajectory cut =
                Trajectory.sampled(PROMPT, 1, "ab[7".chars().toArray(), "ab[7", Finish.LENGTH, 0, SamplingParams.of(4));
        Group group = Group.of(PROMPT, List.of(Samples.response(PROMPT, 0, "seven"), cut));
        assertThat(values(reward(Value.PROBABILITY).score(group))).containsExactly(0, 0);
        assertThat(values(reward(Value.LOG_PROBABILITY).score(group))).containsExactly(-20, -20);
        assertThat(metrics.of("verifree/missing")).isEqualTo(1);
    }

    private ReferenceSampler sampler(String recipe) {
        RunInfo run = (RunInfo) Services.standard(directory).all().get(RunInfo.class);
        RunInfo told = new RunInfo() {
            @Override
            public String name() {
                return run.name();
            }

            @Override
            public Path directory() {
                return run.directory();
            }

            @Override
            public int steps() {
                return run.steps();
            }

            @Override
            public long seed() {
                return run.seed();
            }

            @Override
            public String recipe() {
                return recipe;
            }
        };
        return new ReferenceSampler(BRACKETS, new Characters(), policy, told);
    }

    private record Step(List<Prompt> prompts, int groupSize, SamplingParams params, RolloutEngine rollouts)
            implements SamplingStep {
        @Override
        public int number() {
            return 1;
        }
    }

    /** An engine that writes these responses, whose behaviour log-probabilities are -1. */
    private static RolloutEngine writing(String... texts) {
        return new RolloutEngine() {
            @Override
            public List<Trajectory> generate(List<RolloutRequest> requests) {
                return IntStream.range(0, texts.length)
                        .mapToObj(i -> {
                            Trajectory one = Samples.response(PROMPT, i, texts[i]);
                            float[] behaviour = new float[one.length()];
                            Arrays.fill(behaviour, -1);
                            float[] versions = new float[one.length()];
                            Arrays.fill(versions, one.policyVersion().orElseThrow());
                            return one.with(TokenStream.BEHAVIOUR_LOGPROBS, behaviour)
                                    .with(TokenStream.POLICY_VERSION, versions);
                        })
                        .toList();
            }

            @Override
            public List<List<Trajectory>> generatePlans(List<? extends RolloutPlan> plans) {
                throw new IllegalStateException("no plans here");
            }
        };
    }

    private List<Trajectory> sample(int maxTokens, String... texts) {
        Step step = new Step(List.of(PROMPT), texts.length, SamplingParams.of(maxTokens), writing(texts));
        return sampler("training: {staleness: 0}").sample(step).get(0).trajectories();
    }

    @Test
    void theSamplerPutsTheReferenceInPlaceOfTheAnswer() throws IOException {
        example(vector("verifree"));
        List<Trajectory> written = sample(64, "ab[666]", "none");
        Trajectory answered = written.get(0);
        assertThat(answered.text()).isEqualTo("ab[7]");
        assertThat(answered.learned()).containsOnly(true);
        assertThat(answered.stream(ReferenceSampler.REFERENCE)).containsExactly(0, 0, 0, 1, 1);
        assertThat(answered.stream(TokenStream.BEHAVIOUR_LOGPROBS))
                .containsExactly(new float[] {-1, -1, -1, -0.1f, -0.2f}, within(1e-6f));
        assertThat(answered.stream(TokenStream.POLICY_VERSION))
                .containsOnly(3); // no token counts as older than the policy
        assertThat(written.get(1).text()).isEqualTo("none");
        assertThat(written.get(1).stream(ReferenceSampler.REFERENCE)).containsOnly(0);
    }

    @Test
    void aResponseThatWouldBeTooLongStaysAsItIs() {
        assertThat(sample(4, "ab[6]").get(0).text()).isEqualTo("ab[6]");
    }

    @Test
    void aPolicyThatLearnsMeanwhileIsRefused() {
        assertThatThrownBy(() -> sampler("training:\n  staleness: 2\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("Set training.staleness to 0.");
    }

    /** The worked example: three and two tokens of reasoning, then two of the answer; advantages by leave-one-out. */
    private static List<Credit> credits(JsonNode vector, Weight weight) {
        String[] texts = {"ab[7]", "c[7]"};
        double[] advantages = row(vector.at("/expected/advantage"));
        List<Credit> given = IntStream.range(0, 2)
                .mapToObj(i -> {
                    int[] tokens = texts[i].chars().toArray();
                    float[] marks = new float[tokens.length];
                    Arrays.fill(marks, tokens.length - 2, tokens.length, 1);
                    return Credit.constant(
                            Trajectory.sampled(PROMPT, i, tokens, texts[i], Finish.STOP, 0, SamplingParams.of(8))
                                    .with(ReferenceSampler.REFERENCE, marks)
                                    .with(TokenStream.OLD_LOGPROBS, logprobs(vector, i)),
                            advantages[i]);
                })
                .toList();
        return new AnswerTerm(new AnswerTermConfig(weight)).shape(given);
    }

    private static float[] logprobs(JsonNode vector, int i) {
        float[] think = matrix(vector.at("/inputs/think_logp"))[i];
        float[] answer = matrix(vector.at("/inputs/answer_logp"))[i];
        float[] all = Arrays.copyOf(think, i == 0 ? 5 : 4);
        System.arraycopy(answer, 0, all, all.length - 2, 2);
        return all;
    }

    @Test
    void theGradientOfTheWorkedExampleIsReproduced() throws IOException {
        JsonNode vector = vector("verifree");
        Batch.Result result = gradient(vector, credits(vector, Weight.PROBABILITY));
        float[][] think = matrix(vector.at("/expected/dloss_dthink"));
        float[][] answer = matrix(vector.at("/expected/dloss_danswer_weight=reward"));
        assertThat(result.gradient()[0])
                .containsExactly(
                        new float[] {think[0][0], think[0][1], think[0][2], answer[0][0], answer[0][1]}, within(1e-5f));
        assertThat(Arrays.copyOf(result.gradient()[1], 4))
                .containsExactly(new float[] {think[1][0], think[1][1], answer[1][0], answer[1][1]}, within(1e-5f));
        assertThat(loss(vector, result))
                .isCloseTo(
                        vector.get("expected").get("loss_answer_weight=reward").asDouble(), within(1e-5));
    }

    @Test
    void withoutTheShaperTheAdvantageStandsOnTheAnswerToo() throws IOException {
        JsonNode vector = vector("verifree");
        double[] advantages = row(vector.at("/expected/advantage"));
        List<Credit> plain = IntStream.range(0, 2)
                .mapToObj(
                        i -> Credit.constant(credits(vector, Weight.ONE).get(i).trajectory(), advantages[i]))
                .toList();
        Batch.Result result = gradient(vector, plain);
        float[][] answer = matrix(vector.at("/expected/dloss_danswer_weight=advantage"));
        assertThat(Arrays.copyOfRange(result.gradient()[0], 3, 5)).containsExactly(answer[0], within(1e-5f));
        assertThat(loss(vector, result))
                .isCloseTo(
                        vector.get("expected")
                                .get("loss_answer_weight=advantage")
                                .asDouble(),
                        within(1e-5));
    }

    @Test
    void theLogarithmsTermHasTheWeightOne() throws IOException {
        List<Credit> credits = credits(vector("verifree"), Weight.ONE);
        assertThat(Arrays.copyOfRange(credits.get(1).advantages(), 2, 4)).containsExactly(1, 1);
        assertThat(new AnswerTerm(new AnswerTermConfig(Weight.ONE))
                        .requirements()
                        .streams())
                .containsExactly(ReferenceSampler.REFERENCE);
    }

    /** The clipped objective at ratio 1, token sums per row and a mean over rows. */
    private static Batch.Result gradient(JsonNode vector, List<Credit> credits) {
        ClippedObjective objective = ClippedObjective.of(0.2, 0.2, LossAggregation.SEQ_MEAN_TOKEN_SUM);
        Batch batch = Batch.of(
                TokenStream.LOGPROBS,
                credits,
                Map.of(TokenStream.LOGPROBS, one -> one.stream(TokenStream.OLD_LOGPROBS)));
        return batch.evaluate((TokenBatch tensors, ai.djl.ndarray.NDArray leaf) -> objective.loss(tensors));
    }

    /** The loss {@code -A ln pi}, which is linear in the log-probabilities: their product with the gradient. */
    private static double loss(JsonNode vector, Batch.Result result) {
        double loss = 0;
        for (int i = 0; i < 2; i++) {
            float[] logprobs = logprobs(vector, i);
            for (int t = 0; t < logprobs.length; t++) {
                loss += result.gradient()[i][t] * logprobs[t];
            }
        }
        return loss;
    }
}
