package org.reason4j.core.trainer.components;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.sampler.RolloutEngine;
import org.reason4j.api.sampler.RolloutPlan;
import org.reason4j.api.sampler.RolloutRequest;

@Timeout(60)
class RunServicesTest {

    private final RunServices services = new RunServices(
            (Tokenizer) Proxy.newProxyInstance(
                    RunServicesTest.class.getClassLoader(),
                    new Class<?>[] {Tokenizer.class},
                    (proxy, method, arguments) -> {
                        throw new AssertionError("nobody decodes here");
                    }),
            new CurrentRun("run", () -> Path.of("run"), 1, 1, () -> ""));

    @Test
    void thePolicyCannotBeAskedBeforeTheRunHasBegun() {
        assertThatThrownBy(() -> services.engine().generate(List.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("There is no policy before the run has begun");
    }

    @Test
    void weightsDoNotChangeWhileALateComponentStillDecodes() throws Exception {
        CountDownLatch decoding = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        List<String> order = new CopyOnWriteArrayList<>();
        services.opinions().use(new RolloutEngine() {
            @Override
            public List<Trajectory> generate(List<RolloutRequest> requests) {
                decoding.countDown();
                try {
                    assertThat(mayEnd.await(30, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                order.add("decoded");
                return List.of();
            }

            @Override
            public List<List<Trajectory>> generatePlans(List<? extends RolloutPlan> plans) {
                throw new UnsupportedOperationException();
            }
        });
        Thread late = new Thread(() -> services.opinions().generate(List.of()));
        late.start();
        assertThat(decoding.await(30, TimeUnit.SECONDS)).isTrue();
        Thread update = new Thread(() -> services.whileIdle(() -> order.add("updated")));
        update.start();
        await().atMost(Duration.ofSeconds(30)).until(() -> update.getState() == Thread.State.WAITING);
        assertThat(order).isEmpty();
        mayEnd.countDown();
        late.join(30_000);
        update.join(30_000);
        assertThat(order).containsExactly("decoded", "updated");
    }

    @Test
    void whoIsTooLateNeedsNotWaitForItsTurn() throws Exception {
        CountDownLatch updating = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        Thread update = new Thread(() -> services.whileIdle(() -> {
            updating.countDown();
            try {
                assertThat(mayEnd.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }));
        update.start();
        assertThat(updating.await(30, TimeUnit.SECONDS)).isTrue();
        List<Throwable> told = new CopyOnWriteArrayList<>();
        Thread late = new Thread(() -> {
            try {
                services.engine().generate(List.of());
            } catch (IllegalStateException e) {
                told.add(e);
            }
        });
        late.start();
        late.interrupt();
        late.join(30_000);
        assertThat(update.isAlive()).isTrue();
        assertThat(told)
                .singleElement()
                .hasToString("java.lang.IllegalStateException: interrupted while others were using the policy");
        mayEnd.countDown();
        update.join(30_000);
    }
}
