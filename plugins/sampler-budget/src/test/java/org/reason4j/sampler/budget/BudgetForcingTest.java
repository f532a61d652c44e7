package org.reason4j.sampler.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reason4j.testkit.Vectors.vector;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.sampler.RolloutEngine;
import org.reason4j.api.sampler.RolloutPlan;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.sampler.RolloutSettings;
import org.reason4j.api.sampler.SamplingStep;
import org.reason4j.testkit.Characters;
import org.reason4j.testkit.MarkovEngine;
import org.reason4j.testkit.RecordedMetrics;

/**
 * Responses of a chain of characters: {@code t} and {@code u} think, {@code :} ends thinking, {@code a} answers, {@code $} ends;
 * {@code W} makes thinking go on.
 */
class BudgetForcingTest {

    private static final Prompt PROMPT = Prompt.of("p", List.of(), new int[] {'q', '?'});

    private final RecordedMetrics metrics = new RecordedMetrics();

    private record Step(List<Prompt> prompts, int groupSize, SamplingParams params, RolloutEngine rollouts)
            implements SamplingStep {

        @Override
        public int number() {
            return 1;
        }
    }

    private static BudgetForcingConfig config(int budget, int continuations, int answer) {
        return new BudgetForcingConfig(budget, "", continuations, "W", ":", "#:", answer);
    }

    private BudgetForcing sampler(BudgetForcingConfig config) {
        return new BudgetForcing(config, new Characters(), RolloutSettings.of(4, SamplingParams.of(64)), metrics);
    }

    private Trajectory response(BudgetForcingConfig config, RolloutEngine engine) {
        return responses(config, engine, PROMPT, 1).get(0);
    }

    private List<Trajectory> responses(BudgetForcingConfig config, RolloutEngine engine, Prompt prompt, int count) {
        SamplingParams params = SamplingParams.of(64).withTemperature(0.9);
        return sampler(config)
                .sample(new Step(List.of(prompt), count, params, engine))
                .get(0)
                .trajectories();
    }

    /** After each character always the same one. */
    private static MarkovEngine chain(String... successions) {
        Map<Character, Map<Character, Double>> chain = new HashMap<>();
        for (String succession : successions) {
            chain.put(succession.charAt(0), Map.of(succession.charAt(1), 1.0));
        }
        return new MarkovEngine(1, chain);
    }

    private static String learned(Trajectory response) {
        StringBuilder mask = new StringBuilder();
        for (boolean one : response.learned()) {
            mask.append(one ? '1' : '0');
        }
        return mask.toString();
    }

    @Test
    void theWorkedExampleIsReproduced() throws IOException {
        JsonNode vector = vector("budget-forcing");
        int budget = vector.at("/params/max_think").asInt();
        int continuations = vector.at("/params/num_ignore").asInt();
        Map<String, Forcing> names = Map.of(
                "suppress_and_append_Wait", Forcing.CONTINUE,
                "accept_end", Forcing.ACCEPT,
                "append_end_think_and_final_answer", Forcing.STOP,
                "continue", Forcing.NONE);
        List<Forcing> actions = new ArrayList<>();
        for (JsonNode one : vector.at("/inputs/cases")) {
            actions.add(Forcing.at(
                    one.get("event").asText().equals("end_think"),
                    one.get("tokens").asInt(),
                    one.get("ignored").asInt(),
                    budget,
                    continuations));
        }
        List<Forcing> expected = new ArrayList<>();
        vector.at("/expected/action").forEach(action -> expected.add(names.get(action.asText())));
        assertThat(actions).isEqualTo(expected).doesNotContainNull();
    }

    @Test
    void theFirstEndOfThinkingIsReplacedAndTheSecondAccepted() {
        // t t : would end; instead t u W t u : and the answer
        Trajectory response = response(config(20, 1, 4), chain("?t", "tu", "u:", "Wt", ":a", "aa"));
        assertThat(response.text()).isEqualTo("tuWtu:aaaa");
        assertThat(learned(response)).isEqualTo("1101111111");
        assertThat(response.finish()).isEqualTo(Finish.LENGTH);
        assertThat(response.params().orElseThrow().stop()).isEmpty();
        assertThat(metrics.of("forcing/continued")).isEqualTo(1);
        assertThat(metrics.of("forcing/stopped")).isZero();
        assertThat(metrics.of("forcing/thinking_tokens")).isEqualTo(5);
    }

    @Test
    void aBudgetThatIsUsedUpEndsThinking() {
        Trajectory response = response(config(4, 1, 2), chain("?t", "tt", ":a", "aa"));
        assertThat(response.text()).isEqualTo("tttt#:aa");
        assertThat(learned(response)).isEqualTo("11110011");
        assertThat(metrics.of("forcing/stopped")).isEqualTo(1);
        assertThat(metrics.of("forcing/continued")).isZero();
    }

    @Test
    void theBudgetCountsThinkingThatWasForcedOn() {
        MarkovEngine engine = chain("?t", "tu", "u:", "Wt", ":a", "aa");
        assertThat(response(config(5, 9, 2), engine).text()).isEqualTo("tuWtu#:aa"); // 2 + 1 + 2
        assertThat(response(config(6, 9, 2), engine).text()).isEqualTo("tuWtu#:aa"); // no room for W and a token
        assertThat(response(config(7, 9, 2), engine).text()).isEqualTo("tuWtuWt#:aa");
    }

    @Test
    void aResponseThatEndsWithoutClosingItsThinkingThinksOnToo() {
        Trajectory response = response(config(9, 1, 2), chain("?t", "t$", "Wu", "u:", ":a", "aa"));
        assertThat(response.text()).isEqualTo("tWu:aa");
        Trajectory second = response(config(9, 1, 2), chain("?t", "t$", "Wt", ":a", "aa"));
        assertThat(second.text()).isEqualTo("tWt"); // the second end is accepted, and there is no answer
        assertThat(second.finish()).isEqualTo(Finish.STOP);
        assertThat(learned(second)).isEqualTo("1011");
    }

    @Test
    void withoutContinuationsThinkingEndsWhereItEnds() {
        Trajectory response = response(config(9, 0, 3), chain("?t", "t:", ":a", "a$"));
        assertThat(response.text()).isEqualTo("t:a");
        assertThat(response.finish()).isEqualTo(Finish.STOP);
        assertThat(learned(response)).isEqualTo("1111");
    }

    @Test
    void whatWasSampledKeepsItsLogProbabilitiesAndWhatWasInsertedHasNone() {
        Map<Character, Double> think = Map.of('t', 0.5, 'u', 0.25, ':', 0.25);
        MarkovEngine engine = new MarkovEngine(
                3,
                Map.of(
                        '?',
                        think,
                        't',
                        think,
                        'u',
                        think,
                        'W',
                        think,
                        ':',
                        Map.of('a', 0.5, 'b', 0.5),
                        'a',
                        Map.of('$', 1.0),
                        'b',
                        Map.of('$', 1.0)));
        int inserted = 0;
        for (Trajectory response : responses(config(8, 2, 2), engine, PROMPT, 40)) {
            float[] logprobs = response.stream(TokenStream.BEHAVIOUR_LOGPROBS);
            for (int t = 0; t < response.length(); t++) {
                char token = (char) response.token(t);
                boolean sampled = response.isLearned(t);
                inserted += sampled ? 0 : 1;
                double chance = switch (token) {
                    case 't', 'a', 'b' -> 0.5;
                    case 'u', ':' -> 0.25;
                    default -> 1;
                };
                assertThat(logprobs[t]).isEqualTo(sampled ? (float) Math.log(chance) : 0);
            }
        }
        assertThat(inserted).isPositive();
    }

    @Test
    void anExampleCanHaveItsOwnBudget() {
        BudgetForcingConfig config = new BudgetForcingConfig(6, "thinking", 0, "W", ":", "#:", 1);
        MarkovEngine engine = chain("?t", "tt", ":a", "aa");
        assertThat(responses(config, engine, PROMPT.withFields(Map.of("thinking", 3)), 1)
                        .get(0)
                        .text())
                .isEqualTo("ttt#:a");
        assertThat(responses(config, engine, PROMPT.withFields(Map.of("thinking", "99")), 1)
                        .get(0)
                        .text())
                .isEqualTo("tttttt#:a");
        assertThat(sampler(config).requirements()).isEqualTo(Requirements.fields("thinking"));
        assertThatThrownBy(() -> responses(config, engine, PROMPT.withFields(Map.of("thinking", "long")), 1))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("The field 'thinking' of prompt 'p' is 'long', expected a number of tokens");
    }

    @Test
    void whatAPlanKeepsIsWithinWhatItAnnounces() {
        Map<Character, Double> think = Map.of('t', 0.4, 'u', 0.2, ':', 0.2, '$', 0.2);
        MarkovEngine engine = new MarkovEngine(
                11,
                Map.of('?', think, 't', think, 'u', think, 'W', think, ':', Map.of('a', 1.0), 'a', Map.of('$', 1.0)));
        for (int sample = 0; sample < 60; sample++) {
            RolloutRequest request = RolloutRequest.of(PROMPT, sample, SamplingParams.of(64));
            BudgetForcingConfig config = config(7, 3, 2);
            ForcedResponse plan = new ForcedResponse(
                    request,
                    config,
                    new ForcedResponse.Texts(new int[] {'W'}, new int[] {'#', ':'}),
                    new Characters(),
                    7);
            assertThat(kept(plan, engine)).as("seed 11, sample %s", sample).isLessThanOrEqualTo(plan.maxTokens());
        }
    }

    /** Tokens that are kept, each beginning counted once: the longest path and what was cut off from it. */
    private static long kept(ForcedResponse plan, MarkovEngine engine) {
        Set<List<Integer>> beginnings = new HashSet<>();
        List<RolloutRequest> round = plan.next(List.of());
        while (!round.isEmpty()) {
            Trajectory written = engine.generate(round).get(0);
            int length =
                    plan.keeps(round.get(0)) ? written.length() : round.get(0).prefix().length;
            List<Integer> tokens = new ArrayList<>();
            for (int t = 0; t < length; t++) {
                tokens.add(written.token(t));
                beginnings.add(List.copyOf(tokens));
            }
            round = plan.next(List.of(written));
        }
        return beginnings.size();
    }

    @Test
    void anEnvironmentIsRefused() {
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
        assertThatThrownBy(() -> response(config(2, 0, 1), withTurns))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("Sampler 'budget-forcing' does not go with an environment");
    }

    @Test
    void aRecipeWhoseResponsesAreTooShortIsRefused() {
        assertThatThrownBy(() -> sampler(config(60, 1, 3)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("60 + 2 + 3 = 65 tokens, but rollout.maxTokens is 64. Set it to at least 65");
        assertThatThrownBy(() -> new BudgetForcingConfig(5, "", 1, "", ":", "#:", 1))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("budget-forcing.continuation is empty");
    }
}
