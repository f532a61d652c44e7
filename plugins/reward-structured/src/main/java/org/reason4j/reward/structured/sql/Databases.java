package org.reason4j.reward.structured.sql;

import static org.reason4j.api.plugin.ConfigException.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.reason4j.reward.structured.sql.Refused.Kind;

/** The databases of a dataset: files below a directory, or made of the statements that an example has. */
final class Databases {

    private static final int MOST_KEPT = 64;

    private final Map<String, Database> made = new LinkedHashMap<>(16, 0.75f, true);
    private final QueryLimits limits;

    Databases(QueryLimits limits) {
        this.limits = limits;
    }

    /**
     * Returns the file of a name below a directory.
     *
     * @param pattern path below the directory, with {@code {name}} for the name
     */
    static Database named(Path directory, String pattern, String name) throws Refused {
        check(
                Files.isDirectory(directory),
                "sql.databasesPath is '%s', which is no directory; set it to the directory of the databases",
                directory);
        try {
            Path root = directory.toRealPath();
            Path file = root.resolve(pattern.replace("{name}", name));
            if (!Files.isRegularFile(file)) {
                throw new Refused(Kind.INVALID, "there is no database '" + name + "' at " + file);
            }
            if (!file.toRealPath().startsWith(root)) {
                throw new Refused(Kind.INVALID, "the database '" + name + "' is outside of " + root);
            }
            return Database.of(file.toRealPath());
        } catch (IOException | InvalidPathException e) {
            throw new Refused(Kind.INVALID, "the database '" + name + "' can't be found: " + e.getMessage(), e);
        }
    }

    /** Returns the database that these statements make; the last ones that were asked for are kept. */
    Database of(String statements) throws Refused, InterruptedException {
        @Nullable Database kept = kept(statements);
        if (kept != null) {
            return kept;
        }
        Database database = Database.of(statements, limits);
        keep(statements, database);
        return database;
    }

    private synchronized @Nullable Database kept(String statements) {
        return made.get(statements);
    }

    private synchronized void keep(String statements, Database database) {
        made.put(statements, database);
        if (made.size() > MOST_KEPT) {
            made.remove(made.keySet().iterator().next());
        }
    }
}
