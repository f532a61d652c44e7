package org.reason4j.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.sampler.RolloutPlan;
import org.reason4j.api.sampler.RolloutRequest;

class MarkovEngineTest {

    private static final long SEED = 5;
    private static final Prompt PROMPT = Prompt.of("p", List.of(), new int[] {'?'});
    private static final Map<Character, Map<Character, Double>> CHAIN =
            Map.of('?', Map.of('a', 0.25, 'b', 0.75), 'a', Map.of('$', 1.0), 'b', Map.of('b', 1.0));

    private final MarkovEngine engine = new MarkovEngine(SEED, CHAIN);

    @Test
    void charactersComeAsOftenAsTheChainSays() {
        List<Trajectory> written = engine.generate(requests(10_000, 1));
        double share = written.stream().filter(one -> one.text().equals("a")).count() / 10_000.0;
        assertThat(share).as("seed %s", SEED).isCloseTo(0.25, within(0.022)); // five standard errors of 0.00433
        assertThat(engine.asked()).hasSize(10_000);
    }

    @Test
    void aResponseEndsAtItsEndOrAtTheLimit() {
        Trajectory ended = written("a");
        assertThat(ended.response()).containsExactly('a', '$');
        assertThat(ended.finish()).isEqualTo(Finish.STOP);
        assertThat(ended.stream(TokenStream.BEHAVIOUR_LOGPROBS))
                .containsExactly(new float[] {(float) Math.log(0.25), 0}, within(1e-6f));
        Trajectory cut = written("bbb");
        assertThat(cut.finish()).isEqualTo(Finish.LENGTH);
        assertThat(cut.learned()).containsExactly(true, true, true);
    }

    @Test
    void aDrawDependsOnSeedSampleAndPositionAlone() {
        List<Trajectory> all = engine.generate(requests(50, 3));
        List<Trajectory> reversed = engine.generate(
                IntStream.range(0, 50).map(i -> 49 - i).mapToObj(this::request).toList());
        for (int i = 0; i < 50; i++) {
            assertThat(reversed.get(49 - i).text()).isEqualTo(all.get(i).text());
        }
        assertThat(new MarkovEngine(SEED + 1, CHAIN).generate(requests(50, 3)))
                .extracting(Trajectory::text)
                .isNotEqualTo(all.stream().map(Trajectory::text).toList());
    }

    @Test
    void textsOfASeedStayTheSame() {
        // draws below 0.5 write 'a': 0.01, 0.44, 0.99, 0.78, 0.23, 0.95, 0.68, 0.12
        Map<Character, Double> fair = Map.of('a', 0.5, 'b', 0.5);
        MarkovEngine coin = new MarkovEngine(11, Map.of('?', fair, 'a', fair, 'b', fair));
        RolloutRequest request = RolloutRequest.of(PROMPT, 2, SamplingParams.of(8));
        assertThat(coin.generate(List.of(request)).get(0).text()).isEqualTo("aabbabba");
    }

    @Test
    void aPlanGoesOnFromWhatItWasGiven() {
        RolloutPlan fork = new RolloutPlan() {
            private boolean begun;

            @Override
            public List<RolloutRequest> next(List<Trajectory> written) {
                if (begun) {
                    return written.size() == 1
                            ? List.of(RolloutRequest.branch(written.get(0), 1, 1, SamplingParams.of(2)), request(2))
                            : List.of();
                }
                begun = true;
                return List.of(request(0));
            }

            @Override
            public long maxTokens() {
                return 9;
            }
        };
        List<Trajectory> written = engine.generatePlans(List.of(fork)).get(0);
        assertThat(written).extracting(Trajectory::sample).containsExactly(0, 1, 2);
        assertThat(written.get(1).response()[0]).isEqualTo(written.get(0).response()[0]);
        assertThat(written.get(1).isLearned(0)).isFalse();
    }

    @Test
    void aCharacterThatNothingFollowsIsRefused() {
        MarkovEngine silent = new MarkovEngine(SEED, Map.of('x', Map.of('$', 1.0)));
        assertThatThrownBy(() -> silent.generate(requests(1, 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The chain has no successor of '?'");
    }

    private Trajectory written(String text) {
        return engine.generate(requests(50, 3)).stream()
                .filter(one -> one.text().equals(text))
                .findFirst()
                .orElseThrow();
    }

    private static List<RolloutRequest> requests(int samples, int maxTokens) {
        return IntStream.range(0, samples)
                .mapToObj(sample -> RolloutRequest.of(PROMPT, sample, SamplingParams.of(maxTokens)))
                .toList();
    }

    private RolloutRequest request(int sample) {
        return RolloutRequest.of(PROMPT, sample, SamplingParams.of(3));
    }
}
