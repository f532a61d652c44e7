package org.reason4j.sampler.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.sampler.RolloutEngine;
import org.reason4j.api.sampler.RolloutPlan;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.sampler.RolloutSettings;
import org.reason4j.api.sampler.SamplingStep;
import org.reason4j.api.track.RunInfo;
import org.reason4j.testkit.Characters;
import org.reason4j.testkit.MarkovEngine;
import org.reason4j.testkit.RecordedMetrics;

/** Responses of a chain of characters: {@code t} thinks on, {@code :} ends thinking, {@code a} answers, {@code $} ends. */
class LengthInterruptionTest {

    private static final Prompt PROMPT = Prompt.of("p", List.of(), new int[] {'q', '?'});

    private final RecordedMetrics metrics = new RecordedMetrics();

    private record Step(List<Prompt> prompts, int groupSize, SamplingParams params, RolloutEngine rollouts, int number)
            implements SamplingStep {}

    private record Run(long seed) implements RunInfo {

        @Override
        public String name() {
            return "test";
        }

        @Override
        public Path directory() {
            return Path.of("run");
        }

        @Override
        public int steps() {
            return 3;
        }

        @Override
        public String recipe() {
            return "";
        }
    }

    private LengthInterruption sampler(LengthInterruptionConfig config, long seed) {
        RolloutSettings rollout = RolloutSettings.of(4, SamplingParams.of(64));
        return new LengthInterruption(config, new Characters(), rollout, new Run(seed), metrics);
    }

    private List<Group> sample(LengthInterruptionConfig config, int groupSize, RolloutEngine engine, int step) {
        SamplingParams params = SamplingParams.of(64).withTemperature(0.9);
        return sampler(config, 7).sample(new Step(List.of(PROMPT), groupSize, params, engine, step));
    }

    /** After each character always the same one. */
    private static MarkovEngine chain(String... successions) {
        Map<Character, Map<Character, Double>> chain = new HashMap<>();
        for (String succession : successions) {
            chain.put(succession.charAt(0), Map.of(succession.charAt(1), 1.0));
        }
        return new MarkovEngine(1, chain);
    }

    @Test
    void theWorkedExampleIsReproduced() throws IOException {
        JsonNode vector = vector("scalerl-interruption");
        int budget = vector.at("/inputs/budget").asInt();
        int answer = vector.at("/params/answer_budget").asInt();
        assertThat(vector.at("/inputs/interruption_tokens").asInt()).isEqualTo(2);
        LengthInterruptionConfig config = new LengthInterruptionConfig(budget, budget, answer, "#:", ":");

        Trajectory response = sample(config, 1, chain("?t", "tt", ":a", "aa"), 1)
                .get(0)
                .trajectories()
                .get(0);

        assertThat(response.text()).isEqualTo("tttt#:aaa");
        List<Integer> mask = new ArrayList<>();
        for (boolean learned : response.learned()) {
            mask.add(learned ? 1 : 0);
        }
        List<Integer> expected = new ArrayList<>();
        vector.at("/expected/mask_after_prompt").forEach(one -> expected.add(one.asInt()));
        assertThat(mask).isEqualTo(expected);
        assertThat(response.learnedTokens()).isEqualTo(7);
        assertThat(response.finish()).isEqualTo(Finish.LENGTH);
        assertThat(response.params().orElseThrow().maxTokens()).isEqualTo(64);
        assertThat(metrics.values()).containsEntry("interruption/ratio", 1.0).containsEntry("interruption/budget", 4.0);
    }

    @Test
    void whatWasSampledKeepsItsLogProbabilitiesAndThePhraseHasNone() {
        // t follows t with chance 3/4, a follows : with 1/2; the phrase has neither mask nor number
        MarkovEngine engine = new MarkovEngine(
                3,
                Map.of(
                        '?', Map.of('t', 1.0),
                        't', Map.of('t', 0.75, 'u', 0.25),
                        'u', Map.of('t', 0.75, 'u', 0.25),
                        ':', Map.of('a', 0.5, 'b', 0.5),
                        'a', Map.of('a', 0.5, 'b', 0.5),
                        'b', Map.of('a', 0.5, 'b', 0.5)));
        LengthInterruptionConfig config = new LengthInterruptionConfig(3, 3, 2, "#:", ":");
        for (Trajectory response : sample(config, 4, engine, 1).get(0).trajectories()) {
            float[] logprobs = response.stream(TokenStream.BEHAVIOUR_LOGPROBS);
            assertThat(logprobs[0]).isZero(); // certain
            for (int t : new int[] {1, 2}) {
                assertThat(logprobs[t]).isEqualTo((float) Math.log(response.token(t) == 't' ? 0.75 : 0.25));
            }
            assertThat(response.learned()).containsExactly(true, true, true, false, false, true, true);
            assertThat(logprobs[3]).isZero();
            assertThat(logprobs[4]).isZero();
            assertThat(logprobs[5]).isEqualTo((float) Math.log(0.5));
        }
    }

    @Test
    void aResponseThatEndsWithinItsBudgetIsLeftAlone() {
        LengthInterruptionConfig config = new LengthInterruptionConfig(4, 4, 3, "#:", ":");
        Trajectory response = sample(config, 1, chain("?:", ":a", "a$"), 1)
                .get(0)
                .trajectories()
                .get(0);

        assertThat(response.text()).isEqualTo(":a");
        assertThat(response.finish()).isEqualTo(Finish.STOP);
        assertThat(response.learnedTokens()).isEqualTo(3);
        assertThat(metrics.values()).containsEntry("interruption/ratio", 0.0);
    }

    @Test
    void aResponseThatHasEndedItsThinkingGoesOnWithoutThePhrase() {
        LengthInterruptionConfig config = new LengthInterruptionConfig(4, 4, 3, "#:", ":");
        Trajectory response = sample(config, 1, chain("?t", "t:", ":a", "aa"), 1)
                .get(0)
                .trajectories()
                .get(0);

        assertThat(response.text()).isEqualTo("t:aaaaa"); // four tokens and three
        assertThat(response.learnedTokens()).isEqualTo(7);
        assertThat(metrics.values()).containsEntry("interruption/ratio", 0.0);
    }

    @Test
    void budgetsAreDrawnForEveryResponseByTheSeedTheStepAndThePrompt() {
        LengthInterruptionConfig config = new LengthInterruptionConfig(2, 9, 1, "#:", ":");
        List<Integer> first = budgets(config, 1);
        assertThat(budgets(config, 1)).isEqualTo(first);
        assertThat(budgets(config, 2)).isNotEqualTo(first);
        assertThat(new TreeSet<>(first)).containsExactly(2, 3, 4, 5, 6, 7, 8, 9); // of 200 draws
    }

    private List<Integer> budgets(LengthInterruptionConfig config, int step) {
        return sample(config, 200, chain("?t", "tt", ":a", "aa"), step).get(0).trajectories().stream()
                .map(response -> response.text().indexOf('#'))
                .toList();
    }

    @Test
    void aRecipeWhoseResponsesAreTooShortIsRefused() {
        assertThatThrownBy(() -> sampler(new LengthInterruptionConfig(40, 60, 3, "#:", ":"), 7))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("60 + 2 + 3 = 65 tokens, but rollout.maxTokens is 64. Set it to at least 65");
        assertThatThrownBy(() -> new LengthInterruptionConfig(5, 4, 3, "#:", ":"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("got 5 and 4");
    }

    @Test
    void anEnvironmentIsRefused() {
        LengthInterruptionConfig config = new LengthInterruptionConfig(2, 2, 1, "#:", ":");
        MarkovEngine engine = chain("?t", "tt", ":a", "aa");
        RolloutEngine withTurns = new RolloutEngine() {
            @Override
            public List<Trajectory> generate(List<RolloutRequest> requests) {
                return engine.generate(requests);
            }

            @Override
            public List<List<Trajectory>> generatePlans(List<? extends RolloutPlan> plans) {
                List<Trajectory> written = generate(plans.get(0).next(List.of())).stream()
                        .map(one -> one.with(TokenStream.TURN_REWARDS, new float[one.length()]))
                        .toList();
                plans.get(0).next(written);
                return List.of(written);
            }
        };
        assertThatThrownBy(() -> sample(config, 1, withTurns, 1))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("does not go with an environment");
    }

    @Test
    void theJarAnnouncesItsPlugin() {
        assertThat(ServiceLoader.load(Plugin.class)).hasExactlyElementsOfTypes(BudgetPlugin.class);
    }
}
