package org.reason4j.core.trainer.components;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.plugin.Kind;
import org.reason4j.api.sampler.RolloutEngine;
import org.reason4j.api.text.TextModel;
import org.reason4j.api.track.Metrics;
import org.reason4j.api.track.RunInfo;
import org.reason4j.core.engine.model.TinyModels;
import org.reason4j.core.host.config.SettingsBinder;
import org.reason4j.core.host.plugin.ComponentFactory;
import org.reason4j.core.host.plugin.Guard;
import org.reason4j.core.host.plugin.PluginRegistry;
import org.reason4j.core.host.track.RunDirectory;
import org.reason4j.core.host.track.RunFacts;
import org.reason4j.core.host.track.Terminal;
import org.reason4j.core.trainer.beside.LearningModels;
import org.reason4j.core.trainer.beside.PolicyResponses;

class BuiltInsTest {

    /** Settings without a default. */
    private static final Map<String, Map<String, Object>> SETTINGS = Map.of(
            "local",
            Map.of("path", TinyModels.directory(TinyModels.LLAMA).toString(), "device", "cpu", "precision", "fp32"));

    @TempDir
    Path directory;

    @TestFactory
    Stream<DynamicTest> everyComponentCanBeBuiltFromTheServicesOfARun() {
        PluginRegistry registry = PluginRegistry.of(new BuiltIns());
        ComponentFactory factory = new ComponentFactory(
                registry,
                SettingsBinder::bind,
                Map.of(
                        RunDirectory.class,
                        new RunDirectory(directory),
                        RunFacts.class,
                        new RunFacts("recipe", 42, "model", "machine", Map.of()),
                        RunInfo.class,
                        new CurrentRun("recipe", () -> directory, 42, 1, () -> ""),
                        Terminal.class,
                        Terminal.PLAIN,
                        PrintStream.class,
                        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                        Tokenizer.class,
                        neverAsked(Tokenizer.class),
                        RolloutEngine.class,
                        neverAsked(RolloutEngine.class),
                        Metrics.class,
                        neverAsked(Metrics.class),
                        LearningModels.class,
                        new LearningModels(Set.of("judge")),
                        PolicyResponses.class,
                        new PolicyResponses(Optional.of(Set.of("answer")))));
        return Kind.all().stream()
                .flatMap(kind -> registry.offers(kind).stream()
                        .map(offer -> DynamicTest.dynamicTest(
                                kind + " " + offer.name(), () -> build(factory, kind, offer.name(), offer.type()))));
    }

    private static void build(ComponentFactory factory, Kind<?> kind, String name, Class<?> type) throws Exception {
        Map<String, Object> config = SETTINGS.getOrDefault(name, Map.of());
        Object built = factory.create(kind, name, Optional.empty(), config, kind.toString());
        assertThat(Guard.unwrap(built)).isInstanceOf(type);
        if (built instanceof TextModel model) {
            model.close();
        }
    }

    private static <T> T neverAsked(Class<T> service) {
        return service.cast(Proxy.newProxyInstance(
                BuiltInsTest.class.getClassLoader(), new Class<?>[] {service}, (proxy, method, arguments) -> {
                    if (method.getDeclaringClass() == Object.class) {
                        return method.getName().equals("hashCode") ? (Object) 1 : service.getSimpleName();
                    }
                    throw new AssertionError("a constructor called " + method);
                }));
    }
}
