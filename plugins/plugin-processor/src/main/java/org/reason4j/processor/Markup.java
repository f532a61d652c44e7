package org.reason4j.processor;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Javadoc's markup as text for people: code in backticks, paragraphs and list entries on lines of their own. */
final class Markup {

    private static final Pattern HYPERLINK =
            Pattern.compile("<a\\s+href=\"([^\"]+)\"\\s*>(.*?)</a>", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
    private static final Pattern CODE = Pattern.compile("</?(?:code|tt)>", Pattern.CASE_INSENSITIVE);
    private static final Pattern PARAGRAPH =
            Pattern.compile("\\s*</?(?:p|ul|ol|pre|table|tr|h\\d)(?:\\s[^>]*)?>\\s*", Pattern.CASE_INSENSITIVE);
    private static final Pattern ENTRY = Pattern.compile("\\s*<li(?:\\s[^>]*)?>\\s*", Pattern.CASE_INSENSITIVE);
    private static final Pattern OTHER = Pattern.compile("</?[a-zA-Z][^>]*>");
    private static final Pattern NEW_LINE = Pattern.compile("[ \\t]*\\r?\\n[ \\t]*");
    private static final Map<String, String> ENTITIES =
            Map.of("&lt;", "<", "&gt;", ">", "&nbsp;", " ", "&quot;", "\"", "&#64;", "@", "&amp;", "&");

    private Markup() {}

    /** Returns Javadoc as text. */
    static String text(String javadoc) {
        StringBuilder text = new StringBuilder();
        int begin = 0;
        for (int at = javadoc.indexOf("{@"); at >= 0; at = javadoc.indexOf("{@", begin)) {
            int end = end(javadoc, at);
            text.append(html(javadoc.substring(begin, at))).append(tag(javadoc.substring(at + 2, end)));
            begin = Math.min(end + 1, javadoc.length());
        }
        text.append(html(javadoc.substring(begin)));
        return joined(text.toString());
    }

    /** Number of inline tags and their braces that are open before a place. */
    static int depth(String javadoc, int place) {
        int depth = 0;
        for (int i = 0; i < place; i++) {
            if (javadoc.startsWith("{@", i) || depth > 0 && javadoc.charAt(i) == '{') {
                depth++;
            } else if (depth > 0 && javadoc.charAt(i) == '}') {
                depth--;
            }
        }
        return depth;
    }

    /** Place of the brace that closes the one at a place; the end of the text where none does. */
    private static int end(String javadoc, int open) {
        int depth = 0;
        for (int i = open; i < javadoc.length(); i++) {
            if (javadoc.charAt(i) == '{') {
                depth++;
            } else if (javadoc.charAt(i) == '}' && --depth == 0) {
                return i;
            }
        }
        return javadoc.length();
    }

    /** An inline tag without its braces: {@code code a < b}, {@code link Type#method() label}. */
    private static String tag(String tag) {
        String[] parts = tag.strip().split("\\s+", 2);
        String content = parts.length < 2 ? "" : parts[1];
        return switch (parts[0]) {
            case "code" -> "`" + content + "`";
            case "link", "linkplain", "value" -> reference(content, parts[0].equals("linkplain"));
            default -> content;
        };
    }

    private static String reference(String content, boolean plain) {
        int end = content.indexOf('(') < 0 ? 0 : Math.max(0, content.indexOf(')'));
        int space = content.indexOf(' ', end);
        if (space >= 0) {
            return content.substring(space + 1).strip();
        }
        String name = content.replaceFirst("^#", "")
                .replaceFirst("^(?:[a-z]\\w*\\.)+(?=[A-Z])", "")
                .replace('#', '.');
        return plain ? name : "`" + name + "`";
    }

    private static String html(String html) {
        String text = HYPERLINK.matcher(html).replaceAll(link -> quoted(link.group(2) + " (" + link.group(1) + ")"));
        text = CODE.matcher(text).replaceAll("`");
        text = PARAGRAPH.matcher(text).replaceAll("\u2029");
        text = ENTRY.matcher(text).replaceAll("\u2028");
        text = OTHER.matcher(text).replaceAll("");
        return Pattern.compile(String.join("|", ENTITIES.keySet()))
                .matcher(text)
                .replaceAll((MatchResult entity) -> quoted(ENTITIES.getOrDefault(entity.group(), entity.group())));
    }

    private static String quoted(String replacement) {
        return java.util.regex.Matcher.quoteReplacement(replacement);
    }

    /** Lines of the source joined, paragraphs and entries of lists on lines of their own. */
    private static String joined(String text) {
        return NEW_LINE.matcher(text.strip())
                .replaceAll(" ")
                .replaceAll(" *\u2029[ \u2029]*", "\n\n")
                .replaceAll(" *\u2028[ \u2028]*", "\n- ")
                .replaceAll("\n{3,}", "\n\n")
                .strip();
    }
}
