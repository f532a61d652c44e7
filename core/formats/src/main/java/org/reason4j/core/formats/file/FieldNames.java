package org.reason4j.core.formats.file;

import java.util.Collection;
import java.util.stream.Collectors;

/** Lists of names in messages. */
public final class FieldNames {

    private static final int SHOWN = 3;

    private FieldNames() {}

    /** The first few in quotes, and how many more there are. */
    public static String quoted(Collection<String> names) {
        return some(names.stream().map(name -> "'" + name + "'").toList());
    }

    /** The first few, and how many more there are. */
    public static String some(Collection<String> names) {
        if (names.isEmpty()) {
            return "none";
        }
        String shown = names.stream().limit(SHOWN).collect(Collectors.joining(", "));
        return names.size() > SHOWN ? shown + " and " + (names.size() - SHOWN) + " more" : shown;
    }
}
