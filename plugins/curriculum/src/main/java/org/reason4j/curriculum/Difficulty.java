package org.reason4j.curriculum;

import java.math.BigDecimal;
import java.util.List;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.plugin.ConfigException;

/**
 * How hard examples are: a field of theirs that holds a number, or one of the texts that the settings put in order.
 *
 * @param owner component that reads it, for messages
 * @param field name of the field
 * @param order texts from easy to hard; empty where the field holds numbers
 */
record Difficulty(String owner, String field, List<String> order) {

    /** Returns the number, or the place of the text in the order, from 0. */
    double of(Example example) {
        String found = String.valueOf(example.fields().get(field));
        if (!order.isEmpty()) {
            int place = order.indexOf(found);
            ConfigException.check(
                    place >= 0,
                    "The field '%s' of example '%s' is '%s', expected one of %s. Name all of its texts, from easy to hard,"
                            + " in %s.order.",
                    field,
                    example.id(),
                    found,
                    order,
                    owner);
            return place;
        }
        if (example.fields().get(field) instanceof Number number && Double.isFinite(number.doubleValue())) {
            return number.doubleValue();
        }
        return number(example, found);
    }

    private double number(Example example, String found) {
        try {
            return new BigDecimal(found).doubleValue();
        } catch (NumberFormatException e) {
            throw new ConfigException(
                    "The field '" + field + "' of example '" + example.id() + "' is '" + found + "', expected a number."
                            + " Name the field that says how hard an example is in " + owner + ".field.",
                    e);
        }
    }
}
