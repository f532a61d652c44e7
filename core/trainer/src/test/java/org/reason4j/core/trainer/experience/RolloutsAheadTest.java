package org.reason4j.core.trainer.experience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.data.Group;
import org.reason4j.api.sampler.Sampler;

@Timeout(60)
class RolloutsAheadTest {

    /** Two batches ahead of a run of five. */
    private static final int AHEAD = 2;

    private static final int LAST = 5;

    @TempDir
    private Path trainer;

    private final Prompts prompts = OnPaper.prompts(10);
    private final OnPaper model = new OnPaper();
    private final AtomicBoolean closed = new AtomicBoolean();

    /** A copy whose version is the number of its refreshes. */
    private final PolicyCopy copy = new PolicyCopy() {
        @Override
        public void refresh() {
            model.version++;
        }

        @Override
        public void close() {
            closed.set(true);
        }
    };

    private RolloutsAhead ahead(Sampler sampler) {
        return new RolloutsAhead(prompts, model.sampling(), sampler, copy, AHEAD, LAST);
    }

    private static long version(List<Group> groups) {
        return groups.get(0).trajectories().get(0).policyVersion().orElseThrow();
    }

    private List<Group> groups(RolloutsAhead source, int batch) {
        return source.groups(model.sampling().step(batch, batch, prompts.ofBatch(batch)), batch);
    }

    @Test
    void aBatchIsWrittenWithTheWeightsOfTwoStepsBefore() {
        try (RolloutsAhead source = ahead(OnPaper.PAIRS)) {
            // the copy is refreshed at each step: batches 1, 2 and 3 by version 1, batch 4 by 2, batch 5 by 3
            assertThat(List.of(1, 2, 3, 4, 5)).extracting(batch -> version(groups(source, batch))).containsExactly(
                    1L, 1L, 1L, 2L, 3L);
        }
    }

    @Test
    void everyBatchHasItsOwnPrompts() {
        try (RolloutsAhead source = ahead(OnPaper.PAIRS)) {
            groups(source, 1);
            assertThat(groups(source, 2)).extracting(group -> group.prompt().id()).containsExactly("p2", "p3");
        }
    }

    @Test
    void nothingIsWrittenBeyondTheLastBatch() {
        try (RolloutsAhead source = ahead(OnPaper.PAIRS)) {
            for (int batch = 1; batch <= LAST; batch++) {
                groups(source, batch);
            }
        }
        assertThat(model.batches).doesNotContain(6, 7);
    }

    @Test
    void aCheckpointHoldsTheBatchesWhoseWeightsAreGone() {
        try (RolloutsAhead source = ahead(OnPaper.PAIRS)) {
            groups(source, 1);
            source.save(trainer);
        }
        model.version = 41;
        try (RolloutsAhead resumed = ahead(OnPaper.PAIRS)) {
            resumed.restore(trainer);
            assertThat(List.of(2, 3, 4)).extracting(batch -> version(groups(resumed, batch))).containsExactly(
                    1L, 1L, 42L); // 4 is begun at step 2, after the copy's refresh
        }
    }

    @Test
    void aFailureOfTheWriterIsThatOfTheStepThatNeedsTheBatch() {
        Sampler failing = step -> {
            if (step.prompts().get(0).id().equals("p2")) {
                throw new IllegalArgumentException("no second batch");
            }
            return OnPaper.PAIRS.sample(step);
        };
        try (RolloutsAhead source = ahead(failing)) {
            assertThat(groups(source, 1)).hasSize(2);
            assertThatThrownBy(() -> groups(source, 2))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("no second batch");
        }
    }

    @Test
    void theCopyIsClosedAfterTheWriterHasEnded() throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        AtomicBoolean closedWhileWriting = new AtomicBoolean();
        Sampler slow = step -> {
            if (step.prompts().get(0).id().equals("p0")) {
                return OnPaper.PAIRS.sample(step);
            }
            writing.countDown();
            try {
                Thread.sleep(60_000);
            } catch (InterruptedException e) {
                closedWhileWriting.set(closed.get());
            }
            return List.of();
        };
        RolloutsAhead source = ahead(slow);
        groups(source, 1);
        writing.await();
        source.close();
        assertThat(closed).isTrue();
        assertThat(closedWhileWriting).isFalse();
    }

    @Test
    void aWriterThatDoesNotEndKeepsTheCopyOpen() throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        Sampler deaf = step -> {
            if (step.prompts().get(0).id().equals("p0")) {
                return OnPaper.PAIRS.sample(step);
            }
            writing.countDown();
            boolean ended = false;
            while (!ended) {
                try {
                    mayEnd.await();
                    ended = true;
                } catch (InterruptedException e) {
                    ended = mayEnd.getCount() == 0; // a native call does not listen either
                }
            }
            return List.of();
        };
        RolloutsAhead source = new RolloutsAhead(prompts, model.sampling(), deaf, copy, AHEAD, LAST, 0);
        groups(source, 1);
        writing.await();
        assertThatThrownBy(source::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Thread rollouts-ahead was still writing one of the batches [2, 3] after 0 seconds; the copy of"
                        + " the policy stays open");
        assertThat(closed).isFalse();
        mayEnd.countDown();
    }
}
