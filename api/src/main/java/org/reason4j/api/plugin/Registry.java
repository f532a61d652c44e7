package org.reason4j.api.plugin;

import java.util.Map;
import org.reason4j.api.dataset.DatasetReader;
import org.reason4j.api.environment.Environment;
import org.reason4j.api.optimizer.CreditShaper;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.regularizer.Regularizer;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.reward.RewardShaper;
import org.reason4j.api.sampler.GroupFilter;
import org.reason4j.api.sampler.Sampler;
import org.reason4j.api.text.TextModel;
import org.reason4j.api.track.Tracker;

/**
 * Where a {@link Plugin} announces <em>name, settings, class</em>. Plugins call this type and never implement it.
 *
 * <p>The settings are a record instance that holds every default; a recipe overrides single components by name. The
 * implementation has one {@code @Inject} constructor (or only one constructor) whose parameters are that record and any
 * of the services that core offers to every component of a run: the policy's {@link org.reason4j.api.model.Tokenizer},
 * {@link org.reason4j.api.sampler.RolloutEngine}, {@link org.reason4j.api.reward.Measure}, {@link
 * org.reason4j.api.text.TextModels}, {@link org.reason4j.api.track.Metrics} and, which is known at once, {@link
 * org.reason4j.api.sampler.RolloutSettings}. Components are built before the weights are
 * loaded, so a constructor keeps its services and calls none but the tokenizer.
 *
 * <p>{@code presets} are further named instances of the record, which a recipe selects with {@code preset: NAME} before
 * its own overrides apply. They carry the conventions of other systems and papers.
 */
public interface Registry {

    /** Offers a reward. */
    <C extends Record> void reward(String name, C defaults, Class<? extends Reward> type);

    /** Offers a reward shaper. */
    <C extends Record> void shaper(String name, C defaults, Class<? extends RewardShaper> type);

    /** Offers a policy optimizer. */
    <C extends Record> void optimizer(
            String name, C defaults, Class<? extends PolicyOptimizer> type, Map<String, C> presets);

    /** Offers a policy optimizer without presets. */
    default <C extends Record> void optimizer(String name, C defaults, Class<? extends PolicyOptimizer> type) {
        optimizer(name, defaults, type, Map.of());
    }

    /** Offers a regularizer. */
    <C extends Record> void regularizer(
            String name, C defaults, Class<? extends Regularizer> type, Map<String, C> presets);

    /** Offers a regularizer without presets. */
    default <C extends Record> void regularizer(String name, C defaults, Class<? extends Regularizer> type) {
        regularizer(name, defaults, type, Map.of());
    }

    /** Offers a shaper of credits. */
    <C extends Record> void creditShaper(String name, C defaults, Class<? extends CreditShaper> type);

    /** Offers a filter of scored groups. */
    <C extends Record> void filter(String name, C defaults, Class<? extends GroupFilter> type);

    /** Offers an environment. */
    <C extends Record> void environment(String name, C defaults, Class<? extends Environment> type);

    /** Offers a text model. */
    <C extends Record> void textModel(String name, C defaults, Class<? extends TextModel> type);

    /** Offers a sampler. */
    <C extends Record> void sampler(String name, C defaults, Class<? extends Sampler> type);

    /** Offers a source of examples: a file format or a generator of problems. */
    <C extends Record> void dataset(String name, C defaults, Class<? extends DatasetReader> type);

    /** Offers a tracker. */
    <C extends Record> void tracker(String name, C defaults, Class<? extends Tracker> type);
}
