package com.example.json;

import java.util.Optional;

/** Finds the JSON in a response: pure functions of text, each in time linear in its length. */
final class JsonPlace {

    private JsonPlace() {}

    static Optional<String> find(JsonSchemaConfig.Place place, String response) {
        return switch (place) {
            case FENCE -> lastBetween(response, "```json", "```");
            case ANSWER_TAG -> lastBetween(response, "<answer>", "</answer>");
            case WHOLE -> Optional.of(response.strip());
        };
    }

    private static Optional<String> lastBetween(String text, String before, String after) {
        int from = text.lastIndexOf(before);
        if (from < 0) {
            return Optional.empty();
        }
        int to = text.indexOf(after, from + before.length());
        return to < 0
                ? Optional.empty()
                : Optional.of(text.substring(from + before.length(), to).strip());
    }
}
