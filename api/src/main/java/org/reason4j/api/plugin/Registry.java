package org.reason4j.api.plugin;

import java.util.Map;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.reason4j.api.Provided;
import org.reason4j.api.backend.RolloutBackend;
import org.reason4j.api.dataset.Curriculum;
import org.reason4j.api.dataset.DatasetReader;
import org.reason4j.api.environment.Environment;
import org.reason4j.api.guard.RunGuard;
import org.reason4j.api.optimizer.CreditShaper;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.regularizer.Regularizer;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.reward.RewardShaper;
import org.reason4j.api.sampler.GroupFilter;
import org.reason4j.api.sampler.Sampler;
import org.reason4j.api.sampler.SamplingSchedule;
import org.reason4j.api.text.TextModel;
import org.reason4j.api.track.Tracker;

/**
 * Where a {@link Plugin} announces <em>name, settings, class</em>.
 *
 * <p>The settings are a record instance that holds every default; a recipe overrides single components by name. The
 * implementation has one {@code @Inject} constructor (or only one constructor) whose parameters are that record, classes
 * that the plugin announced with {@link #shared}, and any of the services that core offers to every component of a run: the
 * policy's {@link org.reason4j.api.model.Tokenizer}, {@link org.reason4j.api.sampler.RolloutEngine}, {@link
 * org.reason4j.api.model.ScoringModels}, {@link org.reason4j.api.model.ReferencePolicy}, {@link
 * org.reason4j.api.reward.Measure}, {@link org.reason4j.api.text.TextModels}, {@link org.reason4j.api.track.Metrics}, {@link org.reason4j.api.track.RunInfo} and {@link
 * org.reason4j.api.sampler.RolloutSettings}. Components are built before the weights are loaded, so a constructor keeps
 * its services and calls none but the tokenizer and the facts about the run. A component that is {@link AutoCloseable} is
 * closed when the run ends.
 *
 * <p>Names consist of lower-case letters, digits and dashes. {@code presets} are further named instances of the record,
 * which a recipe selects with {@code preset: NAME} before its own overrides apply. They carry the conventions of other
 * systems and papers.
 */
@Provided
@API(status = Status.STABLE, since = "1.0.0")
public interface Registry {

    /**
     * Offers a component with presets of its settings.
     *
     * @param <T> the extension point
     * @param <C> the settings
     */
    <T, C extends Record> void offer(
            Kind<T> kind, String name, C defaults, Class<? extends T> type, Map<String, C> presets);

    /**
     * Announces a class whose one instance per run the components of this plugin share: they ask for it in their
     * constructors. Its own constructor may ask for services and for other shared classes. The instance is saved and
     * restored if it is {@link Stateful}, and closed after the components if it is {@link AutoCloseable}.
     */
    void shared(Class<?> type);

    /**
     * Offers a part of a recipe under a name, for {@code extends: NAME}: dataset, sampler, rewards and optimizer that belong
     * together. Lines of the recipe that extends it win over its own.
     *
     * @param yaml sections of a recipe
     */
    void recipe(String name, String yaml);

    /** Offers a source of examples: a file format or a generator of problems. */
    default <C extends Record> void dataset(String name, C defaults, Class<? extends DatasetReader> type) {
        offer(Kind.DATASET, name, defaults, type, Map.of());
    }

    /** Offers a source of examples: a file format or a generator of problems, with presets. */
    default <C extends Record> void dataset(
            String name, C defaults, Class<? extends DatasetReader> type, Map<String, C> presets) {
        offer(Kind.DATASET, name, defaults, type, presets);
    }

    /** Offers a choice of prompts. */
    default <C extends Record> void curriculum(String name, C defaults, Class<? extends Curriculum> type) {
        offer(Kind.CURRICULUM, name, defaults, type, Map.of());
    }

    /** Offers a choice of prompts, with presets. */
    default <C extends Record> void curriculum(
            String name, C defaults, Class<? extends Curriculum> type, Map<String, C> presets) {
        offer(Kind.CURRICULUM, name, defaults, type, presets);
    }

    /** Offers a sampler. */
    default <C extends Record> void sampler(String name, C defaults, Class<? extends Sampler> type) {
        offer(Kind.SAMPLER, name, defaults, type, Map.of());
    }

    /** Offers a sampler, with presets. */
    default <C extends Record> void sampler(
            String name, C defaults, Class<? extends Sampler> type, Map<String, C> presets) {
        offer(Kind.SAMPLER, name, defaults, type, presets);
    }

    /** Offers a schedule of sampling parameters. */
    default <C extends Record> void schedule(String name, C defaults, Class<? extends SamplingSchedule> type) {
        offer(Kind.SCHEDULE, name, defaults, type, Map.of());
    }

    /** Offers a schedule of sampling parameters, with presets. */
    default <C extends Record> void schedule(
            String name, C defaults, Class<? extends SamplingSchedule> type, Map<String, C> presets) {
        offer(Kind.SCHEDULE, name, defaults, type, presets);
    }

    /** Offers an environment. */
    default <C extends Record> void environment(String name, C defaults, Class<? extends Environment> type) {
        offer(Kind.ENVIRONMENT, name, defaults, type, Map.of());
    }

    /** Offers an environment, with presets. */
    default <C extends Record> void environment(
            String name, C defaults, Class<? extends Environment> type, Map<String, C> presets) {
        offer(Kind.ENVIRONMENT, name, defaults, type, presets);
    }

    /** Offers a place where rollouts are written. */
    default <C extends Record> void backend(String name, C defaults, Class<? extends RolloutBackend> type) {
        offer(Kind.BACKEND, name, defaults, type, Map.of());
    }

    /** Offers a place where rollouts are written, with presets. */
    default <C extends Record> void backend(
            String name, C defaults, Class<? extends RolloutBackend> type, Map<String, C> presets) {
        offer(Kind.BACKEND, name, defaults, type, presets);
    }

    /** Offers a text model. */
    default <C extends Record> void textModel(String name, C defaults, Class<? extends TextModel> type) {
        offer(Kind.TEXT_MODEL, name, defaults, type, Map.of());
    }

    /** Offers a text model, with presets. */
    default <C extends Record> void textModel(
            String name, C defaults, Class<? extends TextModel> type, Map<String, C> presets) {
        offer(Kind.TEXT_MODEL, name, defaults, type, presets);
    }

    /** Offers a reward. */
    default <C extends Record> void reward(String name, C defaults, Class<? extends Reward> type) {
        offer(Kind.REWARD, name, defaults, type, Map.of());
    }

    /** Offers a reward, with presets. */
    default <C extends Record> void reward(
            String name, C defaults, Class<? extends Reward> type, Map<String, C> presets) {
        offer(Kind.REWARD, name, defaults, type, presets);
    }

    /** Offers a filter of scored groups. */
    default <C extends Record> void filter(String name, C defaults, Class<? extends GroupFilter> type) {
        offer(Kind.FILTER, name, defaults, type, Map.of());
    }

    /** Offers a filter of scored groups, with presets. */
    default <C extends Record> void filter(
            String name, C defaults, Class<? extends GroupFilter> type, Map<String, C> presets) {
        offer(Kind.FILTER, name, defaults, type, presets);
    }

    /** Offers a reward shaper. */
    default <C extends Record> void shaper(String name, C defaults, Class<? extends RewardShaper> type) {
        offer(Kind.SHAPER, name, defaults, type, Map.of());
    }

    /** Offers a reward shaper, with presets. */
    default <C extends Record> void shaper(
            String name, C defaults, Class<? extends RewardShaper> type, Map<String, C> presets) {
        offer(Kind.SHAPER, name, defaults, type, presets);
    }

    /** Offers a policy optimizer. */
    default <C extends Record> void optimizer(String name, C defaults, Class<? extends PolicyOptimizer> type) {
        offer(Kind.OPTIMIZER, name, defaults, type, Map.of());
    }

    /** Offers a policy optimizer, with presets. */
    default <C extends Record> void optimizer(
            String name, C defaults, Class<? extends PolicyOptimizer> type, Map<String, C> presets) {
        offer(Kind.OPTIMIZER, name, defaults, type, presets);
    }

    /** Offers a shaper of credits. */
    default <C extends Record> void creditShaper(String name, C defaults, Class<? extends CreditShaper> type) {
        offer(Kind.CREDIT_SHAPER, name, defaults, type, Map.of());
    }

    /** Offers a shaper of credits, with presets. */
    default <C extends Record> void creditShaper(
            String name, C defaults, Class<? extends CreditShaper> type, Map<String, C> presets) {
        offer(Kind.CREDIT_SHAPER, name, defaults, type, presets);
    }

    /** Offers a regularizer. */
    default <C extends Record> void regularizer(String name, C defaults, Class<? extends Regularizer> type) {
        offer(Kind.REGULARIZER, name, defaults, type, Map.of());
    }

    /** Offers a regularizer, with presets. */
    default <C extends Record> void regularizer(
            String name, C defaults, Class<? extends Regularizer> type, Map<String, C> presets) {
        offer(Kind.REGULARIZER, name, defaults, type, presets);
    }

    /** Offers a guard of runs. */
    default <C extends Record> void guard(String name, C defaults, Class<? extends RunGuard> type) {
        offer(Kind.GUARD, name, defaults, type, Map.of());
    }

    /** Offers a guard of runs, with presets. */
    default <C extends Record> void guard(
            String name, C defaults, Class<? extends RunGuard> type, Map<String, C> presets) {
        offer(Kind.GUARD, name, defaults, type, presets);
    }

    /** Offers a tracker. */
    default <C extends Record> void tracker(String name, C defaults, Class<? extends Tracker> type) {
        offer(Kind.TRACKER, name, defaults, type, Map.of());
    }

    /** Offers a tracker, with presets. */
    default <C extends Record> void tracker(
            String name, C defaults, Class<? extends Tracker> type, Map<String, C> presets) {
        offer(Kind.TRACKER, name, defaults, type, presets);
    }
}
