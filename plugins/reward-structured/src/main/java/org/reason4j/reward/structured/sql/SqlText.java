package org.reason4j.reward.structured.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A query as text, as far as it must be known before it is executed: its words outside of brackets, quotes and comments,
 * and whether it is a single one.
 */
record SqlText(List<String> words, boolean single) {

    private static final Set<String> READING = Set.of("SELECT", "WITH", "VALUES");

    /** Reads a text; one of any length takes time in proportion to it. */
    static SqlText of(String sql) {
        return new Scanner(sql).scan();
    }

    /** True for one statement that begins as those do that only read. */
    boolean reads() {
        return single && !words.isEmpty() && READING.contains(words.get(0));
    }

    /** True if the order of its rows is asked for, outside of subqueries. */
    boolean isOrdered() {
        int order = words.lastIndexOf("ORDER");
        return order >= 0 && order + 1 < words.size() && words.get(order + 1).equals("BY");
    }

    /** Goes through the text once. */
    private static final class Scanner {

        private final String sql;
        private final List<String> words = new ArrayList<>();
        private int at;
        private int depth;
        private boolean ended;
        private boolean single = true;

        Scanner(String sql) {
            this.sql = sql;
        }

        SqlText scan() {
            while (at < sql.length()) {
                char c = sql.charAt(at);
                if (sql.startsWith("--", at)) {
                    skipTo("\n");
                } else if (sql.startsWith("/*", at)) {
                    at += 2;
                    skipTo("*/");
                } else if (Character.isWhitespace(c)) {
                    at++;
                } else {
                    single &= !ended || c == ';';
                    token(c);
                }
            }
            return new SqlText(List.copyOf(words), single);
        }

        private void token(char c) {
            if (c == '\'' || c == '"' || c == '`' || c == '[') {
                at++;
                skipTo(c == '[' ? "]" : String.valueOf(c)); // a doubled quote is read as two texts
            } else if (isPartOfWord(c)) {
                word();
            } else {
                ended |= c == ';';
                depth += c == '(' ? 1 : c == ')' ? -1 : 0;
                at++;
            }
        }

        private void word() {
            int start = at;
            while (at < sql.length() && isPartOfWord(sql.charAt(at))) {
                at++;
            }
            if (depth == 0) {
                words.add(sql.substring(start, at).toUpperCase(Locale.ROOT));
            }
        }

        private static boolean isPartOfWord(char c) {
            return Character.isLetterOrDigit(c) || c == '_';
        }

        private void skipTo(String end) {
            int found = sql.indexOf(end, at);
            at = found < 0 ? sql.length() : found + end.length();
        }
    }
}
