package org.reason4j.testkit.rule;

import java.util.List;
import java.util.Map;
import org.reason4j.api.plugin.Kind;

/** The rules of every kind of component. */
public final class Rules {

    private static final Map<Kind<?>, List<? extends Rule<?>>> BY_KIND =
            Map.ofEntries(Map.entry(Kind.REWARD, RewardRules.all()));

    private Rules() {}

    /** Returns the rules of a kind, in a fixed order. */
    @SuppressWarnings("unchecked") // the map holds rules of T for a kind of T
    public static <T> List<Rule<T>> of(Kind<T> kind) {
        return (List<Rule<T>>) (List<?>) BY_KIND.getOrDefault(kind, List.of());
    }
}
