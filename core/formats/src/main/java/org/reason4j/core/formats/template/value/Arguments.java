package org.reason4j.core.formats.template.value;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The evaluated arguments of a call. */
public record Arguments(List<Object> positional, Map<String, Object> named) {

    public static final Arguments NONE = new Arguments(List.of(), Map.of());

    public static Arguments of(Object... positional) {
        return new Arguments(List.of(positional), Map.of());
    }

    /** The arguments without the first {@code count} positional ones. */
    public Arguments after(int count) {
        return new Arguments(positional.subList(Math.min(count, positional.size()), positional.size()), named);
    }

    /** Gives every positional argument the name of its parameter; an argument that fits no parameter is an error. */
    public Bound bind(String function, String... parameters) {
        if (positional.size() > parameters.length) {
            throw TemplateException.of(
                    "%s() takes at most %d arguments (%d given)", function, parameters.length, positional.size());
        }
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < positional.size(); i++) {
            values.put(parameters[i], positional.get(i));
        }
        named.forEach((name, value) -> {
            if (!List.of(parameters).contains(name)) {
                throw TemplateException.of("%s() got an unexpected keyword argument '%s'", function, name);
            }
            if (values.put(name, value) != null) {
                throw TemplateException.of("%s() got multiple values for argument '%s'", function, name);
            }
        });
        return new Bound(function, values);
    }

    /** Arguments by parameter name. */
    public record Bound(String function, Map<String, Object> values) {

        public Object required(String parameter) {
            return optional(parameter)
                    .orElseThrow(() -> TemplateException.of(
                            "%s() missing 1 required positional argument: '%s'", function, parameter));
        }

        /** The argument, or empty where it is missing or {@code None}. */
        public Optional<Object> optional(String parameter) {
            return Optional.ofNullable(values.get(parameter)).filter(value -> value != None.NONE);
        }

        public Object or(String parameter, Object fallback) {
            return values.getOrDefault(parameter, fallback);
        }

        public boolean flag(String parameter) {
            return Values.isTrue(or(parameter, false));
        }

        public long number(String parameter, long fallback) {
            return optional(parameter).map(Values::index).orElse(fallback);
        }

        public String text(String parameter, String fallback) {
            return optional(parameter).map(Values::text).orElse(fallback);
        }
    }
}
