package org.reason4j.core.trainer.components;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.reason4j.api.dataset.Example;

/**
 * A field that a component reads and an example lacks.
 *
 * @param field name of the field
 * @param example the first one without it
 */
public record MissingField(String field, Example example) {

    /** Returns one entry for each field that some example lacks, in the order of names. */
    public static List<MissingField> of(Set<String> fields, List<Example> examples) {
        return new TreeSet<>(fields)
                .stream()
                        .map(field -> examples.stream()
                                .filter(example -> !example.fields().containsKey(field))
                                .findFirst()
                                .map(example -> new MissingField(field, example)))
                        .flatMap(Optional::stream)
                        .toList();
    }

    /** The names of the fields that the example has. */
    public Set<String> present() {
        return new TreeSet<>(example.fields().keySet());
    }

    /**
     * Returns the problem in words.
     *
     * @param where the component's place in the recipe
     * @param dataset the dataset's place
     */
    String problem(String where, String dataset) {
        return String.format(
                "%s reads the field '%s', but example '%s' of %s has only %s. Name the dataset's field, or choose a"
                        + " reward that needs no labels.",
                where, field, example.id(), dataset, present());
    }
}
