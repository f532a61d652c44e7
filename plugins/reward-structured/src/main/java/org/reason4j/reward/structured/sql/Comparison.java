package org.reason4j.reward.structured.sql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether two results are equal: rows in order, as multisets or as sets, columns in order or in any.
 *
 * <p>Columns in any order: each wanted column is tried with the found ones that hold the same values, and rows are compared
 * for each such choice, as Spider's test suites do. After {@value #MOST_TRIES} choices it is undecided.
 *
 * @param ordered whether rows have an order
 * @param duplicates whether a row counts as often as it occurs
 * @param anyColumns whether columns may have another order
 */
record Comparison(boolean ordered, boolean duplicates, boolean anyColumns) {

    static final int MOST_TRIES = 1000;

    /** Returns the verdict; empty if it is undecided. */
    Optional<Boolean> equal(Table wanted, Table found) {
        if (wanted.columns() != found.columns()) {
            return Optional.of(false);
        }
        Object rows = form(wanted.rows());
        if (rows.equals(form(found.rows()))) {
            return Optional.of(true);
        }
        if (!anyColumns || wanted.columns() == 1) {
            return Optional.of(false);
        }
        return new Choices(rows, wanted, found).search();
    }

    /** What is compared of rows, or of the values of a column. */
    private <T> Object form(List<T> rows) {
        if (ordered) {
            return duplicates ? rows : new ArrayList<>(new java.util.LinkedHashSet<>(rows));
        }
        Map<T, Integer> counts = new HashMap<>();
        rows.forEach(row -> counts.merge(row, 1, duplicates ? Integer::sum : (one, other) -> 1));
        return counts;
    }

    /** A search for an order of the found columns. */
    private final class Choices {

        private final Object rows;
        private final Table found;
        private final List<List<Integer>> candidates = new ArrayList<>();
        private final int[] chosen;
        private int tries;

        Choices(Object rows, Table wanted, Table found) {
            this.rows = rows;
            this.found = found;
            chosen = new int[wanted.columns()];
            List<Object> forms = new ArrayList<>();
            for (int i = 0; i < chosen.length; i++) {
                forms.add(columnForm(found.column(i)));
            }
            for (int i = 0; i < chosen.length; i++) {
                Object form = columnForm(wanted.column(i));
                List<Integer> same = new ArrayList<>();
                for (int j = 0; j < chosen.length; j++) {
                    if (forms.get(j).equals(form)) {
                        same.add(j);
                    }
                }
                candidates.add(same);
            }
        }

        /** A column's values; without duplicates of rows, only which values it has is known. */
        private Object columnForm(List<String> values) {
            return duplicates ? form(values) : java.util.Set.copyOf(values);
        }

        Optional<Boolean> search() {
            boolean equal = candidates.stream().noneMatch(List::isEmpty) && search(0, new boolean[chosen.length]);
            return !equal && tries > MOST_TRIES ? Optional.empty() : Optional.of(equal);
        }

        private boolean search(int column, boolean[] used) {
            if (column == chosen.length) {
                tries++;
                return tries <= MOST_TRIES
                        && rows.equals(form(found.select(chosen).rows()));
            }
            for (int candidate : candidates.get(column)) {
                if (!used[candidate] && tries <= MOST_TRIES) {
                    used[candidate] = true;
                    chosen[column] = candidate;
                    if (search(column + 1, used)) {
                        return true;
                    }
                    used[candidate] = false;
                }
            }
            return false;
        }
    }
}
