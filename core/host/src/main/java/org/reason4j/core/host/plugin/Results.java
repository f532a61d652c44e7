package org.reason4j.core.host.plugin;

import ai.djl.ndarray.NDArray;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.regularizer.Regularizer;
import org.reason4j.api.reward.RewardShaper;

/** Rules for the results of a plugin's methods. */
final class Results {

    private Results() {}

    /** Returns the breach of a method's contract as the end of a sentence about the plugin; empty if there is none. */
    static Optional<String> breach(Method method, Object[] arguments, @Nullable Object result) {
        if (result == null) {
            return Optional.of("returned null");
        }
        if (result instanceof Optional<?> optional) {
            return optional.flatMap(held -> breach(method, arguments, held));
        }
        if (result instanceof NDArray array
                && method.getName().equals("loss")
                && array.getShape().size() != 1) {
            return Optional.of("returned a loss of shape " + array.getShape() + ", expected a scalar");
        }
        if (result instanceof ScoredGroup group) {
            return RewardBound.breach(group);
        }
        return result instanceof List<?> list ? breach(method, arguments, list) : Optional.empty();
    }

    private static Optional<String> breach(Method method, Object[] arguments, List<?> list) {
        if (list.stream().anyMatch(Objects::isNull)) {
            return Optional.of("returned a list that holds null");
        }
        if (method.getName().equals("shape") && arguments[0] instanceof List<?> groups) {
            Class<?> contract = method.getDeclaringClass();
            boolean lost = contract == RewardShaper.class && list.size() < groups.size(); // more are replayed ones
            boolean changed = contract == Regularizer.class && list.size() != groups.size();
            if (lost || changed) {
                return Optional.of("returned " + list.size() + " groups for " + groups.size());
            }
        }
        return list.stream()
                .filter(ScoredGroup.class::isInstance)
                .flatMap(group -> RewardBound.breach((ScoredGroup) group).stream())
                .findFirst();
    }
}
