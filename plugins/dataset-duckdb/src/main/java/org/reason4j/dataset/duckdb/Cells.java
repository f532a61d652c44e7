package org.reason4j.dataset.duckdb;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.Blob;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBStruct;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.plugin.ConfigException;

/**
 * Values of DuckDB as those of an example: text, numbers, booleans, lists and maps. The same data are the same values as read
 * from JSON, whatever width a column has there; dates and times are text as in ISO 8601. Parts of a structure that are null are
 * left out.
 */
final class Cells {

    private Cells() {}

    /**
     * Returns the value of a cell.
     *
     * @throws ConfigException for bytes, which no prompt or answer is made of
     */
    static @Nullable Object value(@Nullable Object cell) throws SQLException {
        if (cell == null
                || cell instanceof String
                || cell instanceof Boolean
                || cell instanceof Integer
                || cell instanceof Double) {
            return cell;
        }
        if (cell instanceof Number number) {
            return number(number);
        }
        if (cell instanceof Array array) {
            return list((Object[]) array.getArray());
        }
        if (cell instanceof DuckDBStruct struct) {
            return map(struct.getMap());
        }
        if (cell instanceof Map<?, ?> map) {
            return map(map);
        }
        if (cell instanceof Timestamp time) {
            return time.toLocalDateTime().toString();
        }
        if (cell instanceof Blob || cell instanceof byte[]) {
            throw new ConfigException(
                    "bytes, expected text, numbers, lists or structures; leave it out with select, such as"
                            + " '* EXCLUDE (image)'");
        }
        return cell.toString();
    }

    private static Number number(Number number) {
        if (number instanceof Float) {
            return Double.valueOf(number.toString());
        }
        if (number instanceof BigInteger big && big.bitLength() > 63 || number instanceof BigDecimal) {
            return number;
        }
        long value = number.longValue();
        return value == (int) value ? (Number) (int) value : (Number) value;
    }

    private static List<@Nullable Object> list(Object[] elements) throws SQLException {
        List<@Nullable Object> values = new ArrayList<>();
        for (Object element : elements) {
            values.add(value(element));
        }
        return values;
    }

    private static Map<String, Object> map(Map<?, ?> entries) throws SQLException {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : entries.entrySet()) {
            Object value = value(entry.getValue());
            if (value != null) {
                values.put(String.valueOf(entry.getKey()), value);
            }
        }
        return values;
    }
}
