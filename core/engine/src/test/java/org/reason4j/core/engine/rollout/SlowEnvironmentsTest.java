package org.reason4j.core.engine.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.reason4j.core.engine.rollout.Requests.letters;
import static org.reason4j.core.engine.rollout.Requests.logprobs;
import static org.reason4j.core.engine.rollout.Requests.request;
import static org.reason4j.core.engine.rollout.Requests.temperature;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.environment.Environment;
import org.reason4j.api.environment.Episode;
import org.reason4j.api.environment.TurnResult;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.model.Precision;
import org.reason4j.core.engine.model.TinyModels;

/** Sequences that leave their slots while the environment takes its time. */
class SlowEnvironmentsTest {

    private static final int SLOTS = 8;
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final int FAR = 1_000_000;

    @SuppressWarnings("NullAway.Init")
    private static LanguageModel model;

    @BeforeAll
    static void load() {
        model = Requests.model(TinyModels.LLAMA, Precision.FP32);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    /** A calculator some of whose answers wait for an event. */
    private static final class Waiting extends DigitSum {

        private final Map<String, CountDownLatch> held;
        private final CountDownLatch closed;
        private final CountDownLatch begins;

        Waiting(Map<String, CountDownLatch> held, CountDownLatch begins, CountDownLatch closed) {
            super(FAR);
            this.held = held;
            this.begins = begins;
            this.closed = closed;
        }

        @Override
        public Episode begin(Prompt prompt, int sample) throws Exception {
            Session session = (Session) super.begin(prompt, sample);
            begins.countDown();
            CountDownLatch event = held.get(prompt.id());
            return new Episode() {
                @Override
                public TurnResult answer(String turn) throws Exception {
                    if (event != null && !event.await(1, TimeUnit.MINUTES)) {
                        throw new IllegalStateException("the event did not come");
                    }
                    return session.answer(turn);
                }

                @Override
                public void close() {
                    if (event == null) {
                        closed.countDown();
                    }
                    session.close();
                }
            };
        }
    }

    private static Decoder decoder(Environment environment, int slots, Duration turnTime) {
        return new Decoder(
                model,
                letters(2),
                DecoderSettings.ofSlots(slots).withEnvironment(environment, 100, turnTime),
                42,
                1,
                done -> {});
    }

    private static List<RolloutRequest> requests(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> request("p" + i, 0, temperature(1, 90), TinyModels.tokens(3 + i % 7, i)))
                .toList();
    }

    private static void assertSame(List<Trajectory> found, List<Trajectory> expected) {
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.size(); i++) {
            Trajectory one = found.get(i);
            Trajectory other = expected.get(i);
            assertThat(one.finish()).as(one.toString()).isEqualTo(other.finish());
            assertThat(one.response()).isEqualTo(other.response());
            assertThat(one.text()).isEqualTo(other.text());
            assertThat(logprobs(one)).isEqualTo(logprobs(other));
            assertThat(one.stream(TokenStream.TURN_REWARDS)).isEqualTo(other.stream(TokenStream.TURN_REWARDS));
        }
    }

    @Test
    void aTrajectoryIsTheSameWhetherItLeftItsSlotOrNot() {
        List<RolloutRequest> requests = requests(32);
        CountDownLatch begins = new CountDownLatch(2 * SLOTS); // more than there are slots
        Map<String, CountDownLatch> held = new ConcurrentHashMap<>();
        IntStream.range(0, SLOTS).forEach(i -> held.put("p" + i, begins));

        List<Trajectory> left = decoder(new Waiting(held, begins, new CountDownLatch(1)), SLOTS, LONG)
                .generate(requests);

        List<Trajectory> stayed = decoder(new DigitSum(FAR), 64, LONG).generate(requests);
        assertThat(stayed).noneMatch(each -> each.finish() == Finish.FAILED);
        assertSame(left, stayed);
    }

    @Test
    void asManyHangingEpisodesAsThereAreSlotsHoldUpNoOther() {
        List<RolloutRequest> requests = requests(40);
        CountDownLatch others = new CountDownLatch(requests.size() - SLOTS);
        Map<String, CountDownLatch> held = new ConcurrentHashMap<>();
        IntStream.range(0, SLOTS).forEach(i -> held.put("p" + 3 * i, others)); // answered when all others have ended

        List<Trajectory> written = decoder(new Waiting(held, new CountDownLatch(1), others), SLOTS, LONG)
                .generate(requests);

        assertSame(written, decoder(new DigitSum(FAR), 64, LONG).generate(requests));
    }

    @Test
    void episodesThatNeverAnswerEndTheirOwnTrajectoriesAlone() {
        List<RolloutRequest> requests = requests(24);
        CountDownLatch never = new CountDownLatch(1);
        Map<String, CountDownLatch> held = Map.of("p1", never, "p4", never, "p20", never);

        List<Trajectory> written = decoder(
                        new Waiting(held, new CountDownLatch(1), new CountDownLatch(1)), SLOTS, Duration.ofMillis(800))
                .generate(requests);

        List<Trajectory> expected = decoder(new DigitSum(FAR), 64, LONG).generate(requests);
        for (int i = 0; i < written.size(); i++) {
            Trajectory one = written.get(i);
            if (held.containsKey("p" + i)) {
                assertThat(one.finish()).isEqualTo(Finish.FAILED);
                assertThat(one.failure().orElseThrow()).contains("no answer within 0.8 s");
            } else {
                assertSame(List.of(one), List.of(expected.get(i)));
            }
        }
    }

    @Test
    void plansGrowTheSameTreesWhereSequencesLeaveTheirSlots() {
        List<Tree> trees = IntStream.range(0, 6)
                .mapToObj(i -> new Tree(Requests.prompt("p" + i, 40 + i, 41), temperature(1, 90), 2, 2, 1, 2))
                .toList();
        CountDownLatch begins = new CountDownLatch(9);
        Map<String, CountDownLatch> held = Map.of("p0", begins, "p1", begins, "p2", begins, "p3", begins);
        List<List<Trajectory>> left = decoder(new Waiting(held, begins, new CountDownLatch(1)), SLOTS, LONG)
                .generatePlans(trees);

        List<Tree> again = IntStream.range(0, 6)
                .mapToObj(i -> new Tree(Requests.prompt("p" + i, 40 + i, 41), temperature(1, 90), 2, 2, 1, 2))
                .toList();
        List<List<Trajectory>> stayed = decoder(new DigitSum(FAR), 64, LONG).generatePlans(again);
        for (int i = 0; i < left.size(); i++) {
            assertSame(left.get(i), stayed.get(i));
        }
    }
}
