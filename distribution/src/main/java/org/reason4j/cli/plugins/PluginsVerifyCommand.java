package org.reason4j.cli.plugins;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.cli.console.Columns;
import org.reason4j.cli.console.Json;
import org.reason4j.verifier.PluginVerifier;
import org.reason4j.verifier.Verification;
import org.reason4j.verifier.Verification.Component;
import org.reason4j.verifier.Verification.Outcome;
import org.reason4j.verifier.Verification.Result;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code reason4j plugins verify}: built plugins against the loader's checks and the rules of everything that they offer. */
@Command(
        name = "verify",
        description =
                "Loads plugins as a run would and tries the rules of their kinds on everything that they offer, with"
                        + " default settings and with each preset. The plugins need not be installed.")
final class PluginsVerifyCommand implements Callable<Integer> {

    private static final int BROKEN = 1;

    @Parameters(paramLabel = "JAR", arity = "1..*", description = "A jar, or a folder with a jar and its libraries.")
    private List<Path> jars = new ArrayList<>();

    @Option(
            names = "--field",
            paramLabel = "NAME=VALUE",
            description = "Give every example that rewards judge this field. May be given several times.")
    private Map<String, String> fields = new LinkedHashMap<>();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        for (Path jar : jars) {
            ConfigException.check(Files.exists(jar), "'%s' does not exist. Name a jar or a folder with jars.", jar);
        }
        PluginVerifier verifier = new PluginVerifier(PluginsVerifyCommand.class.getClassLoader(), fields);
        PrintWriter out = spec.commandLine().getOut();
        ObjectNode root = Json.object();
        ArrayNode list = root.putArray("plugins");
        boolean sound = true;
        for (Path jar : jars) {
            Verification verification = verifier.verify(jar);
            sound &= verification.isSound();
            if (json) {
                describe(verification, list.addObject());
            } else {
                print(verification, out);
                out.flush(); // the next one takes a while
            }
        }
        if (json) {
            root.put("sound", sound);
            Json.print(root, out);
        }
        out.flush();
        return sound ? 0 : BROKEN;
    }

    private static void print(Verification verification, PrintWriter out) {
        out.println(verification.id().orElse("A plugin")
                + verification.version().map(version -> " " + version).orElse("") + " (" + verification.path() + ")");
        if (!verification.refusals().isEmpty()) {
            out.println("  refused:");
            verification.refusals().forEach(reason -> out.println("  - " + reason));
            return;
        }
        Columns columns = new Columns();
        verification.components().forEach(component -> columns.add("  " + component.title(), summary(component)));
        out.print(columns);
        verification.components().forEach(component -> printBroken(component, out));
        printNotRun(verification, out);
    }

    private static String summary(Component component) {
        int broken = component.of(Outcome.BROKEN).size();
        int notRun = notRun(component).size();
        return component.of(Outcome.HOLDS).size() + " rules hold" + (broken > 0 ? ", " + broken + " BROKEN" : "")
                + (notRun > 0 ? ", " + notRun + " not run" : "");
    }

    private static void printBroken(Component component, PrintWriter out) {
        for (Result result : component.of(Outcome.BROKEN)) {
            out.println("  BROKEN by " + component.title() + ": " + result.rule());
            out.println("    " + result.message().replace("\n", "\n    "));
        }
    }

    /** Rules that were not run, together where they have the same reason. */
    private static void printNotRun(Verification verification, PrintWriter out) {
        for (Component component : verification.components()) {
            Map<String, List<String>> rules = new LinkedHashMap<>();
            for (Result result : notRun(component)) {
                rules.computeIfAbsent(result.message(), any -> new ArrayList<>())
                        .add(result.rule());
            }
            rules.forEach((reason, names) -> {
                out.println("  not run on " + component.title() + ", because " + reason + ":");
                out.println("    " + String.join("; ", names));
            });
        }
    }

    /** Results of rules that need other inputs, and of those that do not apply. */
    private static List<Result> notRun(Component component) {
        return component.results().stream()
                .filter(result -> result.outcome() == Outcome.NOT_RUN || result.outcome() == Outcome.DOES_NOT_APPLY)
                .toList();
    }

    private static void describe(Verification verification, ObjectNode target) {
        target.put("path", verification.path().toString());
        verification.id().ifPresent(id -> target.put("id", id));
        verification.version().ifPresent(version -> target.put("version", version));
        target.put("sound", verification.isSound());
        ArrayNode refusals = target.putArray("refusals");
        verification.refusals().forEach(refusals::add);
        ArrayNode components = target.putArray("components");
        for (Component component : verification.components()) {
            ObjectNode one = components.addObject();
            one.put("kind", component.kind()).put("name", component.name()).put("preset", component.preset());
            ArrayNode results = one.putArray("rules");
            for (Result result : component.results()) {
                ObjectNode rule = results.addObject();
                rule.put("rule", result.rule());
                rule.put(
                        "outcome",
                        result.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' '));
                if (!result.message().isEmpty()) {
                    rule.put("message", result.message());
                }
            }
        }
    }
}
