package org.reason4j.cli.console;

import java.util.ArrayList;
import java.util.List;

/** Lines whose cells stand below one another. */
public final class Columns {

    /** Longer cells push the rest of their own line and nothing else. */
    private static final int WIDEST = 60;

    private final List<List<String>> lines = new ArrayList<>();

    /** Adds a line; its last cell may be of any length. */
    public void add(String... cells) {
        lines.add(List.of(cells));
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (List<String> line : lines) {
            StringBuilder row = new StringBuilder();
            for (int i = 0; i < line.size(); i++) {
                row.append(line.get(i));
                if (i < line.size() - 1) {
                    row.append(" ".repeat(Math.max(0, width(i) - line.get(i).length()) + 2));
                }
            }
            text.append(row.toString().stripTrailing()).append(System.lineSeparator());
        }
        return text.toString();
    }

    private int width(int column) {
        return lines.stream()
                .filter(line -> column < line.size() - 1)
                .mapToInt(line -> line.get(column).length())
                .filter(width -> width <= WIDEST)
                .max()
                .orElse(0);
    }
}
