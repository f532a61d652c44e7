package org.reason4j.cli.editor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Writes commands and options as lines of {@code complete}, which fish reads. */
final class FishCompletion {

    private final String name;
    private final StringBuilder script = new StringBuilder();

    private FishCompletion(String name) {
        this.name = name;
    }

    /** The script for a command with all that are below it. */
    static String of(CommandSpec root) {
        FishCompletion completion = new FishCompletion(root.name());
        completion.add(root, List.of());
        return completion.script.toString();
    }

    private void add(CommandSpec command, List<String> path) {
        Map<String, CommandLine> below = command.subcommands();
        String here = condition(path, below.keySet().stream().sorted().toList());
        below.forEach((word, one) -> line(
                here + " -f -a " + word,
                description(one.getCommandSpec().usageMessage().description())));
        for (OptionSpec option : command.options()) {
            if (option.hidden()) {
                continue;
            }
            String names = Arrays.stream(option.names())
                    .map(one -> one.startsWith("--") ? " -l " + one.substring(2) : " -s " + one.substring(1))
                    .collect(Collectors.joining());
            String values = option.completionCandidates() == null
                    ? ""
                    : " -f -a '" + String.join(" ", option.completionCandidates()) + "'";
            line(here + names + (option.arity().max() > 0 ? " -r" + values : ""), description(option.description()));
        }
        below.forEach((word, one) -> {
            List<String> longer = new ArrayList<>(path);
            longer.add(word);
            add(one.getCommandSpec(), longer);
        });
    }

    /** All words of a path have been typed, and none of those that could follow. */
    private static String condition(List<String> path, List<String> below) {
        if (path.isEmpty()) {
            return " -n __fish_use_subcommand";
        }
        String typed =
                path.stream().map(word -> "__fish_seen_subcommand_from " + word).collect(Collectors.joining("; and "));
        String none = below.isEmpty() ? "" : "; and not __fish_seen_subcommand_from " + String.join(" ", below);
        return " -n '" + typed + none + "'";
    }

    private void line(String what, String description) {
        script.append("complete -c ")
                .append(name)
                .append(what)
                .append(" -d '")
                .append(description)
                .append("'\n");
    }

    /** The first sentence, between single quotes. */
    private static String description(String... lines) {
        String text = lines.length == 0 ? "" : lines[0].replaceAll("%n", " ");
        int end = text.indexOf(". ");
        return (end < 0 ? text : text.substring(0, end + 1))
                .replace("\\", "\\\\")
                .replace("'", "\\'");
    }
}
