package org.reason4j.core.engine.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.reason4j.core.engine.rollout.Requests.letters;
import static org.reason4j.core.engine.rollout.Requests.logprobs;
import static org.reason4j.core.engine.rollout.Requests.request;
import static org.reason4j.core.engine.rollout.Requests.temperature;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.model.Precision;
import org.reason4j.core.engine.model.TinyModels;

class LiveDecoderTest {

    private static final Duration LONG = Duration.ofMinutes(1);

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

    /** Keeps what it hears. */
    private static final class Recorder implements LiveDecoder.Listener {
        private final List<Integer> tokens = new ArrayList<>();
        private final List<Float> logprobs = new ArrayList<>();
        private final List<Trajectory> finished = new ArrayList<>();
        private int calls;

        @Override
        public void written(int[] next, float[] theirs) {
            assertThat(next).isNotEmpty().hasSameSizeAs(theirs);
            assertThat(finished).isEmpty();
            calls++;
            for (int i = 0; i < next.length; i++) {
                tokens.add(next[i]);
                logprobs.add(theirs[i]);
            }
        }

        @Override
        public void finished(Trajectory trajectory) {
            finished.add(trajectory);
        }
    }

    private static RolloutRequest numbered(int i) {
        return request("p" + i % 5, i, temperature(0.9, 5 + 13 * i % 60), TinyModels.tokens(1 + 7 * i % 40, i % 5));
    }

    private static Trajectory alone(RolloutRequest request) {
        return new Decoder(model, letters(), DecoderSettings.ofSlots(16), 7, 0, done -> {})
                .generate(List.of(request))
                .get(0);
    }

    @Test
    void requestsOfManyThreadsGetTheTrajectoriesThatTheyGetAlone() throws Exception {
        int count = 40;
        List<Trajectory> expected =
                IntStream.range(0, count).mapToObj(i -> alone(numbered(i))).toList();
        List<Recorder> recorders =
                IntStream.range(0, count).mapToObj(i -> new Recorder()).toList();
        List<Future<Trajectory>> found = new ArrayList<>();
        ExecutorService clients = Executors.newFixedThreadPool(10);
        try (LiveDecoder decoder = new LiveDecoder(model, letters(), 16, PromptReuse.none(), 7)) {
            for (int i = 0; i < count; i++) {
                int number = i;
                found.add(clients.submit(() ->
                        decoder.submit(numbered(number), recorders.get(number)).await(LONG)));
            }
            for (int i = 0; i < count; i++) {
                Trajectory trajectory = found.get(i).get(1, TimeUnit.MINUTES);
                assertThat(trajectory.response()).isEqualTo(expected.get(i).response());
                assertThat(logprobs(trajectory)).isEqualTo(logprobs(expected.get(i)));
            }
        } finally {
            clients.shutdownNow();
        }
        for (int i = 0; i < count; i++) {
            Recorder heard = recorders.get(i);
            assertThat(heard.tokens.stream().mapToInt(token -> token).toArray())
                    .isEqualTo(expected.get(i).response());
            assertThat(heard.logprobs.toArray(Float[]::new)).isEqualTo(boxed(logprobs(expected.get(i))));
            assertThat(heard.finished).hasSize(1);
            assertThat(heard.calls).isGreaterThanOrEqualTo((heard.tokens.size() + 15) / 16);
        }
    }

    private static Float[] boxed(float[] numbers) {
        Float[] boxed = new Float[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            boxed[i] = numbers[i];
        }
        return boxed;
    }

    @Test
    void promptsOfEarlierRequestsAreNotReadAgainWithTheSameTokensAndLogprobs() throws Exception {
        List<RolloutRequest> requests = List.of(
                request("a", 0, temperature(0.9, 30), TinyModels.tokens(201, 1)),
                request("a", 1, temperature(0.9, 30), TinyModels.tokens(201, 1)), // 200 tokens of it are in memory
                request("b", 0, temperature(0.9, 30), TinyModels.tokens(301, 2)), // the first one has no room any more
                request("a", 2, temperature(0.9, 30), TinyModels.tokens(201, 1)), // nor has the second one now
                request("short", 0, temperature(0.9, 30), TinyModels.tokens(128, 3)),
                request("short", 1, temperature(0.9, 30), TinyModels.tokens(128, 3)), // 127 tokens are read again
                request("a", 3, temperature(0.9, 30), TinyModels.tokens(201, 1)),
                request("long", 0, temperature(0.9, 30), TinyModels.tokens(402, 4)), // 401 tokens do not fit at all
                request("a", 4, temperature(0.9, 30), TinyModels.tokens(201, 1)));
        List<Long> expected = List.of(0L, 200L, 200L, 200L, 200L, 200L, 400L, 400L, 600L);
        PromptReuse reuse = PromptReuse.of(400);
        List<Long> reused = new ArrayList<>();
        try (LiveDecoder decoder = new LiveDecoder(model, letters(), 16, reuse, 7)) {
            for (RolloutRequest request : requests) {
                Trajectory found =
                        decoder.submit(request, LiveDecoder.Listener.NONE).await(LONG);
                Trajectory alone = alone(request);
                assertThat(found.response()).isEqualTo(alone.response());
                assertThat(logprobs(found)).isEqualTo(logprobs(alone));
                reused.add(reuse.reused().sum());
            }
        }
        assertThat(reused).isEqualTo(expected);
    }

    @Test
    void aRequestJoinsWhileAnotherIsDecoded() throws Exception {
        RolloutRequest longer = request("long", 0, temperature(1, 1000), 40, 41);
        RolloutRequest shorter = request("short", 0, temperature(1, 3), 40, 41);
        int[] expected = alone(shorter).response();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch joined = new CountDownLatch(1);
        List<String> ends = Collections.synchronizedList(new ArrayList<>());
        try (LiveDecoder decoder = new LiveDecoder(model, letters(), 16, PromptReuse.none(), 7)) {
            LiveDecoder.Ticket first = decoder.submit(longer, new LiveDecoder.Listener() {
                @Override
                public void written(int[] tokens, float[] logprobs) {
                    begun.countDown();
                    waitFor(joined);
                }

                @Override
                public void finished(Trajectory trajectory) {
                    ends.add("long");
                }
            });
            assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();
            LiveDecoder.Ticket second = decoder.submit(shorter, new LiveDecoder.Listener() {
                @Override
                public void finished(Trajectory trajectory) {
                    ends.add("short");
                }
            });
            assertThatThrownBy(() -> first.await(Duration.ZERO)).isInstanceOf(TimeoutException.class);
            joined.countDown();

            assertThat(first.await(LONG).length()).isEqualTo(1000);
            assertThat(second.await(LONG).response()).isEqualTo(expected);
            assertThat(ends).containsExactly("short", "long");
        }
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            if (!latch.await(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException("waited in vain");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aCancelledRequestEndsAndTheOthersGoOn() throws Exception {
        RolloutRequest other = request("other", 0, temperature(1, 60), 50);
        int[] expected = alone(other).response();
        CountDownLatch begun = new CountDownLatch(1);
        try (LiveDecoder decoder = new LiveDecoder(model, letters(), 16, PromptReuse.none(), 7)) {
            LiveDecoder.Ticket cancelled =
                    decoder.submit(request("long", 0, temperature(1, 1000), 40, 41), new LiveDecoder.Listener() {
                        @Override
                        public void written(int[] tokens, float[] logprobs) {
                            begun.countDown();
                        }
                    });
            assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();
            cancelled.cancel();
            LiveDecoder.Ticket ticket = decoder.submit(other, LiveDecoder.Listener.NONE);

            assertThatThrownBy(() -> cancelled.await(LONG)).isInstanceOf(CancellationException.class);
            assertThat(ticket.await(LONG).response()).isEqualTo(expected);
        }
    }

    @Test
    void aListenerThatThrowsEndsItsOwnResponseOnly() throws Exception {
        RolloutRequest other = request("other", 0, temperature(1, 60), 50);
        int[] expected = alone(other).response();
        try (LiveDecoder decoder = new LiveDecoder(model, letters(), 16, PromptReuse.none(), 7)) {
            LiveDecoder.Ticket broken =
                    decoder.submit(request("long", 0, temperature(1, 1000), 40, 41), new LiveDecoder.Listener() {
                        @Override
                        public void written(int[] tokens, float[] logprobs) {
                            throw new IllegalArgumentException("the client is gone");
                        }
                    });
            LiveDecoder.Ticket ticket = decoder.submit(other, LiveDecoder.Listener.NONE);

            assertThatThrownBy(() -> broken.await(LONG))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("the client is gone");
            assertThat(ticket.await(LONG).response()).isEqualTo(expected);
        }
    }

    @Test
    void anErrorEndsTheDecoderAndEveryRequestIsTold() throws Exception {
        CountDownLatch submitted = new CountDownLatch(1);
        try (LiveDecoder decoder = new LiveDecoder(model, letters(), 16, PromptReuse.none(), 7)) {
            assertThat(decoder.failure()).isEmpty();
            LiveDecoder.Ticket broken =
                    decoder.submit(request("long", 0, temperature(1, 1000), 40, 41), new LiveDecoder.Listener() {
                        @Override
                        public void written(int[] tokens, float[] logprobs) {
                            waitFor(submitted);
                            throw new AssertionError("a class is missing");
                        }
                    });
            List<LiveDecoder.Ticket> others = IntStream.range(1, 40)
                    .mapToObj(i ->
                            decoder.submit(request("long", i, temperature(1, 1000), 40, 41), LiveDecoder.Listener.NONE))
                    .toList();
            submitted.countDown();

            assertThatThrownBy(() -> broken.await(LONG)).hasMessageContaining("a class is missing");
            assertThat(others)
                    .allSatisfy(ticket -> assertThatThrownBy(() -> ticket.await(LONG))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("a class is missing"));
            assertThat(decoder.failure()).hasValueSatisfying(e -> assertThat(e).hasMessage("a class is missing"));
            assertThatThrownBy(() -> decoder.submit(numbered(1), LiveDecoder.Listener.NONE))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("the decoder has ended")
                    .hasMessageContaining("a class is missing");
        }
    }

    @Test
    void closingCancelsWhatIsUnfinishedAndRefusesMore() {
        LiveDecoder decoder = new LiveDecoder(model, letters(), 16, PromptReuse.none(), 7);
        List<LiveDecoder.Ticket> tickets = IntStream.range(0, 40)
                .mapToObj(i ->
                        decoder.submit(request("long", i, temperature(1, 1000), 40, 41), LiveDecoder.Listener.NONE))
                .toList();
        decoder.close();

        assertThat(tickets)
                .allSatisfy(ticket -> assertThatThrownBy(() -> ticket.await(Duration.ZERO))
                        .isInstanceOf(CancellationException.class));
        assertThatThrownBy(() -> decoder.submit(numbered(1), LiveDecoder.Listener.NONE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        decoder.close(); // again, without effect
    }

    @Test
    void whatExceedsTheModelsPositionsIsRefusedAtOnce() {
        try (LiveDecoder decoder = new LiveDecoder(model, letters(), 16, PromptReuse.none(), 7)) {
            assertThatThrownBy(() ->
                            decoder.submit(request("p", 0, temperature(1, 1023), 40, 41), LiveDecoder.Listener.NONE))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("2 tokens with a response of up to 1023 exceeds the 1024 positions");
            assertThatThrownBy(() -> decoder.submit(request("p", 0, temperature(1, 3)), LiveDecoder.Listener.NONE))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("no tokens");
        }
    }
}
