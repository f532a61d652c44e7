package org.reason4j.core.trainer.experience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.sampler.Sampler;
import org.reason4j.api.sampler.SamplingStep;
import org.reason4j.core.trainer.report.StepLog;

@Timeout(30)
class RolloutsAheadTest {

    private final Prompts prompts = FakeRollouts.prompts(16, 2);
    private final Sampling sampling = new FakeRollouts().sampling();
    private final Copy copy = new Copy();
    private final List<RolloutsAhead> sources = new ArrayList<>();
    private final List<Stuck> stuck = new ArrayList<>();
    private final List<Integer> sampled = new CopyOnWriteArrayList<>();

    /** Weights are the number of steps that the policy has trained for. */
    private static final class Copy implements PolicyCopy {
        private volatile int policy;
        private volatile int weights = -1;
        private volatile boolean closed;
        private final AtomicInteger running = new AtomicInteger();

        @Override
        public void refresh() {
            assertThat(running).as("calls of the copy while it is written to").hasValue(0);
            weights = policy;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @AfterEach
    void close() {
        stuck.forEach(each -> each.mayLeave.countDown()); // also where a test has failed
        sources.forEach(RolloutsAhead::close);
    }

    /** Responses are the weights that wrote them. */
    private Sampler weightsOf(Copy model) {
        return step -> {
            model.running.incrementAndGet();
            sampled.add(step.number());
            List<Group> groups = FakeRollouts.groups(step.prompts(), model.weights);
            model.running.decrementAndGet();
            return groups;
        };
    }

    private final Sampler weights = weightsOf(copy);

    private RolloutsAhead source(Sampler sampler, int ahead, int last) {
        RolloutsAhead source = new RolloutsAhead(prompts, sampling, sampler, copy, ahead, last);
        sources.add(source);
        return source;
    }

    /** Asks for the batch that a step trains on. */
    private List<Group> groups(RolloutsAhead source, int batch) {
        return source.groups(sampling.step(batch, batch, prompts.ofBatch(batch)), batch);
    }

    /** The weights that wrote each of these batches, where every batch is followed by an update. */
    private List<Integer> writtenWith(RolloutsAhead source, int last) {
        List<Integer> written = new ArrayList<>();
        for (int batch = 1; batch <= last; batch++) {
            written.add(groups(source, batch).get(0).trajectories().get(0).token(0));
            copy.policy++;
        }
        return written;
    }

    @Test
    void aBatchIsWrittenWithTheWeightsFromBeforeTheStepThatManyEarlier() {
        // before step s the policy has trained for s - 1 steps: batch b has max(0, b - 2 - 1)
        assertThat(writtenWith(source(weights, 2, 6), 6)).containsExactly(0, 0, 0, 1, 2, 3);
    }

    @Test
    void oneAheadIsOneStepBehind() {
        assertThat(writtenWith(source(weights, 1, 4), 4)).containsExactly(0, 0, 1, 2);
    }

    @Test
    void everyBatchIsSampledOnceInOrderAndNoneBeyondTheLast() {
        writtenWith(source(weights, 3, 5), 5);
        assertThat(sampled).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void aBatchHasItsOwnPrompts() {
        RolloutsAhead source = source(weights, 2, 4);
        groups(source, 1);
        assertThat(groups(source, 2)).extracting(group -> group.prompt().id()).containsExactly("p2", "p3");
    }

    @Test
    void aRestoredSourceReturnsTheSameGroupsAndGoesOnBehindThem(@TempDir Path checkpoint) {
        TokenStream mark = TokenStream.of("test", "mark");
        Prompt madeUp = Prompt.of("made-up", List.of(), new int[] {5, 6});
        Sampler marking = step -> {
            List<Group> groups = new ArrayList<>(weights.sample(step));
            groups.add(Group.of(
                    madeUp, List.of(FakeRollouts.response(madeUp, 0, 3).with(mark, new float[] {step.number() / 3f}))));
            return groups;
        };
        RolloutsAhead before = source(marking, 2, 9);
        groups(before, 1);
        before.save(checkpoint);
        sampled.clear();
        Copy other = new Copy();
        other.policy = 7;
        RolloutsAhead after = new RolloutsAhead(prompts, sampling, weightsOf(other), other, 2, 9);
        sources.add(after);
        after.restore(checkpoint);
        List<Group> second = groups(after, 2);
        List<Group> third = groups(after, 3);

        assertThat(second).usingRecursiveComparison().isEqualTo(groups(before, 2));
        assertThat(third).usingRecursiveComparison().isEqualTo(groups(before, 3));
        assertThat(third.get(2).trajectories().get(0).stream(mark)).containsExactly(3 / 3f);
        assertThat(third.get(0).prompt()).isSameAs(prompts.ofBatch(3).get(0));
        assertThat(groups(after, 4).get(0).trajectories().get(0).token(0)).isEqualTo(7);
        assertThat(sampled).doesNotContain(2, 3);
    }

    /** Reports the number of the step that trains on the batch, from its own thread and from one that it starts. */
    private Sampler reporting(CountDownLatch... reported) {
        return step -> {
            Thread helper = new Thread(() -> sampling.metrics().add("sampled", step.number()));
            helper.start();
            try {
                helper.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            sampling.metrics().mean("sampled_for", step.number());
            reported[step.number() - 1].countDown();
            return weights.sample(step);
        };
    }

    private void assertThatTheStepHas(int step) {
        StepLog log = new StepLog(step);
        sampling.metrics().moveTo(log);
        assertThat(log.get("sampled_for")).hasValue(step);
        assertThat(log.get("sampled")).hasValue(step);
    }

    @Test
    void whatIsReportedWhileABatchIsSampledCountsInTheStepThatTrainsOnIt() throws InterruptedException {
        CountDownLatch[] reported = {new CountDownLatch(1), new CountDownLatch(1), new CountDownLatch(1)};
        RolloutsAhead source = source(reporting(reported), 1, 3);
        for (int step = 1; step <= 3; step++) {
            groups(source, step);
            assertThat(reported[Math.min(step, 2)].await(20, TimeUnit.SECONDS)).isTrue(); // the next batch is sampled
            assertThatTheStepHas(step);
        }
    }

    @Test
    void aRestoredBatchBringsWhatWasReportedWhileItWasSampled(@TempDir Path checkpoint) {
        CountDownLatch[] reported = {new CountDownLatch(1), new CountDownLatch(1), new CountDownLatch(1)};
        RolloutsAhead before = source(reporting(reported), 1, 3);
        groups(before, 1);
        assertThatTheStepHas(1);
        before.save(checkpoint);
        RolloutsAhead after = source(reporting(reported), 1, 3);
        after.restore(checkpoint);
        groups(after, 2);
        assertThatTheStepHas(2);
    }

    @Test
    void theExceptionOfASamplerSurfacesWhenItsBatchIsDue() {
        IllegalArgumentException failure = new IllegalArgumentException("no prompts");
        RolloutsAhead source = source(
                step -> {
                    if (step.number() == 2) {
                        throw failure;
                    }
                    return weights.sample(step);
                },
                1,
                5);
        assertThat(groups(source, 1)).hasSize(2);
        assertThatThrownBy(() -> groups(source, 2)).isSameAs(failure);
    }

    @Test
    void anErrorOfASamplerNamesItsBatch() {
        RolloutsAhead source = source(
                step -> {
                    throw new StackOverflowError("deep");
                },
                1,
                5);
        assertThatThrownBy(() -> groups(source, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Sampling batch 1 failed: java.lang.StackOverflowError: deep");
    }

    @Test
    void aCheckpointWithABatchThatFailedIsRefused(@TempDir Path checkpoint) {
        RolloutsAhead source = source(
                step -> {
                    if (step.number() == 2) {
                        throw new IllegalArgumentException("no prompts");
                    }
                    return weights.sample(step);
                },
                1,
                5);
        groups(source, 1);
        assertThatThrownBy(() -> source.save(checkpoint)).hasMessage("no prompts");
        assertThat(checkpoint).isEmptyDirectory();
    }

    /** A sampler whose second batch stays in the model, also after it was interrupted, until it may leave. */
    private final class Stuck implements Sampler {
        private final CountDownLatch interrupted = new CountDownLatch(1);
        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch mayLeave = new CountDownLatch(1);

        @Override
        public List<Group> sample(SamplingStep step) {
            if (step.number() == 2) {
                entered.countDown();
                while (mayLeave.getCount() > 0) {
                    try {
                        mayLeave.await();
                    } catch (InterruptedException e) {
                        interrupted.countDown(); // native code goes on
                    }
                }
            }
            return weights.sample(step);
        }
    }

    private Stuck stuck() {
        Stuck sampler = new Stuck();
        stuck.add(sampler);
        return sampler;
    }

    @Test
    void theCopyTakesNewWeightsOnlyOnceTheWriterHasLeftIt() throws Exception {
        Stuck sampler = stuck();
        RolloutsAhead source = source(sampler, 1, 5);
        groups(source, 1);
        assertThat(sampler.entered.await(20, TimeUnit.SECONDS)).isTrue();
        copy.policy = 1;
        Thread asking = new Thread(() -> groups(source, 2));
        asking.start();
        asking.join(50);
        assertThat(copy.weights).isZero();
        sampler.mayLeave.countDown();
        asking.join(20_000);
        assertThat(copy.weights).isEqualTo(1);
    }

    @Test
    void closingInterruptsTheWriterWaitsForItAndThenClosesTheCopy() throws Exception {
        Stuck sampler = stuck();
        RolloutsAhead source = new RolloutsAhead(prompts, sampling, sampler, copy, 1, 5);
        groups(source, 1);
        assertThat(sampler.entered.await(20, TimeUnit.SECONDS)).isTrue();
        Thread closing = new Thread(source::close);
        closing.start();
        assertThat(sampler.interrupted.await(20, TimeUnit.SECONDS)).isTrue();
        closing.join(50);
        assertThat(closing.isAlive()).isTrue();
        assertThat(copy.closed).isFalse();
        sampler.mayLeave.countDown();
        closing.join(20_000);
        assertThat(closing.isAlive()).isFalse();
        assertThat(copy.closed).isTrue();
    }

    @Test
    void theCopyStaysOpenUnderAWriterThatDoesNotReturn() throws Exception {
        Stuck sampler = stuck();
        RolloutsAhead source = new RolloutsAhead(prompts, sampling, sampler, copy, 1, 5, 0);
        groups(source, 1);
        assertThat(sampler.entered.await(20, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(source::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "Thread rollouts-ahead was still writing one of the batches [2] after 0 seconds; the copy of"
                                + " the policy stays open");
        assertThat(copy.closed).isFalse();
        sampler.mayLeave.countDown();
    }
}
