package org.reason4j.gym;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the answers of a policy; outer white space is free, and a text that is not of the form, or longer than 20000 characters, gives nothing. */
public final class Answers {

    private static final int LONGEST = 20_000; // of a whole answer
    private static final int LONGEST_NUMBER = 400;
    private static final Pattern INTEGER = Pattern.compile("([+-]?)([0-9]++|[0-9]{1,3}(?:,[0-9]{3})++)(?:\\.0++)?");
    private static final Pattern DECIMAL = Pattern.compile(
            "([+-]?)((?:[0-9]{1,3}(?:,[0-9]{3})++|[0-9]++)(?:\\.[0-9]*+)?|\\.[0-9]++)(?:[eE]([+-]?[0-9]{1,3}))?");
    private static final Pattern FRACTION = Pattern.compile("([^/]++)/([^/]++)");
    private static final Pattern TEX = Pattern.compile("([+-]?)\\\\[dt]?frac\\{([^{}]++)}\\{([^{}]++)}");

    private Answers() {}

    /** The text without outer white space, empty for one that is too long to be an answer. */
    public static String stripped(String answer) {
        return answer.length() > LONGEST ? "" : answer.strip();
    }

    /** An integer: a sign, commas between thousands and {@code .0} may be there. */
    public static Optional<BigInteger> integer(String answer) {
        String text = stripped(answer);
        Matcher form = INTEGER.matcher(text);
        if (text.length() > LONGEST_NUMBER || !form.matches()) {
            return Optional.empty();
        }
        BigInteger size = new BigInteger(form.group(2).replace(",", ""));
        return Optional.of(form.group(1).equals("-") ? size.negate() : size);
    }

    /** True if the answer is that integer. */
    public static boolean isInteger(String answer, long right) {
        return integer(answer).filter(BigInteger.valueOf(right)::equals).isPresent();
    }

    /** A decimal number: a sign, commas between thousands and an exponent may be there. */
    public static Optional<BigDecimal> decimal(String answer) {
        String text = stripped(answer);
        Matcher form = DECIMAL.matcher(text);
        return text.length() > LONGEST_NUMBER || !form.matches()
                ? Optional.empty()
                : Optional.of(new BigDecimal(text.replace(",", "")));
    }

    /** A number as it stands there: a decimal one, {@code a/b} or {@code \frac{a}{b}} of decimal ones, dollar signs round it. */
    public static Optional<Rational> rational(String answer) {
        return parts(answer)
                .filter(parts -> parts.get(1).signum() != 0)
                .map(parts -> Rational.of(parts.get(0)).over(Rational.of(parts.get(1))));
    }

    /** Numerator and denominator as they stand there, not reduced; the denominator of a number without one is 1. */
    public static Optional<List<BigDecimal>> parts(String answer) {
        String text = stripped(answer);
        if (text.length() > LONGEST_NUMBER) {
            return Optional.empty();
        }
        if (text.length() > 1 && text.startsWith("$") && text.endsWith("$")) {
            text = text.substring(1, text.length() - 1).strip();
        }
        Matcher tex = TEX.matcher(text);
        if (tex.matches()) {
            return pair(tex.group(1) + tex.group(2).strip(), tex.group(3));
        }
        Matcher fraction = FRACTION.matcher(text);
        return fraction.matches() ? pair(fraction.group(1), fraction.group(2)) : pair(text, "1");
    }

    private static Optional<List<BigDecimal>> pair(String numerator, String denominator) {
        return decimal(numerator).flatMap(top -> decimal(denominator).map(bottom -> List.of(top, bottom)));
    }

    /**
     * The elements of a list: between commas, in square brackets or without; quotes round an element are taken off. A text without
     * anything in it is no list, and {@code []} is the empty one.
     */
    public static Optional<List<String>> list(String answer) {
        String text = stripped(answer);
        boolean open = text.startsWith("[");
        if (text.isEmpty() || open != text.endsWith("]") || open && text.length() < 2) {
            return Optional.empty();
        }
        String inner = open ? text.substring(1, text.length() - 1).strip() : text;
        if (inner.isEmpty()) {
            return Optional.of(List.of());
        }
        List<String> elements = new ArrayList<>();
        for (String element : inner.split(",", -1)) {
            String bare = unquoted(element.strip());
            if (bare.isEmpty()) {
                return Optional.empty();
            }
            elements.add(bare);
        }
        return Optional.of(List.copyOf(elements));
    }

    private static String unquoted(String element) {
        int last = element.length() - 1;
        boolean quoted = last >= 1
                && (element.charAt(0) == '"' || element.charAt(0) == '\'')
                && element.charAt(last) == element.charAt(0);
        return quoted ? element.substring(1, last) : element;
    }

    /** The integers of a list: between commas or white space, in square brackets or without. */
    public static Optional<List<BigInteger>> integers(String answer) {
        String text = stripped(answer);
        return list(text.contains(",") ? text : text.replaceAll("(?<=[0-9])\\s++(?=[0-9+-])", ","))
                .flatMap(elements -> each(elements, Answers::integer));
    }

    /** The numbers of a list: between commas, in square brackets or without. */
    public static Optional<List<BigDecimal>> decimals(String answer) {
        return list(answer).flatMap(elements -> each(elements, Answers::decimal));
    }

    /** What a reader makes of every text; nothing where it can't read one. */
    public static <T> Optional<List<T>> each(List<String> texts, Function<String, Optional<T>> reader) {
        List<T> all = new ArrayList<>();
        for (String text : texts) {
            Optional<T> one = reader.apply(text);
            if (one.isEmpty()) {
                return Optional.empty();
            }
            all.add(one.get());
        }
        return Optional.of(List.copyOf(all));
    }

    /** The lines, without white space at their ends; blank lines before and behind are left out. */
    public static List<String> lines(String answer) {
        return stripped(answer).lines().map(String::strip).toList();
    }

    /**
     * The cells of a grid: a line for each row, with the cells between white space or commas; or a list of lists in square
     * brackets. Nothing where there is no cell.
     */
    public static Optional<List<List<String>>> cells(String answer) {
        String text = stripped(answer);
        if (text.startsWith("[[") && text.endsWith("]]")) {
            text = text.substring(2, text.length() - 2)
                    .replaceAll("]\\s*+,?\\s*+\\[", "\n")
                    .replace("\"", "")
                    .replace("'", "");
        }
        List<List<String>> rows = new ArrayList<>();
        for (String line : text.lines().toList()) {
            List<String> row = List.of(line.strip().split("\\s*+,\\s*+|\\s++"));
            if (row.contains("")) {
                return Optional.empty();
            }
            rows.add(row);
        }
        return rows.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(rows));
    }

    /** The integers of a grid whose {@link #cells} are all integers. */
    public static Optional<List<List<BigInteger>>> grid(String answer) {
        return cells(answer).flatMap(rows -> {
            List<List<BigInteger>> numbers = new ArrayList<>();
            for (List<String> row : rows) {
                Optional<List<BigInteger>> one = each(row, Answers::integer);
                if (one.isEmpty()) {
                    return Optional.empty();
                }
                numbers.add(one.get());
            }
            return Optional.of(List.copyOf(numbers));
        });
    }
}
