package org.reason4j.api.dataset;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.plugin.ConfigException;

/**
 * Makes the examples of a dataset of its rows, for readers of files and tables. It takes every row, and then tells all
 * problems at once: rows that are no examples, an id that comes twice, and a field that the settings name and no row has. Not
 * safe for use by several threads.
 */
@API(status = Status.EXPERIMENTAL, since = "1.0.0")
public final class ExampleRows {

    private static final int REPORTED = 10;

    private final RowFields fields;
    private final List<Example> examples = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final Map<String, String> seen = new HashMap<>(); // by id, the place of its first row
    private final Set<String> columns = new LinkedHashSet<>();
    private final Map<String, String> missing = new LinkedHashMap<>(); // name that no row has yet, by setting

    private ExampleRows(RowFields fields) {
        this.fields = fields;
        expect("prompt", fields.prompt(), RowFields.DEFAULTS.prompt());
        expect("messages", fields.messages(), RowFields.DEFAULTS.messages());
        expect("answer", fields.answer(), RowFields.DEFAULTS.answer());
        expect("response", fields.response(), RowFields.DEFAULTS.response());
        expect("id", fields.id(), RowFields.DEFAULTS.id());
        expect("tools", fields.tools(), RowFields.DEFAULTS.tools());
    }

    /** Rows whose fields have these names. */
    public static ExampleRows of(RowFields fields) {
        return new ExampleRows(fields);
    }

    private void expect(String setting, String name, String usual) {
        if (!name.equals(usual)) {
            missing.put(setting, name);
        }
    }

    /**
     * Takes the next row.
     *
     * @param place where it was found, for messages, such as {@code train.jsonl:7}
     * @param otherId its identity, if it has none itself
     * @param row its fields in order; values are text, numbers, booleans, lists, maps or null
     */
    public void add(String place, String otherId, Map<String, ? extends @Nullable Object> row) {
        columns.addAll(row.keySet());
        missing.values().removeIf(name -> RowFields.find(row, name) != null);
        try {
            Example example = fields.example(otherId, row);
            check(
                    !example.messages().isEmpty(),
                    "found neither '%s' nor a list '%s', expected one of them; its fields are %s",
                    fields.prompt(),
                    fields.messages(),
                    row.keySet());
            String earlier = seen.putIfAbsent(example.id(), place);
            check(
                    earlier == null,
                    "found the id '%s' again, first in %s; expected every id once",
                    example.id(),
                    String.valueOf(earlier));
            examples.add(example);
        } catch (ConfigException e) {
            refuse(place, String.valueOf(e.getMessage()));
        }
    }

    /** Notes that there is no row at a place, and why. */
    public void refuse(String place, String problem) {
        problems.add(place + ": " + problem);
    }

    /**
     * Returns the examples in the order of the rows, at least one.
     *
     * @param source where the rows came from, for messages
     * @throws ConfigException with one line for each of the first ten problems; also if there is no row
     */
    public List<Example> examples(String source) {
        List<String> told = new ArrayList<>(problems.subList(0, Math.min(REPORTED, problems.size())));
        if (problems.size() > REPORTED) {
            told.add("... and " + (problems.size() - REPORTED) + " more");
        }
        if (!columns.isEmpty()) {
            missing.forEach((setting, name) -> told.add(source + ": no row has the field '" + name
                    + "' that the setting '" + setting + "' names; fields of rows are " + columns));
        }
        check(told.isEmpty(), "%s", String.join("\n", told));
        check(!examples.isEmpty(), "%s: found no rows, expected at least one", source);
        return List.copyOf(examples);
    }
}
