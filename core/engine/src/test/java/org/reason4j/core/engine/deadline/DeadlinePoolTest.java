package org.reason4j.core.engine.deadline;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DeadlinePoolTest {

    @Test
    void aThreadDoesNotKeepTheContextClassLoaderOfWhoeverAskedFirst() throws Exception {
        Thread asking = Thread.currentThread();
        ClassLoader before = asking.getContextClassLoader();
        try (URLClassLoader plugin = new URLClassLoader(new URL[0]);
                DeadlinePool pool = new DeadlinePool(1, Duration.ofSeconds(10))) {
            asking.setContextClassLoader(plugin);
            ClassLoader seen = pool.submit(
                            "call",
                            Duration.ofSeconds(60),
                            () -> Thread.currentThread().getContextClassLoader())
                    .get(60, TimeUnit.SECONDS)
                    .value()
                    .orElseThrow();
            assertThat(seen).isSameAs(DeadlinePool.class.getClassLoader());
        } finally {
            asking.setContextClassLoader(before);
        }
    }
}
