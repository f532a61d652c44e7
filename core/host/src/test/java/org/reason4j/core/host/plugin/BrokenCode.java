package org.reason4j.core.host.plugin;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Plugins whose code is broken: it can't be loaded, or what it registers can't be used. */
final class BrokenCode {

    private static final String EMPTY = "public void register(org.reason4j.api.plugin.Registry registry) {}";

    private BrokenCode() {}

    static List<Broken> loading() {
        return List.of(
                code("a class that is not a Plugin", "is not a org.reason4j.api.plugin.Plugin", "public class P {}"),
                code(
                        "an abstract class",
                        "is abstract",
                        "public abstract class P implements org.reason4j.api.plugin.Plugin {}"),
                member("a private constructor", "no public constructor without arguments", "private P() {}"),
                member(
                        "a constructor with an argument",
                        "no public constructor without arguments",
                        "public P(int i) {}"),
                member(
                        "a constructor that throws",
                        "no licence",
                        "public P() { throw new IllegalStateException(\"no licence\"); }"),
                member(
                        "a static initializer that throws",
                        "static initializer",
                        "static final int SIZE = Integer.parseInt(\"large\");"),
                Broken.of(
                        "a missing library",
                        "is missing. Put its library",
                        place -> place.plugin("""
                                package demo;
                                public class P implements org.reason4j.api.plugin.Plugin {
                                    public static class Library {}
                                    private final Object library = new Library();
                                    public void register(org.reason4j.api.plugin.Registry registry) {}
                                }
                                """).without("demo.P$Library").writeTo(place.jar())),
                member(
                        "a library that only reason4j has",
                        "com.google.common.collect.ImmutableList",
                        "private final Object list = com.google.common.collect.ImmutableList.of();"),
                member(
                        "a class of the inside of reason4j",
                        "Use the API alone",
                        "private final Object name = org.reason4j.core.host.config.tree.NearMiss.of(\"a\", java.util.Set.of());"),
                Broken.of(
                        "a method that this API does not have",
                        "does not fit this version of reason4j",
                        place -> place.plugin("""
                                package demo;
                                public class P implements org.reason4j.api.plugin.Plugin {
                                    public void register(org.reason4j.api.plugin.Registry registry) { registry.teach("tricks"); }
                                }
                                """, futureApi(place)).writeTo(place.jar())),
                Broken.of(
                        "a type that this API does not have",
                        "This version of the API does not have it",
                        place -> place.plugin("""
                                package demo;
                                public class P implements org.reason4j.api.plugin.Plugin {
                                    private final Object later = new org.reason4j.api.plugin.Later();
                                    public void register(org.reason4j.api.plugin.Registry registry) {}
                                }
                                """, futureApi(place)).writeTo(place.jar())),
                Broken.of("a class that is cut off", "is damaged", place -> {
                    PluginJar jar = place.registering("", "");
                    byte[] code = jar.code("demo.P");
                    jar.entry("demo/P.class", Arrays.copyOf(code, code.length / 2))
                            .writeTo(place.jar());
                }));
    }

    static List<Broken> registering() {
        return List.of(
                registering(
                        "a registration that throws", "no licence", "throw new IllegalStateException(\"no licence\");"),
                registering("an error while it registers", "unfinished", "throw new AssertionError(\"unfinished\");"),
                registering(
                        "a name in capitals",
                        "Upper_Case",
                        "registry.reward(\"Upper_Case\", new Config(), One.class);"),
                registering("no settings", "default settings null", "registry.reward(\"mine\", null, One.class);"),
                registering("no class", "the class null", "registry.reward(\"mine\", new Config(), null);"),
                registering(
                        "settings that no recipe can give: arrays of arrays",
                        "numbers",
                        "registry.reward(\"mine\", new Arrays(new int[0][0]), One.class);",
                        "public record Arrays(int[][] numbers) {}"),
                registering(
                        "settings that no recipe can give: a choice of types",
                        "shape",
                        "registry.reward(\"mine\", new Choice(new Shape.Round()), One.class);",
                        "public sealed interface Shape { final class Round implements Shape {} }"
                                + " public record Choice(Shape shape) {}"),
                registering(
                        "a component of another kind",
                        "does not implement",
                        "registry.offer((Kind) Kind.SAMPLER, \"mine\", new Config(), (Class) One.class, Map.of());"),
                registering(
                        "an abstract component",
                        "Register a class that can be constructed",
                        "registry.reward(\"mine\", new Config(), Half.class);",
                        "public abstract static class Half implements Reward {}"),
                registering(
                        "two components of one name",
                        "two components",
                        "registry.reward(\"mine\", new Config(), One.class); registry.reward(\"mine\", new Config(), One.class);"),
                registering(
                        "a preset of another record",
                        "class of the defaults",
                        "registry.offer((Kind) Kind.REWARD, \"mine\", new Config(), (Class) One.class,"
                                + " Map.of(\"low\", new Other()));",
                        "public record Other() {}"),
                registering(
                        "a recipe with a key that does not exist",
                        "optimiser",
                        "registry.recipe(\"mine\", \"optimiser: {name: grpo}\");"),
                registering("a shared class that is an interface", "abstract", "registry.shared(Runnable.class);"),
                registering(
                        "several mistakes of a registration",
                        "3 problems",
                        "registry.reward(\"Mine\", new Config(), One.class); registry.reward(\"mine\", null, One.class);"
                                + " registry.recipe(\"mine\", null);"));
    }

    private static Broken registering(String what, String said, String body) {
        return registering(what, said, body, "");
    }

    private static Broken registering(String what, String said, String body, String members) {
        return Broken.of(what, said, place -> place.registering(body, members).writeTo(place.jar()));
    }

    private static Broken code(String what, String said, String type) {
        return Broken.of(
                what, said, place -> place.plugin("package demo; " + type).writeTo(place.jar()));
    }

    private static Broken member(String what, String said, String member) {
        return code(
                what,
                said,
                "public class P implements org.reason4j.api.plugin.Plugin { " + member + " " + EMPTY + " }");
    }

    /** Class path with an API that has a method and a type more. */
    private static String futureApi(Broken.Place place) throws java.io.IOException {
        Path api = Files.createTempDirectory(place.scratch(), "api");
        Path jar = api.resolve("api.jar");
        PluginJar later = PluginJar.in(place.scratch())
                .source("package org.reason4j.api.plugin; public class Later {}")
                .source("package org.reason4j.api.plugin; public interface Registry { void teach(String what); }");
        String types = later.writeTo(api.resolve("types.jar")).toString();
        later.source(
                        "package org.reason4j.api.plugin; public interface Plugin { void register(Registry registry); }",
                        types)
                .writeTo(jar);
        return jar.toString();
    }
}
