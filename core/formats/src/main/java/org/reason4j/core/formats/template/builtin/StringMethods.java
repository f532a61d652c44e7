package org.reason4j.core.formats.template.builtin;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import org.reason4j.core.formats.template.value.Arguments;
import org.reason4j.core.formats.template.value.Budget;
import org.reason4j.core.formats.template.value.Markup;
import org.reason4j.core.formats.template.value.TemplateException;
import org.reason4j.core.formats.template.value.Text;
import org.reason4j.core.formats.template.value.TextBuilder;
import org.reason4j.core.formats.template.value.Tuple;
import org.reason4j.core.formats.template.value.Values;

/** The methods of Python's {@code str}. */
final class StringMethods {

    private static final Set<String> KNOWN = Set.of(
            "capitalize",
            "casefold",
            "center",
            "count",
            "endswith",
            "find",
            "format",
            "index",
            "isalnum",
            "isalpha",
            "isdecimal",
            "isdigit",
            "islower",
            "isnumeric",
            "isspace",
            "isupper",
            "join",
            "ljust",
            "lower",
            "lstrip",
            "partition",
            "removeprefix",
            "removesuffix",
            "replace",
            "rfind",
            "rindex",
            "rjust",
            "rpartition",
            "rsplit",
            "rstrip",
            "split",
            "splitlines",
            "startswith",
            "strip",
            "swapcase",
            "title",
            "upper",
            "zfill");

    private StringMethods() {}

    static boolean isKnown(String method) {
        return KNOWN.contains(method);
    }

    static Object call(Object receiver, String method, Arguments arguments) {
        Object result = call(Values.str(receiver), method, arguments);
        return result instanceof List<?> parts && receiver instanceof Markup
                ? parts.stream().map(part -> Markup.like(receiver, part)).toList()
                : Markup.like(receiver, result);
    }

    private static Object call(String text, String method, Arguments arguments) {
        Budget.current().read(text.length());
        return switch (method) {
            case "strip", "lstrip", "rstrip" -> strip(text, method, arguments);
            case "split", "rsplit" -> split(text, method, arguments);
            case "splitlines" ->
                splitLines(text, arguments.bind(method, "keepends").flag("keepends"));
            case "partition", "rpartition" -> partition(text, method, arguments);
            case "startswith", "endswith" -> hasAffix(text, method, arguments);
            case "removeprefix", "removesuffix" -> removeAffix(text, method, arguments);
            case "replace" -> {
                Arguments.Bound bound = arguments.bind(method, "old", "new", "count");
                yield replace(
                        text,
                        Values.text(bound.required("old")),
                        Values.text(bound.required("new")),
                        bound.number("count", -1));
            }
            case "find", "rfind", "index", "rindex", "count" -> search(text, method, arguments);
            case "join" -> join(text, arguments.bind(method, "iterable").required("iterable"));
            case "format" -> BraceFormat.format(text, arguments);
            case "center", "ljust", "rjust", "zfill" -> pad(text, method, arguments);
            default -> withoutArguments(text, method, arguments);
        };
    }

    private static Object withoutArguments(String text, String method, Arguments arguments) {
        arguments.bind(method);
        return switch (method) {
            case "capitalize" -> Text.capitalize(text);
            case "title" -> Text.title(text);
            case "upper" -> Text.upper(text);
            case "lower" -> Text.lower(text);
            case "casefold" -> Text.lower(text.replace("ß", "ss"));
            case "swapcase" -> Text.swapCase(text);
            case "isspace" -> all(text, Text::isSpace);
            case "isalpha" -> all(text, Character::isLetter);
            case "isalnum" -> all(text, c -> Character.isLetter(c) || isNumeric(c));
            case "isdigit", "isdecimal" -> all(text, Character::isDigit);
            case "isnumeric" -> all(text, StringMethods::isNumeric);
            case "isupper" -> !text.equals(Text.lower(text)) && text.equals(Text.upper(text));
            case "islower" -> !text.equals(Text.upper(text)) && text.equals(Text.lower(text));
            default -> throw new IllegalStateException("no string method " + method);
        };
    }

    private static boolean all(String text, IntPredicate property) {
        return !text.isEmpty() && text.codePoints().allMatch(property);
    }

    private static boolean isNumeric(int c) {
        int type = Character.getType(c);
        return type == Character.DECIMAL_DIGIT_NUMBER
                || type == Character.LETTER_NUMBER
                || type == Character.OTHER_NUMBER;
    }

    private static String strip(String text, String method, Arguments arguments) {
        Optional<String> characters =
                arguments.bind(method, "chars").optional("chars").map(Values::text);
        Budget.current().search(text, characters.orElse(""));
        Budget.current().grow(text.length());
        IntPredicate unwanted = characters
                .<IntPredicate>map(chars -> c -> chars.indexOf(c) >= 0)
                .orElse(Text::isSpace);
        String left = method.equals("rstrip") ? text : Text.stripLeft(text, unwanted);
        return method.equals("lstrip") ? left : Text.stripRight(left, unwanted);
    }

    private static List<Object> split(String text, String method, Arguments arguments) {
        Arguments.Bound bound = arguments.bind(method, "sep", "maxsplit");
        long limit = bound.number("maxsplit", -1);
        long most = limit < 0 ? Long.MAX_VALUE : limit;
        String separator = bound.text("sep", "");
        if (separator.isEmpty()) {
            if (bound.optional("sep").isPresent()) {
                throw new TemplateException("empty separator");
            }
            return method.equals("split") ? words(text, most) : wordsFromRight(text, most);
        }
        Budget.current().search(text, separator);
        return method.equals("split") ? parts(text, separator, most) : partsFromRight(text, separator, most);
    }

    private static List<Object> parts(String text, String separator, long most) {
        List<Object> parts = new ArrayList<>();
        int from = 0;
        for (int at = text.indexOf(separator); at >= 0 && parts.size() < most; at = text.indexOf(separator, from)) {
            add(text, from, at, parts);
            from = at + separator.length();
        }
        add(text, from, text.length(), parts);
        return parts;
    }

    private static List<Object> partsFromRight(String text, String separator, long most) {
        List<Object> parts = new ArrayList<>();
        int end = text.length();
        int at = text.lastIndexOf(separator);
        while (at >= 0 && parts.size() < most) {
            add(text, at + separator.length(), end, parts);
            end = at;
            at = text.lastIndexOf(separator, end - separator.length());
        }
        add(text, 0, end, parts);
        Collections.reverse(parts);
        return parts;
    }

    private static void add(String text, int from, int to, List<Object> parts) {
        Budget.current().items(1);
        Budget.current().grow(to - from);
        parts.add(text.substring(from, to));
    }

    private static List<Object> words(String text, long most) {
        List<Object> words = new ArrayList<>();
        int start = next(text, 0, false);
        while (start < text.length() && words.size() < most) {
            int end = next(text, start, true);
            add(text, start, end, words);
            start = next(text, end, false);
        }
        if (start < text.length()) {
            add(text, start, text.length(), words);
        }
        return words;
    }

    /** Where the first character at or after {@code from} is that is white space, or is not. */
    private static int next(String text, int from, boolean space) {
        int i = from;
        while (i < text.length() && Text.isSpace(text.charAt(i)) != space) {
            i++;
        }
        return i;
    }

    private static List<Object> wordsFromRight(String text, long most) {
        List<Object> words = new ArrayList<>();
        int end = previous(text, text.length(), false);
        while (end > 0 && words.size() < most) {
            int start = previous(text, end, true);
            add(text, start, end, words);
            end = previous(text, start, false);
        }
        if (end > 0) {
            add(text, 0, end, words);
        }
        Collections.reverse(words);
        return words;
    }

    /** Where the last character before {@code from} ends that is white space, or is not. */
    private static int previous(String text, int from, boolean space) {
        int i = from;
        while (i > 0 && Text.isSpace(text.charAt(i - 1)) != space) {
            i--;
        }
        return i;
    }

    static List<Object> splitLines(String text, boolean keepEnds) {
        List<Object> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            if ("\n\r\u000b\f\u001c\u001d\u001e\u0085\u2028\u2029".indexOf(text.charAt(i)) >= 0) {
                int end = text.startsWith("\r\n", i) ? i + 2 : i + 1;
                add(text, start, keepEnds ? end : i, lines);
                start = end;
                i = end - 1;
            }
        }
        if (start < text.length()) {
            add(text, start, text.length(), lines);
        }
        return lines;
    }

    private static Tuple partition(String text, String method, Arguments arguments) {
        String separator = Values.text(arguments.bind(method, "sep").required("sep"));
        boolean first = method.equals("partition");
        Budget.current().search(text, separator);
        Budget.current().grow(text.length());
        int at = first ? text.indexOf(separator) : text.lastIndexOf(separator);
        if (at < 0) {
            return first ? Tuple.of(text, "", "") : Tuple.of("", "", text);
        }
        return Tuple.of(text.substring(0, at), separator, text.substring(at + separator.length()));
    }

    private static boolean hasAffix(String text, String method, Arguments arguments) {
        Arguments.Bound bound = arguments.bind(method, "affix", "start", "end");
        String part = section(text, bound);
        Object wanted = bound.required("affix");
        List<Object> affixes = wanted instanceof Tuple tuple ? tuple : List.of(wanted);
        return affixes.stream().map(Values::text).anyMatch(affix -> {
            Budget.current().read(affix.length());
            return method.equals("startswith") ? part.startsWith(affix) : part.endsWith(affix);
        });
    }

    private static String section(String text, Arguments.Bound bound) {
        if (bound.optional("start").isEmpty() && bound.optional("end").isEmpty()) {
            return text;
        }
        return Values.str(Operators.slice(text, bound.optional("start"), bound.optional("end"), Optional.empty()));
    }

    private static String removeAffix(String text, String method, Arguments arguments) {
        String affix = Values.text(arguments.bind(method, "affix").required("affix"));
        Budget.current().grow(text.length());
        if (method.equals("removeprefix")) {
            return text.startsWith(affix) ? text.substring(affix.length()) : text;
        }
        return text.endsWith(affix) ? text.substring(0, text.length() - affix.length()) : text;
    }

    /** Replaces the first {@code count} occurrences, or all of them if {@code count} is negative. */
    static String replace(String text, String old, String replacement, long count) {
        Budget.current().search(text, old);
        TextBuilder result = new TextBuilder();
        int from = 0;
        int at = text.indexOf(old);
        for (long left = count < 0 ? Long.MAX_VALUE : count; at >= 0 && left > 0; left--) {
            result.append(text, from, at).append(replacement);
            from = at + old.length();
            at = next(text, old, at);
        }
        return result.append(text, from, text.length()).toString();
    }

    /** Where {@code wanted} is found next after {@code at}; an empty text is found before every character and at the end. */
    private static int next(String text, String wanted, int at) {
        if (!wanted.isEmpty()) {
            return text.indexOf(wanted, at + wanted.length());
        }
        return at == text.length() ? -1 : text.offsetByCodePoints(at, 1);
    }

    private static Object search(String text, String method, Arguments arguments) {
        Arguments.Bound bound = arguments.bind(method, "sub", "start", "end");
        String wanted = Values.text(bound.required("sub"));
        String part = section(text, bound);
        Budget.current().search(part, wanted);
        if (method.equals("count")) {
            long count = 0;
            for (int at = part.indexOf(wanted); at >= 0; at = next(part, wanted, at)) {
                count++;
            }
            return count;
        }
        int at = method.startsWith("r") ? part.lastIndexOf(wanted) : part.indexOf(wanted);
        if (at >= 0) {
            long start = bound.number("start", 0);
            long offset = start < 0 ? Math.max(0, start + Text.length(text)) : start;
            return offset + part.codePointCount(0, at);
        } else if (method.endsWith("index")) {
            throw new TemplateException("substring not found");
        }
        return -1L;
    }

    private static String join(String separator, Object items) {
        TextBuilder result = new TextBuilder();
        for (Iterator<Object> each = Values.iterate(items); each.hasNext(); ) {
            result.append(joinable(each.next())).append(each.hasNext() ? separator : "");
        }
        return result.toString();
    }

    private static String joinable(Object item) {
        if (!Values.isString(item)) {
            throw TemplateException.of("expected str instance, %s found", Values.typeName(item));
        }
        return Values.str(item);
    }

    private static String pad(String text, String method, Arguments arguments) {
        Arguments.Bound bound = arguments.bind(method, "width", "fillchar");
        int width = Values.count(Values.index(bound.required("width")));
        int missing = Values.count(Math.max(0, (long) width - Text.length(text)));
        String fill = bound.text("fillchar", " ");
        int left = missing / 2 + (missing & width & 1);
        Budget.current().grow(text.length());
        return switch (method) {
            case "ljust" -> text + Text.repeat(fill, missing);
            case "rjust" -> Text.repeat(fill, missing) + text;
            case "center" -> Text.repeat(fill, left) + text + Text.repeat(fill, missing - left);
            default -> {
                boolean signed = text.startsWith("+") || text.startsWith("-");
                yield (signed ? text.substring(0, 1) : "")
                        + Text.repeat("0", missing)
                        + (signed ? text.substring(1) : text);
            }
        };
    }
}
