package org.reason4j.verifier;

import ai.djl.engine.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.reason4j.api.plugin.Kind;
import org.reason4j.core.host.plugin.InstalledPlugin;
import org.reason4j.core.host.plugin.Offer;
import org.reason4j.core.host.plugin.PluginLoader;
import org.reason4j.core.host.plugin.PluginRegistry;
import org.reason4j.core.host.plugin.jar.PassedOver;
import org.reason4j.core.host.plugin.jar.RefusedPlugin;
import org.reason4j.testkit.rule.NotRun;
import org.reason4j.testkit.rule.Rule;
import org.reason4j.testkit.rule.Rules;
import org.reason4j.testkit.subject.Materials;
import org.reason4j.testkit.subject.Offered;
import org.reason4j.testkit.subject.Services;
import org.reason4j.testkit.subject.Subject;
import org.reason4j.verifier.Verification.Component;
import org.reason4j.verifier.Verification.Outcome;
import org.reason4j.verifier.Verification.Result;

/**
 * Verifies built plugins: loads a jar or a folder as a run would, then runs the rules of its kind on every component that it
 * offers, with its default settings and with each preset, and the rules of settings on these.
 *
 * <p>Inputs are the standard materials of the testkit; the examples that rewards judge may get further fields. A rule that needs
 * more says so and is not run.
 */
public final class PluginVerifier {

    private static final Duration LONGEST = Duration.ofMinutes(3);

    private final ClassLoader host;
    private final Map<String, String> fields;

    /**
     * Makes a verifier with the standard materials.
     *
     * @param host class loader of the application, which has the API and the libraries that plugins share
     */
    public PluginVerifier(ClassLoader host) {
        this(host, Map.of());
    }

    /**
     * Makes a verifier.
     *
     * @param host class loader of the application, which has the API and the libraries that plugins share
     * @param fields that every example gets which rewards judge, by name
     */
    public PluginVerifier(ClassLoader host, Map<String, String> fields) {
        this.host = host;
        this.fields = Map.copyOf(fields);
    }

    /**
     * Verifies the plugin of a jar or a folder.
     *
     * @throws org.reason4j.api.plugin.ConfigException if there is no such file
     */
    public Verification verify(Path jarOrFolder) {
        try (PluginRegistry registry = new PluginLoader(host, List.of()).loadOne(jarOrFolder)) {
            if (registry.plugins().isEmpty()) {
                return refused(jarOrFolder, registry);
            }
            Engine.getInstance(); // finds its native library by the thread's class loader, which must be the host's
            InstalledPlugin plugin = registry.plugins().get(0);
            Path directory = temporary();
            try {
                List<Component> components = new ArrayList<>();
                for (Kind<?> kind : Kind.all()) {
                    for (Offer offer : registry.offers(kind)) {
                        components.addAll(components(kind, offer, registry, directory));
                    }
                }
                return new Verification(
                        jarOrFolder,
                        Optional.of(plugin.origin().id()),
                        Optional.of(plugin.origin().version()),
                        List.of(),
                        components);
            } finally {
                delete(directory);
            }
        }
    }

    private static Verification refused(Path path, PluginRegistry registry) {
        Optional<RefusedPlugin> refused = registry.refused().stream().findFirst();
        List<String> reasons = new ArrayList<>();
        registry.refused().forEach(one -> reasons.addAll(one.reasons()));
        registry.passedOver().stream().map(PassedOver::reason).forEach(reasons::add);
        return new Verification(
                path, refused.flatMap(RefusedPlugin::id), refused.flatMap(RefusedPlugin::version), reasons, List.of());
    }

    private <T> List<Component> components(Kind<T> kind, Offer offer, PluginRegistry registry, Path directory) {
        Offered<T> offered = new Offered<>(
                kind,
                offer.name(),
                offer.defaults(),
                offer.presets(),
                offer.type().asSubclass(kind.contract()),
                registry.shared(offer));
        Materials materials = kind.equals(Kind.REWARD) && !fields.isEmpty()
                ? Materials.standard().withFields(fields)
                : Materials.standard();
        List<Component> components = new ArrayList<>();
        for (Map.Entry<String, Record> settings : offered.settings().entrySet()) {
            Subject<T> subject = offered.subject(settings.getValue(), Services.standard(directory), materials);
            Subject<Record> record = Subject.of("its settings", settings::getValue, materials);
            List<Result> results = new ArrayList<>();
            Rules.ofSettings().forEach(rule -> results.add(result(rule, record, offer.type())));
            Rules.of(kind).forEach(rule -> results.add(result(rule, subject, offer.type())));
            components.add(new Component(kind.label(), offer.name(), settings.getKey(), results));
        }
        return components;
    }

    /** Runs a rule on a thread that sees the plugin's classes. */
    private static <T> Result result(Rule<T> rule, Subject<T> subject, Class<?> type) {
        FutureTask<Result> task = new FutureTask<>(() -> result(rule, subject));
        Thread thread = new Thread(task, "verify");
        thread.setDaemon(true);
        thread.setContextClassLoader(type.getClassLoader());
        thread.start();
        try {
            return task.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            thread.interrupt();
            return new Result(rule.name(), Outcome.BROKEN, "no end within " + LONGEST.toSeconds() + " s");
        } catch (ExecutionException e) {
            throw new IllegalStateException("The verifier failed at the rule '" + rule.name() + "'", e.getCause());
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The verifier was interrupted at the rule '" + rule.name() + "'", e);
        }
    }

    private static <T> Result result(Rule<T> rule, Subject<T> subject) {
        try {
            rule.check(subject);
            return new Result(rule.name(), Outcome.HOLDS, "");
        } catch (NotRun e) {
            return new Result(
                    rule.name(),
                    e.applies() ? Outcome.NOT_RUN : Outcome.DOES_NOT_APPLY,
                    String.valueOf(e.getMessage()));
        } catch (AssertionError e) {
            return new Result(rule.name(), Outcome.BROKEN, String.valueOf(e.getMessage()));
        } catch (Exception
                | LinkageError
                | StackOverflowError e) { // of the plugin, outside of a call that a rule watches
            return new Result(rule.name(), Outcome.BROKEN, "it threw " + e);
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("reason4j-verify");
        } catch (IOException e) {
            throw new UncheckedIOException("No temporary directory can be made for the plugin's files", e);
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The temporary directory " + directory + " can't be deleted", e);
        }
    }
}
