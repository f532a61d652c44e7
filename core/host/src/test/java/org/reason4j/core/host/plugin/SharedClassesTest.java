package org.reason4j.core.host.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Score;
import org.reason4j.api.plugin.Kind;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.PluginException;
import org.reason4j.api.plugin.Stateful;
import org.reason4j.api.regularizer.Regularizer;
import org.reason4j.api.reward.Reward;

class SharedClassesTest {

    private static final Clock SERVICE = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    private static final String COUNTER = "sharing/" + Counter.class.getName();

    private final PluginRegistry registry = PluginRegistry.of(new SharingPlugin());
    private final ComponentFactory run = factory();

    @TempDir
    private Path scratch;

    private ComponentFactory factory() {
        return new ComponentFactory(registry, new JacksonBinding(), Map.of(Clock.class, SERVICE));
    }

    private static Counter counterOf(ComponentFactory factory) {
        return ((Counting) Guard.unwrap(build(factory, Kind.REWARD, "counting"))).counter();
    }

    private static <T> T build(ComponentFactory factory, Kind<T> kind, String name) {
        return factory.create(kind, name, Optional.empty(), Map.of(), kind.label());
    }

    @Test
    void componentsOfOneRunShareOneInstanceWhateverTheirKind() {
        Regularizer reading = build(run, Kind.REGULARIZER, "reading");
        assertThat(((Reading) Guard.unwrap(reading)).counter()).isSameAs(counterOf(run));
        assertThat(counterOf(run.offering(Map.of()))).isSameAs(counterOf(run));
    }

    @Test
    void twoRunsInOneVirtualMachineHaveInstancesOfTheirOwn() {
        assertThat(counterOf(run)).isNotSameAs(counterOf(factory()));
    }

    @Test
    void aSharedClassMayAskForServicesAndForOtherSharedClasses() {
        assertThat(counterOf(run).base().clock()).isSameAs(SERVICE);
    }

    @Test
    void aSharedClassIsMadeWhenAComponentAsksForIt() {
        build(run, Kind.REWARD, "alone");
        assertThat(run.shared()).isEmpty();
        counterOf(run);
        assertThat(run.shared()).containsOnlyKeys(COUNTER);
    }

    @Test
    void itsStateIsSavedAndRestored() {
        counterOf(run).restore(Map.of("count", 7));
        Map<String, Object> saved = run.shared().get(COUNTER).state();
        ComponentFactory resumed = factory();
        Counter counter = counterOf(resumed);
        resumed.shared().get(COUNTER).restore(saved);
        assertThat(counter.state()).isEqualTo(Map.of("count", 7));
    }

    @Test
    void componentsAreClosedLastOneFirstAndSharedInstancesAfterThem() {
        List<String> closed = counterOf(run).closed();
        build(run, Kind.REGULARIZER, "reading");
        run.close();
        assertThat(closed).containsExactly("reading", "counting", "counter", "base");
        run.close();
        assertThat(closed).hasSize(4);
    }

    @Test
    void aFailingCloseKeepsNoOtherFromClosing() {
        Counter counter = counterOf(run);
        build(run, Kind.REGULARIZER, "reading");
        counter.closed().add("broken");
        assertThatThrownBy(run::close)
                .isInstanceOf(PluginException.class)
                .hasMessageContainingAll("regularizer 'reading'", "failed in close", "IllegalStateException: reading")
                .satisfies(failure -> assertThat(failure.getSuppressed())
                        .singleElement()
                        .satisfies(other -> assertThat(other)
                                .hasMessageContainingAll("reward 'counting'", "IllegalStateException: counting")));
        assertThat(counter.closed()).containsExactly("broken", "reading", "counting", "counter", "base");
    }

    @Test
    void aClassThatAnotherPluginSharesIsRefused() {
        Plugin other = registry -> registry.reward("foreign", new None(), Foreign.class);
        PluginRegistry both = PluginRegistry.of(new SharingPlugin(), other);
        ComponentFactory factory = new ComponentFactory(both, new JacksonBinding(), Map.of(Clock.class, SERVICE));
        assertThatThrownBy(() -> build(factory, Kind.REWARD, "foreign"))
                .isInstanceOf(PluginException.class)
                .hasMessageContainingAll(
                        "reward 'foreign'",
                        "asks its constructor for " + Counter.class.getName(),
                        SharingPlugin.class.getName(),
                        "shares among its own components alone");
    }

    @Test
    void aSharedClassThatAsksForSomethingElseIsNamed() {
        Plugin greedy = registry -> {
            registry.shared(Greedy.class);
            registry.reward("alone", new None(), Alone.class);
        };
        ComponentFactory factory = new ComponentFactory(PluginRegistry.of(greedy), new JacksonBinding(), Map.of());
        assertThatThrownBy(() -> build(factory, Kind.REWARD, "alone"))
                .isInstanceOf(PluginException.class)
                .hasMessageContainingAll("shared class 'Greedy'", "java.lang.Thread, which is not offered");
    }

    @Test
    void aPluginInAJarSharesAClassOfItsOwn() throws Exception {
        Path plugins = Files.createDirectory(scratch.resolve("plugins"));
        PluginJar.in(scratch)
                .source("""
                        package demo;
                        import java.util.*;
                        import org.reason4j.api.data.*;
                        import org.reason4j.api.plugin.*;
                        import org.reason4j.api.reward.Reward;
                        public final class TallyPlugin implements Plugin {
                            public record Config() {}
                            static final class Tally implements Stateful {
                                private int calls;
                                public Map<String, Object> state() { return Map.of("calls", calls); }
                                public void restore(Map<String, Object> state) {
                                    calls = ((Number) state.get("calls")).intValue();
                                }
                            }
                            record Counted(Tally tally) implements Reward {
                                public List<Score> score(Group group) {
                                    tally.calls++;
                                    return List.of();
                                }
                            }
                            public void register(Registry registry) {
                                registry.shared(Tally.class);
                                registry.reward("counted", new Config(), Counted.class);
                            }
                        }
                        """)
                .descriptor("tally")
                .service("demo.TallyPlugin")
                .writeTo(plugins.resolve("tally.jar"));
        try (PluginRegistry loaded = new PluginLoader(getClass().getClassLoader(), List.of()).load(List.of(plugins));
                ComponentFactory factory = new ComponentFactory(loaded, new JacksonBinding(), Map.of())) {
            Reward first = build(factory, Kind.REWARD, "counted");
            Reward second = build(factory, Kind.REWARD, "counted");
            assertThat(first).isEqualTo(second);
            assertThat(factory.shared()).containsOnlyKeys("tally/demo.TallyPlugin$Tally");
            Stateful tally = factory.shared().get("tally/demo.TallyPlugin$Tally");
            tally.restore(Map.of("calls", 4L));
            assertThat(tally.state()).isEqualTo(Map.of("calls", 4));
        }
    }

    record None() {}

    static final class SharingPlugin implements Plugin {
        @Override
        public void register(org.reason4j.api.plugin.Registry registry) {
            registry.shared(Base.class);
            registry.shared(Counter.class);
            registry.reward("counting", new None(), Counting.class);
            registry.reward("alone", new None(), Alone.class);
            registry.regularizer("reading", new None(), Reading.class);
        }
    }

    /** Holds what was closed, in order; an entry {@code broken} makes closing components fail. */
    record Base(Clock clock, List<String> closed) implements AutoCloseable {
        @jakarta.inject.Inject
        Base(Clock clock) {
            this(clock, new ArrayList<>());
        }

        @Override
        public void close() {
            closed.add("base");
        }
    }

    static final class Counter implements Stateful, AutoCloseable {
        private final Base base;
        private int count;

        Counter(Base base) {
            this.base = base;
        }

        Base base() {
            return base;
        }

        List<String> closed() {
            return base.closed();
        }

        void component(String name) {
            boolean broken = closed().contains("broken");
            closed().add(name);
            if (broken) {
                throw new IllegalStateException(name);
            }
        }

        @Override
        public Map<String, Object> state() {
            return Map.of("count", count);
        }

        @Override
        public void restore(Map<String, Object> state) {
            count = ((Number) state.getOrDefault("count", 0)).intValue();
        }

        @Override
        public void close() {
            closed().add("counter");
        }
    }

    private interface Silent extends Reward {
        @Override
        default List<Score> score(Group group) {
            return List.of();
        }
    }

    record Alone() implements Silent {}

    record Counting(Counter counter) implements Silent, AutoCloseable {
        @Override
        public void close() {
            counter.component("counting");
        }
    }

    record Reading(Counter counter, None settings) implements Regularizer, AutoCloseable {
        @Override
        public void close() {
            counter.component("reading");
        }
    }

    record Foreign(Counter counter) implements Silent {}

    record Greedy(Thread thread) {}
}
