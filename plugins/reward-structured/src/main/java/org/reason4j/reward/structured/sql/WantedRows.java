package org.reason4j.reward.structured.sql;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reason4j.reward.structured.sql.Refused.Kind;

/** Reads wanted rows from a field: a list of rows, each a list of texts, numbers, truth values and nulls. */
final class WantedRows {

    private WantedRows() {}

    static Table of(@Nullable Object value, String field, int digits) throws Refused {
        if (!(value instanceof List<?> given)) {
            throw new Refused(Kind.INVALID, "the field '" + field + "' is no list of rows: " + value);
        }
        List<List<String>> rows = new ArrayList<>();
        for (Object one : given) {
            if (!(one instanceof List<?> values)
                    || !rows.isEmpty() && rows.get(0).size() != values.size()) {
                throw new Refused(
                        Kind.INVALID,
                        "the field '" + field + "' has a row that is no list as long as the others: " + one);
            }
            rows.add(values.stream().map(cell -> Table.key(cell, digits)).toList());
        }
        return new Table(rows.isEmpty() ? 0 : rows.get(0).size(), rows);
    }
}
