package org.reason4j.reward.structured.sql;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a result, each value as a text that is equal for equal values: numbers by their value, rounded to some digits, so
 * that 1, 1.0 and true are equal; texts by their characters; NULL equal to NULL.
 *
 * @param columns number of columns
 * @param rows values of each row
 */
record Table(int columns, List<List<String>> rows) {

    Table {
        rows = List.copyOf(rows);
    }

    /**
     * The text of a value.
     *
     * @param digits significant digits of numbers
     */
    static String key(@Nullable Object value, int digits) {
        if (value == null) {
            return "null";
        }
        if (value instanceof Boolean truth) {
            return truth ? "number 1" : "number 0";
        }
        if (value instanceof Number number) {
            return "number " + number(number, digits);
        }
        if (value instanceof byte[] bytes) {
            return "bytes " + HexFormat.of().formatHex(bytes);
        }
        return "text " + value;
    }

    private static String number(Number number, int digits) {
        if (number instanceof Double || number instanceof Float) {
            double value = number.doubleValue();
            if (!Double.isFinite(value)) {
                return String.valueOf(value);
            }
        }
        BigDecimal rounded = new BigDecimal(number.toString()).round(new MathContext(digits, RoundingMode.HALF_EVEN));
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toString();
    }

    /** The column's values, row by row. */
    List<String> column(int index) {
        return rows.stream().map(row -> row.get(index)).toList();
    }

    /** Returns a copy whose columns are those with these numbers. */
    Table select(int... order) {
        List<List<String>> selected = new ArrayList<>(rows.size());
        for (List<String> row : rows) {
            List<String> values = new ArrayList<>(order.length);
            for (int index : order) {
                values.add(row.get(index));
            }
            selected.add(values);
        }
        return new Table(order.length, selected);
    }
}
