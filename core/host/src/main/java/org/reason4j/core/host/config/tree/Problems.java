package org.reason4j.core.host.config.tree;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.reason4j.api.plugin.ConfigException;

/** Everything wrong with a configuration, collected so that the user can fix it in one go. */
public final class Problems {

    private record Problem(SettingOrigin origin, String path, String message) {

        String line() {
            if (origin.source().isEmpty()) {
                return path + ": " + message;
            }
            String where = path.isEmpty() ? origin.toString() : origin + ": " + path;
            return where + ": " + message;
        }
    }

    /** Lines of the longest report. */
    private static final int MOST_LINES = 100;

    private final Set<Problem> found = new LinkedHashSet<>();

    /** Notes one problem; the path is empty where the whole source is meant. */
    public void add(SettingOrigin origin, String path, String message) {
        found.add(new Problem(origin, Excerpt.of(path), message));
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
                .map(Problem::line)
                .toList();
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
