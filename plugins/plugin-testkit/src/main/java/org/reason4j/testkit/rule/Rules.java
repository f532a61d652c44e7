package org.reason4j.testkit.rule;

import java.util.List;
import java.util.Map;
import org.reason4j.api.plugin.Kind;

/** The rules of every kind of component. */
public final class Rules {

    private static final Map<Kind<?>, List<? extends Rule<?>>> BY_KIND = Map.ofEntries(
            Map.entry(Kind.DATASET, DatasetRules.all()),
            Map.entry(Kind.CURRICULUM, CurriculumRules.all()),
            Map.entry(Kind.SAMPLER, SamplerRules.all()),
            Map.entry(Kind.SCHEDULE, ScheduleRules.all()),
            Map.entry(Kind.ENVIRONMENT, EnvironmentRules.all()),
            Map.entry(Kind.BACKEND, BackendRules.all()),
            Map.entry(Kind.TEXT_MODEL, TextModelRules.all()),
            Map.entry(Kind.REWARD, RewardRules.all()),
            Map.entry(Kind.FILTER, FilterRules.all()),
            Map.entry(Kind.SHAPER, ShapingRules.ofShapers()),
            Map.entry(Kind.OPTIMIZER, CreditRules.ofOptimizers()),
            Map.entry(Kind.CREDIT_SHAPER, CreditShapingRules.ofShapers()),
            Map.entry(Kind.REGULARIZER, RegularizerRules.all()),
            Map.entry(Kind.GUARD, GuardRules.all()),
            Map.entry(Kind.TRACKER, TrackerRules.all()));

    private static final List<Rule<Record>> OF_SETTINGS = SettingsRules.all();

    private Rules() {}

    /** Returns the rules of settings, for the defaults and for each preset of a component. */
    public static List<Rule<Record>> ofSettings() {
        return OF_SETTINGS;
    }

    /**
     * Returns the rules of a kind, in a fixed order.
     *
     * @throws IllegalArgumentException if there are none: the kind is newer than this testkit
     */
    @SuppressWarnings("unchecked") // the map holds rules of T for a kind of T
    public static <T> List<Rule<T>> of(Kind<T> kind) {
        List<? extends Rule<?>> rules = BY_KIND.get(kind);
        if (rules == null) {
            throw new IllegalArgumentException("This testkit has no rules of the kind " + kind);
        }
        return (List<Rule<T>>) rules;
    }
}
