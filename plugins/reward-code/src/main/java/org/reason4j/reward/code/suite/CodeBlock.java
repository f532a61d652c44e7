package org.reason4j.reward.code.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A fenced block of code in a text: a line of three or more backticks or tildes with a tag, lines of code, and a line of as
 * many of the same signs. A block that the text's end cuts off is none.
 *
 * @param tag the language's tag; empty where there is none
 * @param code the lines between the fences
 */
public record CodeBlock(String tag, String code) {

    private static final int SHORTEST_FENCE = 3;

    /** The last block in one of the languages, or without a tag; empty where there is none. */
    public static Optional<CodeBlock> last(String text, List<Language> languages) {
        List<CodeBlock> blocks = all(text);
        for (int i = blocks.size() - 1; i >= 0; i--) {
            CodeBlock block = blocks.get(i);
            if (block.tag().isEmpty()
                    || Language.ofTag(block.tag()).filter(languages::contains).isPresent()) {
                return Optional.of(block);
            }
        }
        return Optional.empty();
    }

    private static List<CodeBlock> all(String text) {
        List<CodeBlock> blocks = new ArrayList<>();
        List<String> lines = text.lines().toList();
        int line = 0;
        while (line < lines.size()) {
            String fence = fence(lines.get(line));
            int end = fence.isEmpty() ? -1 : end(lines, line + 1, fence);
            if (end >= 0) {
                String tag = lines.get(line).strip().substring(fence.length()).strip();
                blocks.add(new CodeBlock(firstWord(tag), String.join("\n", lines.subList(line + 1, end)) + "\n"));
                line = end;
            }
            line++;
        }
        return blocks;
    }

    private static int end(List<String> lines, int from, String fence) {
        for (int line = from; line < lines.size(); line++) {
            String closing = lines.get(line).strip();
            if (closing.startsWith(fence) && closing.equals(fence(closing))) {
                return line;
            }
        }
        return -1;
    }

    /** The signs of a fence that a line begins with; empty where it is no fence. */
    private static String fence(String line) {
        String plain = line.strip();
        if (plain.isEmpty() || plain.charAt(0) != '`' && plain.charAt(0) != '~') {
            return "";
        }
        int length = 1;
        while (length < plain.length() && plain.charAt(length) == plain.charAt(0)) {
            length++;
        }
        boolean code = plain.indexOf('`', length) >= 0; // a span of code within a line
        return length < SHORTEST_FENCE || code ? "" : plain.substring(0, length);
    }

    private static String firstWord(String tag) {
        String[] words = tag.split("[\\s{,]+", 2);
        return words[0];
    }
}
