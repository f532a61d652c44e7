package org.reason4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.core.config.SettingsBinder;
import org.reason4j.core.plugin.ComponentFactory;
import org.reason4j.core.plugin.ComponentKind;
import org.reason4j.core.plugin.PluginRegistry;
import org.reason4j.core.track.RunDirectory;
import org.reason4j.core.track.RunFacts;
import org.reason4j.core.track.Terminal;

class BuiltInsTest {

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
                        Terminal.class,
                        Terminal.PLAIN,
                        PrintStream.class,
                        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                        Tokenizer.class,
                        neverAsked()));
        return ComponentKind.ALL.stream()
                .flatMap(kind -> registry.offers(kind).stream()
                        .map(offer -> DynamicTest.dynamicTest(
                                kind + " " + offer.name(),
                                () -> assertThat(factory.create(
                                                kind, offer.name(), Optional.empty(), Map.of(), kind.toString()))
                                        .isInstanceOf(offer.type()))));
    }

    private static Tokenizer neverAsked() {
        return (Tokenizer) Proxy.newProxyInstance(
                BuiltInsTest.class.getClassLoader(), new Class<?>[] {Tokenizer.class}, (proxy, method, arguments) -> {
                    if (method.getDeclaringClass() == Object.class) {
                        return method.getName().equals("hashCode") ? (Object) 1 : "tokenizer";
                    }
                    throw new AssertionError("a constructor called " + method);
                });
    }
}
