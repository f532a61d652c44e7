package org.reason4j.core.formats.safetensors;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.file.FieldNames;

/** Compares the tensors that are there with those that are needed. */
public final class TensorFit {

    private TensorFit() {}

    /**
     * Reports all differences together.
     *
     * @param complaint first sentence of the message, without its full stop
     */
    public static void require(String complaint, List<TensorSpec> expected, List<TensorSpec> found) {
        Map<String, TensorSpec> left = found.stream().collect(Collectors.toMap(TensorSpec::name, Function.identity()));
        List<String> missing = new ArrayList<>();
        List<String> misshapen = new ArrayList<>();
        for (TensorSpec tensor : expected) {
            TensorSpec actual = left.remove(tensor.name());
            if (actual == null) {
                missing.add("'" + tensor.name() + "'");
            } else if (!actual.equals(tensor)) {
                misshapen.add("'" + tensor.name() + "' has shape " + TensorSpec.describe(actual.shape()) + ", expected "
                        + TensorSpec.describe(tensor.shape()));
            }
        }
        List<String> unexpected =
                left.keySet().stream().sorted().map(name -> "'" + name + "'").toList();
        String differences =
                part("missing: ", missing) + part("unexpected: ", unexpected) + part("wrong shape: ", misshapen);
        if (!differences.isEmpty()) {
            throw new ConfigException(complaint + differences + ".");
        }
    }

    private static String part(String title, List<String> tensors) {
        return tensors.isEmpty() ? "" : "; " + title + FieldNames.some(tensors);
    }
}
