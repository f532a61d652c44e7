package org.reason4j.reward.rulebased.math;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.reason4j.reward.rulebased.math.parse.Spelling;

/**
 * The last boxed answer of a text, together with those that are listed right before it: {@code \boxed{1} and \boxed{2}} is
 * {@code 1, 2}. A box that never closes holds no answer.
 */
final class Boxes {

    private static final int LONGEST_GAP = 60;
    private static final Pattern CONNECTIVE = Pattern.compile("(?:.* )?(?:and|or)(?: .*)?", Pattern.DOTALL);
    private static final Pattern NAMES = Pattern.compile("\\\\(?:quad|qquad|text|mathrm|mbox)\\b");
    private static final int MOST_WORDS = 6;

    private record Box(int start, int end, String contents) {}

    private Boxes() {}

    static boolean any(String text) {
        return text.contains("\\boxed{") || text.contains("\\fbox{");
    }

    static Optional<String> last(String text) {
        String opening = text.contains("\\boxed{") ? "\\boxed{" : "\\fbox{";
        List<Box> boxes = boxes(text, opening);
        if (boxes.isEmpty() || text.lastIndexOf(opening) > boxes.get(boxes.size() - 1).end) {
            return Optional.empty();
        }
        int first = boxes.size() - 1;
        while (first > 0 && isList(text.substring(boxes.get(first - 1).end, boxes.get(first).start))) {
            first--;
        }
        List<String> contents = boxes.subList(first, boxes.size()).stream()
                .map(Box::contents)
                .distinct()
                .toList();
        String percent = text.startsWith("\\%", boxes.get(boxes.size() - 1).end) ? "\\%" : "";
        return Optional.of(String.join(", ", contents) + percent);
    }

    /** Boxes that are in no other, by one pass over the braces. */
    private static List<Box> boxes(String text, String opening) {
        List<Box> boxes = new ArrayList<>();
        Deque<Integer> open = new ArrayDeque<>(); // starts of boxes, -1 for other braces
        for (int i = 0; i < text.length(); i++) {
            char sign = text.charAt(i);
            if (text.startsWith(opening, i)) {
                open.push(i);
                i += opening.length() - 1;
            } else if (sign == '\\' && (text.startsWith("{", i + 1) || text.startsWith("}", i + 1))) {
                i++;
            } else if (sign == '{') {
                open.push(-1);
            } else if (sign == '}' && !open.isEmpty()) {
                int start = open.pop();
                if (start >= 0) {
                    boxes.removeIf(inner -> inner.start > start);
                    boxes.add(new Box(
                            start,
                            i + 1,
                            text.substring(start + opening.length(), i).strip()));
                }
            }
        }
        return boxes;
    }

    /** True for what stands between the items of a list: a comma, or a few words with «and» or «or» among them. */
    private static boolean isList(String gap) {
        if (gap.length() > LONGEST_GAP || gap.contains("\n\n") || gap.contains(". ")) {
            return false;
        }
        String words = Spelling.words(NAMES.matcher(gap).replaceAll(" "));
        boolean few = words.split(" ", -1).length <= MOST_WORDS;
        return words.isEmpty()
                ? gap.indexOf('.') < 0
                : few && CONNECTIVE.matcher(words).matches();
    }
}
