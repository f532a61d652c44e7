package org.reason4j.core.engine.model.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SideBySideTest {

    private static final long LONGEST_SECONDS = 60;

    @Test
    void callsRunAtTheSameTimeAndResultsKeepTheirOrder() {
        CyclicBarrier meeting = new CyclicBarrier(2);

        List<String> results = SideBySide.run(List.of("one", "two"), name -> meets(meeting, name));

        assertThat(results).containsExactly("one", "two");
    }

    private static String meets(CyclicBarrier meeting, String name) {
        try {
            meeting.await(LONGEST_SECONDS, TimeUnit.SECONDS);
            return name;
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theSameThreadsMakeTheCallsEachTime() {
        List<Thread> first = SideBySide.run(List.of(1, 2, 3), input -> Thread.currentThread());
        List<Thread> second = SideBySide.run(List.of(1, 2), input -> Thread.currentThread());
        List<Thread> third = SideBySide.run(List.of(1, 2, 3), input -> Thread.currentThread());

        assertThat(first).doesNotHaveDuplicates();
        assertThat(second).isEqualTo(first.subList(0, 2));
        assertThat(third).isEqualTo(first);
    }

    @Test
    void oneCallRunsInTheCallingThread() {
        assertThat(SideBySide.run(List.of("alone"), name -> Thread.currentThread()))
                .containsExactly(Thread.currentThread());
    }

    @Test
    void aFailureIsThrownOnceTheOthersHaveEnded() {
        CountDownLatch failed = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        Supplier<String> fails = () -> {
            failed.countDown();
            throw new IllegalArgumentException("broken");
        };
        Supplier<String> endsLater = () -> {
            try {
                ended.set(failed.await(LONGEST_SECONDS, TimeUnit.SECONDS));
                return "";
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        };

        assertThatThrownBy(() -> SideBySide.run(List.of(fails, endsLater), Supplier::get))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("broken");
        assertThat(ended).isTrue();
    }
}
