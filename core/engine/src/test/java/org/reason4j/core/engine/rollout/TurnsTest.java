package org.reason4j.core.engine.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.reason4j.core.engine.rollout.Requests.generate;
import static org.reason4j.core.engine.rollout.Requests.letters;
import static org.reason4j.core.engine.rollout.Requests.logprobs;
import static org.reason4j.core.engine.rollout.Requests.request;
import static org.reason4j.core.engine.rollout.Requests.temperature;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.environment.Environment;
import org.reason4j.api.environment.Episode;
import org.reason4j.api.environment.TurnResult;
import org.reason4j.api.plugin.PluginException;
import org.reason4j.api.sampler.RolloutPlan;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.model.Precision;
import org.reason4j.core.engine.model.TinyModels;
import org.reason4j.core.engine.model.TokenRows;

class TurnsTest {

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

    private static Decoder decoder(Environment environment, int maxTurns, Duration turnTime, Counters counters) {
        return new Decoder(
                model,
                letters(2),
                DecoderSettings.ofSlots(32)
                        .withEnvironment(environment, maxTurns, turnTime)
                        .reporting(counters),
                42,
                1,
                done -> {});
    }

    private static List<Trajectory> play(Environment environment, int maxTurns, List<RolloutRequest> requests) {
        return decoder(environment, maxTurns, LONG, new Counters()).generate(requests);
    }

    private static List<RolloutRequest> requests(int count, int maxTokens) {
        return IntStream.range(0, count)
                .mapToObj(i -> request("p" + i, i, temperature(1, maxTokens), TinyModels.tokens(3 + i, i)))
                .toList();
    }

    private static void assertSame(Trajectory found, Trajectory expected) {
        assertThat(found.response()).isEqualTo(expected.response());
        assertThat(logprobs(found)).isEqualTo(logprobs(expected));
        assertThat(found.text()).isEqualTo(expected.text());
        assertThat(found.finish()).isEqualTo(expected.finish());
    }

    /** Where the policy wrote, without a break: from and to. */
    private static List<int[]> turns(Trajectory trajectory) {
        List<int[]> turns = new ArrayList<>();
        boolean[] learned = trajectory.learned();
        for (int t = 0; t < learned.length; t++) {
            if (learned[t] && (t == 0 || !learned[t - 1])) {
                turns.add(new int[] {t, t});
            }
            if (learned[t]) {
                turns.get(turns.size() - 1)[1] = t + 1;
            }
        }
        return turns;
    }

    private static String text(Trajectory trajectory, int from, int to) {
        return letters(2).decode(Arrays.copyOfRange(trajectory.response(), from, to), true);
    }

    @Test
    void everyTurnIsAnsweredAndTheAnswerIsReadButNotLearned() {
        DigitSum adder = new DigitSum(FAR);
        int answered = 0;
        for (Trajectory trajectory : play(adder, 100, requests(20, 200))) {
            List<int[]> turns = turns(trajectory);
            float[] rewards = trajectory.stream(TokenStream.TURN_REWARDS);
            float[] expected = new float[trajectory.length()];
            int total = 0;
            for (int i = 0; i + 1 < turns.size(); i++) {
                String said = text(trajectory, turns.get(i)[0], turns.get(i)[1]);
                total += DigitSum.sum(said);
                expected[turns.get(i)[1] - 1] = DigitSum.sum(said);
                assertThat(text(trajectory, turns.get(i)[1], turns.get(i + 1)[0]))
                        .isEqualTo("[" + (i + 1) + ":" + total + "]");
                answered++;
            }
            int[] last = turns.get(turns.size() - 1);
            String unfinished = text(trajectory, last[0], last[1]);
            if (adder.stop().stream()
                    .anyMatch(unfinished::endsWith)) { // answered, but there was no room for the answer
                expected[last[1] - 1] = DigitSum.sum(unfinished);
            }
            assertThat(rewards).isEqualTo(expected);
            assertThat(trajectory.text()).isEqualTo(text(trajectory, 0, trajectory.length()));
            assertThat(trajectory.finish()).isEqualTo(Finish.LENGTH);
            assertThat(trajectory.length()).isLessThanOrEqualTo(200);
        }
        assertThat(answered).isGreaterThan(20);
        assertThat(adder.begun)
                .hasSize(20)
                .allSatisfy(session -> assertThat(session.closed).isEqualTo(1));
    }

    @Test
    void logprobsAreThoseOfAFullPassOnTokensOfThePolicyAndZeroOnOthers() {
        for (Trajectory trajectory : play(new DigitSum(FAR), 100, requests(10, 150))) {
            TokenRows rows = new TokenRows();
            rows.add(trajectory.prompt().tokens(), trajectory.response(), trajectory.learned(), 1);
            float[] scored = model.score(rows).logprobs();
            for (int t = 0, i = 0; t < trajectory.length(); t++) {
                float expected = trajectory.isLearned(t) ? scored[i++] : 0;
                assertThat(logprobs(trajectory)[t]).isCloseTo(expected, within(1e-4f));
            }
        }
    }

    @Test
    void thePolicyGoesOnAsIfTheAnswerHadStoodInAPrefix() {
        for (Trajectory trajectory : play(new DigitSum(FAR), 100, requests(10, 150))) {
            List<int[]> turns = turns(trajectory);
            int[] last = turns.get(turns.size() - 1);
            RolloutRequest rest =
                    RolloutRequest.branch(trajectory, last[0], trajectory.sample(), temperature(1, last[1] - last[0]));
            Trajectory again = generate(model, 16, List.of(rest)).get(0);

            assertThat(again.response()).isEqualTo(Arrays.copyOf(trajectory.response(), last[1]));
            assertThat(logprobs(again)).isEqualTo(Arrays.copyOf(logprobs(trajectory), last[1])); // bit for bit
        }
    }

    @Test
    void whatIsPlayedBesideOthersIsWhatIsPlayedAlone() {
        List<RolloutRequest> requests = requests(40, 120);
        List<Trajectory> together = play(new DigitSum(FAR), 100, requests);
        for (int i = 0; i < 40; i += 7) {
            assertSame(
                    together.get(i),
                    play(new DigitSum(FAR), 100, List.of(requests.get(i))).get(0));
        }
    }

    @Test
    void anEnvironmentMayEndTheResponseAndItsStringStays() {
        int done = 0;
        for (Trajectory trajectory : play(new DigitSum(5), 100, requests(20, 300))) {
            if (trajectory.finish() == Finish.STOP) {
                done++;
                List<int[]> turns = turns(trajectory);
                int[] last = turns.get(turns.size() - 1);
                float reward = trajectory.stream(TokenStream.TURN_REWARDS)[trajectory.length() - 1];
                assertThat(last[1]).isEqualTo(trajectory.length());
                assertThat(reward).isEqualTo(DigitSum.sum(text(trajectory, last[0], last[1])));
                assertThat(trajectory.text()).isEqualTo(text(trajectory, 0, trajectory.length()));
            }
        }
        assertThat(done).isGreaterThan(5);
    }

    @Test
    void theLastTurnThatIsAllowedGetsItsRewardAndNoAnswer() {
        for (Trajectory trajectory : play(new DigitSum(FAR), 2, requests(10, 400))) {
            List<int[]> turns = turns(trajectory);
            assertThat(turns).hasSize(2);
            assertThat(turns.get(1)[1]).isEqualTo(trajectory.length());
            assertThat(trajectory.finish()).isEqualTo(Finish.LENGTH);
            assertThat(trajectory.stream(TokenStream.TURN_REWARDS)[trajectory.length() - 1])
                    .isEqualTo(DigitSum.sum(text(trajectory, turns.get(1)[0], turns.get(1)[1])));
        }
    }

    @Test
    void anEndOfSequenceHandsOverLikeAString() {
        Environment echo = new Silent() {
            @Override
            public TurnResult answer(String turn) {
                return new TurnResult.Observation("!", turn.length());
            }
        };
        int turns = 0;
        for (Trajectory trajectory : play(echo, 100, requests(20, 400))) {
            for (int[] turn : turns(trajectory)) {
                if (turn[1] < trajectory.length()) {
                    turns++;
                    assertThat(trajectory.response()[turn[1] - 1]).isEqualTo(2);
                    assertThat(trajectory.stream(TokenStream.TURN_REWARDS)[turn[1] - 1])
                            .isEqualTo(turn[1] - turn[0] - 1); // the end of sequence is no text
                }
            }
        }
        assertThat(turns).isGreaterThan(5);
    }

    /** An environment of one kind of answer and without strings. */
    private abstract static class Silent implements Environment, Episode {
        @Override
        public Episode begin(Prompt prompt, int sample) {
            return this;
        }

        @Override
        public List<String> stop() {
            return List.of();
        }

        @Override
        public void close() {}
    }

    @Test
    void aResponseThatNeverHandsOverHasRewardsOfZero() {
        DigitSum mute = new DigitSum(FAR) {
            @Override
            public List<String> stop() {
                return List.of("never written");
            }
        };
        Trajectory trajectory = decoder(mute, 3, LONG, new Counters())
                .generate(List.of(request("p", 0, temperature(1, 5), 40, 41)))
                .get(0);

        assertThat(trajectory.stream(TokenStream.TURN_REWARDS)).containsExactly(0, 0, 0, 0, 0);
        assertThat(mute.begun)
                .hasSize(1)
                .allSatisfy(session -> assertThat(session.closed).isEqualTo(1));
    }

    /** A calculator that misbehaves for prompt {@code p3}. */
    private static class Broken extends DigitSum {
        Broken() {
            super(FAR);
        }

        void misbehave() throws Exception {}

        @Override
        public Episode begin(Prompt prompt, int sample) throws Exception {
            if (!prompt.id().equals("p3")) {
                return super.begin(prompt, sample);
            }
            Session session = new Session() {
                @Override
                public TurnResult answer(String turn) throws Exception {
                    misbehave();
                    return super.answer(turn);
                }
            };
            begun.add(session);
            return session;
        }
    }

    private static void onlyTheThirdFails(DigitSum broken, Duration turnTime, String failure) {
        List<RolloutRequest> requests = requests(8, 300);
        List<Trajectory> sound = play(new DigitSum(FAR), 100, requests);
        Counters counters = new Counters();
        List<Trajectory> found = decoder(broken, 100, turnTime, counters).generate(requests);
        for (int i = 0; i < 8; i++) {
            if (i != 3) {
                assertSame(found.get(i), sound.get(i));
                assertThat(found.get(i).failure()).isEmpty();
            }
        }
        assertThat(found.get(3).finish()).isEqualTo(Finish.FAILED);
        assertThat(found.get(3).failure().orElseThrow()).contains(failure);
        assertThat(counters.sum("rollout/failed")).isEqualTo(1);
        assertThat(broken.begun)
                .allSatisfy(session -> assertThat(session.closed).isEqualTo(1));
    }

    @Test
    void anAnswerThatThrowsEndsItsOwnTrajectory() {
        Broken broken = new Broken() {
            @Override
            void misbehave() throws IOException {
                throw new IOException("the tool is gone");
            }
        };
        onlyTheThirdFails(broken, LONG, "environment: java.io.IOException: the tool is gone");
        assertThat(broken.begun).hasSize(8);
    }

    @Test
    void anAnswerThatHangsIsInterruptedAndEndsItsOwnTrajectory() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        Broken broken = new Broken() {
            @Override
            void misbehave() throws InterruptedException {
                try {
                    TimeUnit.MINUTES.sleep(10);
                } catch (InterruptedException e) {
                    interrupted.countDown();
                    throw e;
                }
            }
        };
        onlyTheThirdFails(broken, Duration.ofSeconds(5), "environment: no answer within 5.0 s (rollout.turnSeconds)");
        assertThat(interrupted.await(1, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void anAnswerThatIgnoresItsInterruptionIsAbandonedAndEndsItsOwnTrajectory() {
        CountDownLatch released = new CountDownLatch(1);
        Broken broken = new Broken() {
            @Override
            void misbehave() {
                while (released.getCount() > 0) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
                    Thread.interrupted(); // deaf on purpose
                }
            }
        };
        try {
            onlyTheThirdFails(broken, Duration.ofSeconds(5), "no answer within 5.0 s");
        } finally {
            released.countDown();
        }
    }

    @Test
    void anEpisodeThatCannotBeginEndsItsOwnTrajectory() {
        onlyTheThirdFails(
                new DigitSum(FAR) {
                    @Override
                    public Episode begin(Prompt prompt, int sample) throws Exception {
                        if (prompt.id().equals("p3")) {
                            throw new IOException("no licence");
                        }
                        return super.begin(prompt, sample);
                    }
                },
                LONG,
                "no licence");
    }

    @Test
    void anEnvironmentThatDoesNotLinkEndsTheRun() {
        Environment stale = new Silent() {
            @Override
            public TurnResult answer(String turn) {
                throw new PluginException("it never began");
            }

            @Override
            public Episode begin(Prompt prompt, int sample) {
                throw new PluginException("built for another version", new NoSuchMethodError("TurnResult.of"));
            }
        };
        assertThatThrownBy(() -> play(stale, 1, List.of(request("p", 0, temperature(1, 3), 40, 41))))
                .isInstanceOf(PluginException.class)
                .hasMessage("built for another version");
    }

    @Test
    void anEpisodeThatCannotBeginFailsTheResponseEvenIfItNeverHandsOver() {
        Environment closed = new Silent() {
            @Override
            public Episode begin(Prompt prompt, int sample) {
                throw new IllegalStateException("closed today");
            }

            @Override
            public TurnResult answer(String turn) {
                throw new IllegalStateException("it never began");
            }
        };
        Trajectory trajectory = play(closed, 1, List.of(request("p", 0, temperature(1, 3), 40, 41)))
                .get(0);

        assertThat(trajectory.finish()).isEqualTo(Finish.FAILED);
        assertThat(trajectory.failure().orElseThrow()).contains("closed today");
    }

    @Test
    void anEpisodeThatBeginsTooLateIsClosed() {
        DigitSum late = new DigitSum(FAR) {
            @Override
            public Episode begin(Prompt prompt, int sample) throws Exception {
                if (prompt.id().equals("p3")) {
                    try {
                        TimeUnit.MINUTES.sleep(10);
                    } catch (InterruptedException e) {
                        return super.begin(prompt, sample);
                    }
                }
                return super.begin(prompt, sample);
            }
        };
        onlyTheThirdFails(late, Duration.ofSeconds(5), "no answer within 5.0 s");
        assertThat(late.begun).hasSize(8);
    }

    @Test
    void whileOneWaitsForItsAnswerTheOthersAreDecoded() {
        CountDownLatch others = new CountDownLatch(7);
        DigitSum slow = new DigitSum(FAR) {
            @Override
            public Episode begin(Prompt prompt, int sample) {
                Session session = new Session() {
                    @Override
                    public TurnResult answer(String turn) throws Exception {
                        if (prompt.id().equals("p3") && !others.await(1, TimeUnit.MINUTES)) {
                            throw new IOException("the others never ended");
                        }
                        return super.answer(turn);
                    }

                    @Override
                    public synchronized void close() {
                        super.close();
                        others.countDown();
                    }
                };
                begun.add(session);
                return session;
            }
        };
        List<RolloutRequest> requests = requests(8, 300);
        List<Trajectory> found =
                decoder(slow, 100, LONG.multipliedBy(2), new Counters()).generate(requests);
        List<Trajectory> expected = play(new DigitSum(FAR), 100, requests);
        for (int i = 0; i < 8; i++) {
            assertSame(found.get(i), expected.get(i));
        }
        assertThat(turns(found.get(3))).hasSizeGreaterThan(1);
    }

    @Test
    void aRewardThatIsNoNumberFailsTheTrajectory() {
        Environment generous = new Silent() {
            @Override
            public List<String> stop() {
                return new DigitSum(FAR).stop();
            }

            @Override
            public TurnResult answer(String turn) {
                return new TurnResult.Done(1e300);
            }
        };
        List<Trajectory> found = play(generous, 1, requests(4, 500));

        assertThat(found).allSatisfy(trajectory -> {
            assertThat(trajectory.failure().orElseThrow()).contains("must fit into 32 bits, got 1.0E300");
            assertThat(trajectory.stream(TokenStream.TURN_REWARDS)).containsOnly(0);
        });
    }

    @Test
    void aBranchIsToldTheTurnsThatItSharesAndItsEpisodeGoesOnFromThere() {
        DigitSum adder = new DigitSum(FAR);
        Prompt prompt = Requests.prompt("p", 40, 41, 42);
        List<Trajectory> children = new ArrayList<>();
        RolloutPlan plan = new RolloutPlan() {
            @Override
            public List<RolloutRequest> next(List<Trajectory> written) {
                if (written.isEmpty()) {
                    return List.of(RolloutRequest.of(prompt, 0, temperature(1, 200)));
                }
                if (written.size() > 1) {
                    children.addAll(written);
                    return List.of();
                }
                Trajectory parent = written.get(0);
                int at = turns(parent).get(2)[0] + 1; // one token into the third turn
                return IntStream.range(1, 4)
                        .mapToObj(sample -> RolloutRequest.branch(parent, at, sample, temperature(1, 200 - at)))
                        .toList();
            }

            @Override
            public long maxTokens() {
                return 800;
            }
        };
        List<Trajectory> written = decoder(adder, 100, LONG, new Counters())
                .generatePlans(List.of(plan))
                .get(0);

        Trajectory parent = written.get(0);
        int shared = turns(parent).get(2)[0];
        assertThat(children).hasSize(3).allSatisfy(child -> {
            assertThat(child.text()).isEqualTo(text(child, 0, child.length()));
            assertThat(child.text()).startsWith(text(parent, 0, shared)).contains("[3:");
            assertThat(Arrays.copyOf(child.stream(TokenStream.TURN_REWARDS), shared))
                    .isEqualTo(Arrays.copyOf(parent.stream(TokenStream.TURN_REWARDS), shared));
        });
        assertThat(adder.begun)
                .hasSize(4)
                .allSatisfy(session -> assertThat(session.turns)
                        .startsWith(
                                adder.begun.get(0).turns.get(0),
                                adder.begun.get(0).turns.get(1)));
    }

    @Test
    void episodesAreClosedWhenAPlanBreaks() {
        DigitSum adder = new DigitSum(FAR);
        RolloutPlan longer = new Tree(Requests.prompt("long", 40, 41), temperature(1, 900), 4, 1, 1, 1);
        RolloutPlan breaking = new RolloutPlan() {
            @Override
            public List<RolloutRequest> next(List<Trajectory> written) {
                if (written.isEmpty()) {
                    return List.of(request("short", 0, temperature(1, 3), 50));
                }
                throw new IllegalStateException("no idea");
            }

            @Override
            public long maxTokens() {
                return 3;
            }
        };

        assertThatThrownBy(() -> decoder(adder, 100, LONG, new Counters()).generatePlans(List.of(longer, breaking)))
                .hasMessage("no idea");
        assertThat(adder.begun)
                .hasSize(5)
                .allSatisfy(session -> assertThat(session.closed).isEqualTo(1));
    }

    @Test
    void aStopStringOfTheRecipeHandsOverButIsNotText() {
        Environment polite = new Silent() {
            @Override
            public TurnResult answer(String turn) {
                return new TurnResult.Done(turn.length());
            }
        };
        SamplingParams params = SamplingParams.of(400).withStop(List.of("A", "B", "C", "D"));
        int stopped = 0;
        for (int i = 0; i < 10; i++) {
            Trajectory trajectory = play(polite, 9, List.of(request("p" + i, 0, params, 40, 41 + i)))
                    .get(0);
            if (trajectory.text().length() == trajectory.length() - 1) {
                stopped++;
                assertThat(trajectory.finish()).isEqualTo(Finish.STOP);
                assertThat(trajectory.stream(TokenStream.TURN_REWARDS)[trajectory.length() - 1])
                        .isEqualTo(trajectory.length() - 1);
            }
        }
        assertThat(stopped).isGreaterThan(5);
    }
}
