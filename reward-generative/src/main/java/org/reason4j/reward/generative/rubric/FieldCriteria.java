package org.reason4j.reward.generative.rubric;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.reward.generative.rubric.Criterion.Category;

/** Criteria in a field of an example: a list of texts, or of {@code {text, category, weight, veto}}. */
final class FieldCriteria {

    private FieldCriteria() {}

    static List<Criterion> read(Prompt prompt, String field) {
        if (!(prompt.fields().get(field) instanceof List<?> list)) {
            throw wrong(prompt, field, prompt.fields().get(field));
        }
        return list.stream().map(entry -> criterion(prompt, field, entry)).toList();
    }

    private static Criterion criterion(Prompt prompt, String field, @Nullable Object entry) {
        if (entry instanceof String text) {
            return Criterion.of(text);
        }
        if (entry instanceof Map<?, ?> map && map.get("text") instanceof String text) {
            Object category = map.get("category");
            Object weight = map.get("weight");
            Object veto = map.get("veto");
            if ((category == null || category instanceof String)
                    && (weight == null || weight instanceof Number)
                    && (veto == null || veto instanceof Boolean)) {
                return new Criterion(
                        text,
                        category == null ? Category.ESSENTIAL : category(prompt, field, (String) category),
                        Optional.ofNullable((Number) weight).map(Number::doubleValue),
                        Boolean.TRUE.equals(veto));
            }
        }
        throw wrong(prompt, field, entry);
    }

    private static Category category(Prompt prompt, String field, String name) {
        for (Category category : Category.values()) {
            if (category.name().equals(name.toUpperCase(Locale.ROOT))) {
                return category;
            }
        }
        throw wrong(prompt, field, name);
    }

    private static ConfigException wrong(Prompt prompt, String field, @Nullable Object found) {
        return new ConfigException("found " + found + " in the field '" + field + "' of example '" + prompt.id()
                + "', expected a list of texts or of {text, category, weight, veto}, where category is one of essential,"
                + " important, optional and pitfall");
    }
}
