package org.reason4j.core.trainer.experience;

import static org.reason4j.core.engine.deadline.Orders.require;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Group;
import org.reason4j.api.sampler.Sampler;
import org.reason4j.core.engine.deadline.Orders;

/** The trainer's thread and the writer's, in every order of their steps that Lincheck comes to. */
class RolloutsAheadOrdersTest {

    private static final Prompts PROMPTS = FakeRollouts.prompts(16, 2);
    private static final Sampling SAMPLING = new FakeRollouts().sampling();

    /** The groups that weights write for a batch, made in advance, because a model checker follows every step. */
    private static final List<List<List<Group>>> GROUPS = IntStream.rangeClosed(0, 4)
            .mapToObj(weights -> IntStream.rangeClosed(1, 4)
                    .mapToObj(batch -> FakeRollouts.groups(PROMPTS.ofBatch(batch), weights))
                    .toList())
            .toList();

    private static final List<Sampling.Step> STEPS = IntStream.rangeClosed(1, 4)
            .mapToObj(batch -> SAMPLING.step(batch, batch, PROMPTS.ofBatch(batch)))
            .toList();

    /** Weights are the number of steps that the policy has trained for. */
    private static final class Copy implements PolicyCopy {
        private final AtomicInteger writing = new AtomicInteger();
        private int policy;
        private int weights = -1;
        private boolean closed;

        @Override
        public void refresh() {
            require(writing.get() == 0, "the copy's weights change while it writes");
            weights = policy;
        }

        @Override
        public void close() {
            require(writing.get() == 0, "the copy is closed while it writes");
            closed = true;
        }
    }

    private static Sampler sampler(Copy copy) {
        return step -> {
            copy.writing.incrementAndGet();
            require(!copy.closed, "a closed copy writes");
            int weights = copy.weights;
            List<Group> groups = GROUPS.get(weights).get(step.number() - 1);
            require(copy.weights == weights, "weights changed while a batch was written");
            copy.writing.decrementAndGet();
            return groups;
        };
    }

    @Test
    void everyBatchIsWrittenWithItsWeightsAndTheCopyIsClosedLast() {
        Orders.check(20, () -> {
            Copy copy = new Copy();
            RolloutsAhead source = new RolloutsAhead(PROMPTS, SAMPLING, sampler(copy), copy, 1, 4);
            for (int batch = 1; batch <= 2; batch++) {
                List<Group> groups = source.groups(STEPS.get(batch - 1), batch);
                int weights = groups.get(0).trajectories().get(0).token(0);
                require(weights == Math.max(0, batch - 2), "batch " + batch + " was written with weights " + weights);
                copy.policy++;
            }
            source.close();
            require(copy.closed, "the copy stays open");
        });
    }
}
