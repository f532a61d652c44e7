package org.reason4j.core.host.plugin;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A plugin that is broken in one way.
 *
 * @param what is wrong with it
 * @param maker writes it
 * @param said a part of what must be said about it, beside what the reference page shows
 */
record Broken(String what, Maker maker, String said) {

    /** Where a broken plugin is made: a directory for compiling and the plugin directory. */
    record Place(Path scratch, Path plugins) {

        /** A jar with a sound plugin of one reward, and with a nested class. */
        PluginJar sound() {
            return PluginJar.offering(scratch, "OnePlugin", "one");
        }

        /** A jar with a descriptor and a class {@code demo.P}, whose source is given. */
        PluginJar plugin(String source) {
            return PluginJar.in(scratch).source(source).descriptor("mine").service("demo.P");
        }

        /** The same, compiled against a class path of its own. */
        PluginJar plugin(String source, String classPath) {
            return PluginJar.in(scratch)
                    .source(source, classPath)
                    .descriptor("mine")
                    .service("demo.P");
        }

        /** A jar whose plugin has that body in {@code register}; {@code members} stand beside it. */
        PluginJar registering(String body, String members) {
            return plugin("""
                    package demo;
                    import java.util.*;
                    import org.reason4j.api.data.*;
                    import org.reason4j.api.plugin.*;
                    import org.reason4j.api.reward.*;
                    public final class P implements Plugin {
                        public record Config() {}
                        public record One(Config config) implements Reward {
                            public List<Score> score(Group group) { return List.of(); }
                        }
                        MEMBERS
                        public void register(Registry registry) { BODY }
                    }
                    """.replace("MEMBERS", members).replace("BODY", body));
        }

        Path jar() {
            return plugins.resolve("mine.jar");
        }
    }

    /** Writes a broken plugin. */
    @FunctionalInterface
    interface Maker {
        void make(Place place) throws IOException;
    }

    static Broken of(String what, String said, Maker maker) {
        return new Broken(what, maker, said);
    }

    /** What the loader says about all that is in the directory. */
    static List<String> said(Path plugins) {
        try (PluginRegistry registry =
                new PluginLoader(Broken.class.getClassLoader(), List.of()).load(List.of(plugins))) {
            if (!registry.plugins().isEmpty()) {
                throw new AssertionError(registry.plugins() + " was loaded");
            }
            return registry.refused().stream().map(one -> one.message()).toList();
        }
    }

    @Override
    public String toString() {
        return what;
    }
}
