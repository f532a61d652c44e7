package org.reason4j.core.engine.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.sampler.RolloutEngine;
import org.reason4j.api.sampler.RolloutPlan;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.text.TextModel.Completion;
import org.reason4j.api.text.TextModel.Request;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.model.Precision;
import org.reason4j.core.engine.model.TinyModels;
import org.reason4j.core.engine.rollout.Decoder;
import org.reason4j.core.engine.rollout.DecoderSettings;
import org.reason4j.core.formats.huggingface.ModelTokenizer;

@Timeout(120)
class PolicyModelTest {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private LanguageModel model;
    private ModelTokenizer tokenizer;

    @BeforeEach
    void load() {
        var directory = TinyModels.directory(TinyModels.LLAMA);
        model = LanguageModel.load(directory, Device.cpu(), Precision.FP32);
        tokenizer = ModelTokenizer.open(directory, model.config());
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        tokenizer.close();
        model.close();
    }

    /** A decoder whose first call waits until it may go on. */
    private final class Gated implements RolloutEngine {
        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch open = new CountDownLatch(1);
        private final List<Integer> sizes = new CopyOnWriteArrayList<>();

        @Override
        public List<Trajectory> generate(List<RolloutRequest> requests) {
            sizes.add(requests.size());
            entered.countDown();
            try {
                assertThat(open.await(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return new Decoder(model, tokenizer, DecoderSettings.ofSlots(16), 42, 3, done -> {}).generate(requests);
        }

        @Override
        public List<List<Trajectory>> generatePlans(List<? extends RolloutPlan> plans) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void thoseWhoAskMeanwhileAreAnsweredInOneBatchEachAsIfAlone() throws Exception {
        Gated gated = new Gated();
        PolicyModel policy = new PolicyModel(new PolicyModel.Config(), gated, tokenizer);
        List<Future<Completion>> replies = new ArrayList<>();
        replies.add(threads.submit(() -> policy.complete(request(0, 8))));
        assertThat(gated.entered.await(60, TimeUnit.SECONDS)).isTrue();
        for (int i = 1; i < 6; i++) {
            int number = i;
            replies.add(threads.submit(() -> policy.complete(request(number, 8))));
        }
        awaitWaiting(policy, 5);
        gated.open.countDown();
        List<Completion> together = new ArrayList<>();
        for (Future<Completion> reply : replies) {
            together.add(reply.get(60, TimeUnit.SECONDS));
        }

        assertThat(gated.sizes).containsExactly(1, 5);
        for (int i = 0; i < 6; i++) {
            assertThat(policy.complete(request(i, 8))).isEqualTo(together.get(i));
        }
        assertThat(together).extracting(Completion::text).doesNotHaveDuplicates();
    }

    @Test
    void aQuestionThatCannotBeAnsweredSpoilsNoOther() throws Exception {
        Gated gated = new Gated();
        PolicyModel policy = new PolicyModel(new PolicyModel.Config(), gated, tokenizer);
        Future<Completion> first = threads.submit(() -> policy.complete(request(0, 8)));
        assertThat(gated.entered.await(60, TimeUnit.SECONDS)).isTrue();
        Future<Completion> good = threads.submit(() -> policy.complete(request(1, 8)));
        Future<Completion> tooLong = threads.submit(() -> policy.complete(request(2, 5000)));
        awaitWaiting(policy, 2);
        gated.open.countDown();

        first.get(60, TimeUnit.SECONDS);
        assertThat(good.get(60, TimeUnit.SECONDS)).isEqualTo(policy.complete(request(1, 8)));
        assertThatThrownBy(() -> tooLong.get(60, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("the policy gave no answer: A prompt with its longest response has");
    }

    @Test
    void whoeverIsInterruptedWhileWaitingIsNotAnswered() throws Exception {
        Gated gated = new Gated();
        PolicyModel policy = new PolicyModel(new PolicyModel.Config(), gated, tokenizer);
        Future<Completion> first = threads.submit(() -> policy.complete(request(0, 8)));
        assertThat(gated.entered.await(60, TimeUnit.SECONDS)).isTrue();
        Future<Completion> impatient = threads.submit(() -> policy.complete(request(1, 8)));
        awaitWaiting(policy, 1);
        impatient.cancel(true);
        awaitWaiting(policy, 0);
        gated.open.countDown();
        first.get(60, TimeUnit.SECONDS);
        assertThat(gated.sizes).containsExactly(1);
    }

    @Test
    void itHasNoIdentityBecauseItLearns() {
        assertThat(new PolicyModel(new PolicyModel.Config(), new Gated(), tokenizer).identity())
                .isEmpty();
    }

    private static void awaitWaiting(PolicyModel policy, int count) {
        while (policy.waiting() != count) { // ends with the test's own time limit
            Thread.onSpinWait();
        }
    }

    private static Request request(int i, int maxTokens) {
        return Request.of(List.of(Message.user("Question " + i)), SamplingParams.of(maxTokens), i);
    }
}
