package org.reason4j.reward.generative.reasoning;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.plugin.ConfigException;

/** Labels of the judged responses, in fields of an example. */
final class Label {

    private Label() {}

    /** Returns a field that is {@code A} or {@code B}. */
    static char letter(String component, Prompt prompt, String field) {
        Object found = prompt.fields().get(field);
        String text = String.valueOf(found).strip();
        if (!text.equals("A") && !text.equals("B")) {
            throw wrong(component, prompt, field, found, "A or B");
        }
        return text.charAt(0);
    }

    /** Returns a field that is a whole number. */
    static int number(String component, Prompt prompt, String field) {
        Object found = prompt.fields().get(field);
        return whole(found).orElseThrow(() -> wrong(component, prompt, field, found, "a whole number"));
    }

    /** Returns a field that is a list of two whole numbers. */
    static int[] pair(String component, Prompt prompt, String field) {
        Object found = prompt.fields().get(field);
        if (found instanceof List<?> list && list.size() == 2) {
            Optional<Integer> first = whole(list.get(0));
            Optional<Integer> second = whole(list.get(1));
            if (first.isPresent() && second.isPresent()) {
                return new int[] {first.get(), second.get()};
            }
        }
        throw wrong(component, prompt, field, found, "a list of two whole numbers");
    }

    private static Optional<Integer> whole(@Nullable Object found) {
        String text = String.valueOf(found).strip();
        return text.matches("-?\\d{1,9}(\\.0)?") ? Optional.of((int) Double.parseDouble(text)) : Optional.empty();
    }

    private static ConfigException wrong(
            String component, Prompt prompt, String field, @Nullable Object found, String expected) {
        return new ConfigException("found " + found + " in the field '" + field + "' of example '" + prompt.id() + "', "
                + component + " expects " + expected);
    }
}
