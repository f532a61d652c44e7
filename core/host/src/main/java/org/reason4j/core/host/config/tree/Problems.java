package org.reason4j.core.host.config.tree;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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

    private final List<Problem> found = new ArrayList<>();

    /** Notes one problem; the path is empty where the whole source is meant. */
    public void add(SettingOrigin origin, String path, String message) {
        Problem problem = new Problem(origin, path, message);
        if (!found.contains(problem)) {
            found.add(problem);
        }
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
            throw new ConfigException(String.join("\n", lines()));
        }
    }
}
