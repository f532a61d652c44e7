package org.reason4j.core.trainer.experience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.PluginException;
import org.reason4j.api.sampler.RolloutEngine;
import org.reason4j.api.sampler.RolloutPlan;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.core.trainer.components.Schedules;

class ScheduledEngineTest {

    private static final Prompt PROMPT = Prompt.of("p", List.of(), new int[] {1});
    private static final SamplingParams PARAMS = SamplingParams.of(10);

    private final List<RolloutRequest> asked = new ArrayList<>();

    /** Notes requests and writes nothing; a plan has one round. */
    private final RolloutEngine engine = new RolloutEngine() {
        @Override
        public List<Trajectory> generate(List<RolloutRequest> requests) {
            asked.addAll(requests);
            return List.of();
        }

        @Override
        public List<List<Trajectory>> generatePlans(List<? extends RolloutPlan> plans) {
            for (RolloutPlan plan : plans) {
                List<RolloutRequest> round = plan.next(List.of());
                asked.addAll(round);
                round.forEach(request -> assertThat(plan.keeps(request)).isTrue());
            }
            return List.of();
        }
    };

    /** A plan of one request that recognizes it. */
    private record OneRequest(RolloutRequest request) implements RolloutPlan {
        @Override
        public List<RolloutRequest> next(List<Trajectory> written) {
            return List.of(request);
        }

        @Override
        public boolean keeps(RolloutRequest other) {
            return other == request;
        }

        @Override
        public long maxTokens() {
            return 10;
        }
    }

    private ScheduledEngine with(Schedules.Rule... rules) {
        return new ScheduledEngine(engine, List.of(rules), 12, "sampler 's'");
    }

    private static RolloutRequest request(SamplingParams params) {
        return RolloutRequest.of(PROMPT, 3, params);
    }

    @Test
    void rulesApplyInTheirOrderToEveryRequest() {
        Schedules.Rule half = new Schedules.Rule(
                "half",
                request -> request.params().withTemperature(request.params().temperature() / 2));
        Schedules.Rule less = new Schedules.Rule(
                "less",
                request -> request.params().withTemperature(request.params().temperature() - 0.1));
        with(half, less).generate(List.of(request(PARAMS)));
        with(half, less).generatePlans(List.of(new OneRequest(request(PARAMS))));

        // 1 / 2 - 0.1
        assertThat(asked).extracting(request -> request.params().temperature()).containsExactly(0.4, 0.4);
    }

    @Test
    void aGreedyRequestKeepsItsParameters() {
        with(new Schedules.Rule("hot", request -> request.params().withTemperature(2)))
                .generate(List.of(request(SamplingParams.greedy(10))));
        assertThat(asked).allMatch(request -> request.params().isGreedy());
    }

    @Test
    void aRequestThatIsTooLongNamesTheOneThatMadeIt() {
        RolloutRequest continued = request(PARAMS).withPrefix(new int[3]); // 3 + 10 > 12
        assertThatThrownBy(() -> with().generate(List.of(continued)))
                .isInstanceOf(PluginException.class)
                .hasMessageContaining(
                        "The request of sampler 's' for sample 3 of prompt 'p' has a prefix of 3 tokens and"
                                + " maxTokens 10, but rollout.maxTokens allows 12 together");

        Schedules.Rule longer =
                new Schedules.Rule("longer", request -> request.params().withMaxTokens(13));
        assertThatThrownBy(() -> with(longer).generate(List.of(request(PARAMS))))
                .isInstanceOf(PluginException.class)
                .hasMessageContaining("The request of longer for sample 3")
                .hasMessageContaining("maxTokens 13");
    }

    @Test
    void theRequestsOfAPlanGetNoLonger() {
        Schedules.Rule longer =
                new Schedules.Rule("longer", request -> request.params().withMaxTokens(12));
        assertThatThrownBy(() -> with(longer).generatePlans(List.of(new OneRequest(request(PARAMS)))))
                .isInstanceOf(PluginException.class)
                .hasMessageContaining("raise maxTokens from 10 to 12 for sample 3 of prompt 'p', a request of a plan");
    }
}
