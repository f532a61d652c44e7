package org.reason4j.core.host.config.tree;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.reason4j.core.formats.secret.Secrets;

/**
 * Environment variables named in a recipe's values: {@code ${DATA_DIR}/train.jsonl}, {@code ${DATA_DIR:/data}}.
 *
 * <p>Prompts and formulas contain {@code ${...}} of their own, so three rules keep text what it is:
 *
 * <ul>
 *   <li>Only capital letters, digits and underscores make a placeholder; <code>${problem}</code> is text.
 *   <li>Values below a key whose last word is prompt, system, template, instruction, text or stop are free text and never
 *       touched: {@code data.system}, {@code rollout.stop}, {@code judgeTemplate}.
 *   <li>Elsewhere {@code $${NAME}} gives the text <code>${NAME}</code>.
 * </ul>
 *
 * <p>A variable that is not set and has no default is a problem. A variable's value is taken as it is, and may be a secret:
 * from here on no message shows it.
 */
public final class Placeholders {

    private static final Pattern PLACEHOLDER = Pattern.compile("(\\$?)\\$\\{([A-Z][A-Z0-9_]*)(?::([^}]*))?}");
    private static final Set<String> FREE_TEXT = Set.of("prompt", "system", "template", "instruction", "text", "stop");

    private final Map<String, String> environment;
    private final Problems problems;
    private final Map<String, String> values = new LinkedHashMap<>();

    public Placeholders(Map<String, String> environment, Problems problems) {
        this.environment = environment;
        this.problems = problems;
    }

    public static boolean isFreeText(String key) {
        String[] words = key.split("[-_]|(?=[A-Z])");
        return words.length > 0 && FREE_TEXT.contains(words[words.length - 1].toLowerCase(Locale.ROOT));
    }

    /** Returns the environment in which placeholders are looked up. */
    public Map<String, String> environment() {
        return environment;
    }

    /** Returns what each placeholder stands for that was met so far, by the placeholder as it is written. */
    public Map<String, String> values() {
        return Collections.unmodifiableMap(values);
    }

    /** Returns the placeholders in a text, as they are written. */
    public static List<String> in(String text) {
        return PLACEHOLDER
                .matcher(text.substring(0, end(text)))
                .results()
                .filter(match -> match.group(1).isEmpty())
                .map(MatchResult::group)
                .toList();
    }

    /** Returns text that reads as {@code text} once placeholders are resolved. */
    public static String escaped(String text) {
        return replaced(text, match -> "$" + match.group());
    }

    private static String replaced(String text, Function<MatchResult, String> replacement) {
        int end = end(text);
        return PLACEHOLDER
                        .matcher(text.substring(0, end))
                        .replaceAll(match -> Matcher.quoteReplacement(replacement.apply(match)))
                + text.substring(end);
    }

    /** Where the last placeholder may end, so that the end of none is looked for in vain. */
    private static int end(String text) {
        return text.lastIndexOf('}') + 1;
    }

    public Node resolve(Node node, String path) {
        if (node instanceof Node.Fields fields) {
            Map<String, Node> entries = new LinkedHashMap<>();
            fields.entries()
                    .forEach((key, value) ->
                            entries.put(key, isFreeText(key) ? value : resolve(value, ConfigPath.child(path, key))));
            return new Node.Fields(entries, fields.origin());
        }
        if (node instanceof Node.Items items) {
            List<Node> entries = new ArrayList<>();
            for (Node entry : items.entries()) {
                entries.add(resolve(entry, ConfigPath.child(path, entries.size())));
            }
            return new Node.Items(entries, items.origin());
        }
        if (((Node.Scalar) node).value() instanceof String text && text.contains("${")) {
            String resolved = replaced(text, match -> replacement(match, node.origin(), path));
            return new Node.Scalar(resolved, resolved, node.origin(), in(text).isEmpty() ? null : text);
        }
        return node;
    }

    private String replacement(MatchResult match, SettingOrigin origin, String path) {
        if (!match.group(1).isEmpty()) {
            return match.group().substring(1);
        }
        String name = match.group(2);
        String value = environment.get(name);
        if (value == null && match.group(3) == null) {
            problems.add(
                    origin,
                    path,
                    "the environment variable " + name + " is not set; set it, give a default as in ${" + name
                            + ":default}, or write $${" + name + "} for the text itself");
        }
        if (value != null) {
            Secrets.remember(name, value);
            problems.hide(name, value);
        }
        String result = value != null ? value : match.group(3) != null ? match.group(3) : "";
        values.put(match.group(), result);
        return result;
    }
}
