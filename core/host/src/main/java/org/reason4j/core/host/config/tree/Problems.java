package org.reason4j.core.host.config.tree;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.secret.Secrets;

/** Everything wrong with a configuration, collected so that the user can fix it in one go. */
public final class Problems {

    private static final int SHORTEST_HIDDEN = 3;
    private static final Pattern OF_STAGE = Pattern.compile("^stages\\[\\d+]\\.recipe\\.");

    private record Problem(SettingOrigin origin, String path, String message) {

        /** True if both are about one place of a file, which a stage took over. */
        boolean isSharedWith(Problem other) {
            return origin.equals(other.origin)
                    && message.equals(other.message)
                    && !path.equals(other.path)
                    && OF_STAGE.matcher(path)
                            .replaceFirst("")
                            .equals(OF_STAGE.matcher(other.path).replaceFirst(""));
        }

        String line(String shown) {
            if (origin.source().isEmpty()) {
                return path + ": " + shown;
            }
            String where = path.isEmpty() ? origin.toString() : origin + ": " + path;
            return where + ": " + shown;
        }
    }

    /** Lines of the longest report. */
    private static final int MOST_LINES = 100;

    private final Set<Problem> found = new LinkedHashSet<>();
    private final Map<String, String> hidden = new LinkedHashMap<>(); // variables by value

    /** Hides the value of an environment variable in messages; a short one only where it is a word of its own. */
    void hide(String variable, String value) {
        if (value.length() >= SHORTEST_HIDDEN && !value.equals("true") && !value.equals("false")) {
            hidden.putIfAbsent(value, variable);
        }
    }

    /**
     * Notes one problem; the path is empty where the whole source is meant. What stages take over from the recipe around them is
     * noted once.
     */
    public void add(SettingOrigin origin, String path, String message) {
        Problem problem = new Problem(origin, Excerpt.of(path), message);
        if (origin.line() == 0 || found.stream().noneMatch(problem::isSharedWith)) {
            found.add(problem);
        }
    }

    /** Returns true if no problem is noted. */
    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** Returns true if a problem is noted at this path, above it or below it. */
    public boolean concern(String path) {
        return found.stream().anyMatch(p -> holds(p.path(), path) || holds(path, p.path()));
    }

    private static boolean holds(String outer, String inner) {
        return !outer.isEmpty()
                && inner.startsWith(outer)
                && (inner.length() == outer.length() || ".[".indexOf(inner.charAt(outer.length())) >= 0);
    }

    /** Returns a line for each problem, those of a file by line. */
    public List<String> lines() {
        return found.stream()
                .sorted(Comparator.comparing((Problem p) -> p.origin().line() == 0)
                        .thenComparing(p -> p.origin().line()))
                .map(problem -> problem.line(shown(problem.message())))
                .toList();
    }

    private String shown(String message) {
        String shown = Secrets.hide(message);
        for (Map.Entry<String, String> variable : hidden.entrySet()) {
            String word = "(?<![\\p{L}\\p{N}_])" + Pattern.quote(variable.getKey()) + "(?![\\p{L}\\p{N}_])";
            shown = shown.replaceAll(word, Matcher.quoteReplacement("${" + variable.getValue() + "}"));
        }
        return shown;
    }

    /** Throws all problems together. */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            List<String> lines = lines();
            int more = lines.size() - MOST_LINES;
            String report = String.join("\n", lines.subList(0, Math.min(lines.size(), MOST_LINES)));
            throw new ConfigException(more > 0 ? report + "\n... and " + more + " more problems" : report);
        }
    }
}
