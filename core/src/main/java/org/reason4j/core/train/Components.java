package org.reason4j.core.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Stream;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.environment.Environment;
import org.reason4j.api.model.AuxiliaryModel;
import org.reason4j.api.optimizer.CreditShaper;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.optimizer.UpdateRule;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.plugin.Stateful;
import org.reason4j.api.regularizer.Regularizer;
import org.reason4j.api.reward.Measure;
import org.reason4j.api.reward.RewardShaper;
import org.reason4j.api.sampler.GroupFilter;
import org.reason4j.api.sampler.Sampler;
import org.reason4j.core.config.Recipe;
import org.reason4j.core.plugin.ComponentFactory;
import org.reason4j.core.plugin.ComponentKind;
import org.reason4j.core.reward.ActiveReward;

/** The plugged-in parts of a recipe, built, with what each of them needs. */
final class Components implements AutoCloseable {

    /** Nothing has a gradient or an advantage before there is a batch. */
    private static final Set<Stream> OF_BATCHES = Set.of(Stream.LOGPROBS, Stream.ADVANTAGES);

    /** What the decoder attaches. */
    static final Set<Stream> SAMPLED = Set.of(Stream.BEHAVIOUR_LOGPROBS, Stream.SAMPLED_LOGPROBS, Stream.TURN_REWARDS);

    final Sampler sampler;
    final List<ActiveReward> rewards = new ArrayList<>();
    final Optional<Environment> environment;
    final List<GroupFilter> filters;
    final List<RewardShaper> shapers;
    final PolicyOptimizer optimizer;

    /** How the policy's weights change, where it is not by AdamW. */
    final Optional<UpdateRule> updateRule;

    /** What learns beside the policy. */
    final List<AuxiliaryModel> models;

    final List<CreditShaper> creditShapers;
    final List<Regularizer> regularizers;

    /** The reward that measures held-out problems. */
    final ActiveReward measure;

    private final String measureAt; // its place in the recipe
    private final Map<String, Requirements> requirements = new LinkedHashMap<>();
    private final Map<String, Stateful> stateful = new LinkedHashMap<>();

    Components(Recipe recipe, ComponentFactory factory) {
        Problems problems = new Problems();
        sampler = problems.collect(() -> factory.create(ComponentKind.SAMPLER, recipe.sampler(), "sampler"));
        environment = recipe.environment()
                .map(component ->
                        problems.collect(() -> factory.create(ComponentKind.ENVIRONMENT, component, "environment")));
        environment.ifPresent(answering -> note("environment", answering, answering.requirements()));
        for (int i = 0; i < recipe.rewards().size(); i++) {
            String where = "rewards[" + i + "]";
            ActiveReward reward = reward(factory, problems, recipe.rewards().get(i), where);
            if (reward != null) {
                rewards.add(reward);
                note(where, reward.reward(), reward.reward().requirements());
            }
        }
        Optional<Recipe.RewardTerm> measuring = recipe.evaluation().reward();
        measureAt = measuring.isPresent() ? "evaluation.reward" : "rewards[0]";
        @Nullable
        ActiveReward own = measuring.isPresent() ? reward(factory, problems, measuring.get(), measureAt) : null;
        filters = all(factory, problems, ComponentKind.FILTER, recipe.filters(), "filters", GroupFilter::requirements);
        shapers = all(factory, problems, ComponentKind.SHAPER, recipe.shaping(), "shaping", RewardShaper::requirements);
        optimizer = problems.collect(() -> factory.create(ComponentKind.OPTIMIZER, recipe.optimizer(), "optimizer"));
        creditShapers = all(
                factory, problems, ComponentKind.CREDIT_SHAPER, recipe.credit(), "credit", CreditShaper::requirements);
        regularizers = all(
                factory,
                problems,
                ComponentKind.REGULARIZER,
                recipe.regularizers(),
                "regularizers",
                Regularizer::requirements);
        problems.throwAny();
        measure = own == null ? rewards.get(0) : own;
        note("sampler", sampler, sampler.requirements());
        note("optimizer", optimizer, optimizer.requirements());
        updateRule = optimizer.updateRule();
        models = AuxiliaryModels.of(optimizer, rewards);
    }

    private static @Nullable ActiveReward reward(
            ComponentFactory factory, Problems problems, Recipe.RewardTerm term, String where) {
        return problems.collect(() -> new ActiveReward(
                term, factory.create(ComponentKind.REWARD, term.name(), Optional.empty(), term.config(), where)));
    }

    private <T> List<T> all(
            ComponentFactory factory,
            Problems problems,
            ComponentKind<T> kind,
            List<Recipe.Component> wanted,
            String section,
            Function<T, Requirements> needs) {
        List<T> built = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            Recipe.Component component = wanted.get(i);
            String where = section + "[" + i + "]";
            T part = problems.collect(() -> factory.create(kind, component, where));
            if (part != null) {
                built.add(part);
                note(where, part, needs.apply(part));
            }
        }
        return built;
    }

    private void note(String where, Object component, Requirements needs) {
        requirements.put(where, needs);
        if (component instanceof Stateful state) {
            stateful.put(where, state);
        }
    }

    /** Checks what every component needs against the recipe and its examples; all problems at once. */
    void check(Recipe recipe, Datasets data) {
        Problems problems = new Problems();
        requirements.forEach((where, needs) -> {
            problems.unless(
                    needs.minimumGroupSize() <= recipe.rollout().groupSize(),
                    "%s compares at least %s responses to a prompt, but rollout.groupSize is %s. Raise rollout.groupSize.",
                    where,
                    needs.minimumGroupSize(),
                    recipe.rollout().groupSize());
            requireFields(problems, where, needs.fields(), "data.train", data.train());
            problems.unless(
                    environment.isPresent() || !needs.streams().contains(Stream.TURN_REWARDS),
                    "%s reads the rewards of turns, but the recipe has no environment. Add one under environment, or choose a"
                            + " reward that judges the whole response.",
                    where);
            problems.unless(
                    !reads(needs, Stream.VALUES)
                            || models.stream().anyMatch(model -> model.stream().equals(Stream.VALUES)),
                    "%s reads 'values', but no model of the recipe computes them. Add a critic: choose an optimizer that"
                            + " brings one, or switch on the critic of this one.",
                    where);
            for (int i = 0; needs.wholeGroups() && i < filters.size(); i++) {
                problems.unless(
                        !filters.get(i).splitsGroups(),
                        "%s needs all members of a group, but filters[%s] may drop some of them. Leave out that filter, or"
                                + " choose one that keeps or drops whole groups.",
                        where,
                        i);
            }
            problems.unless(
                    Collections.disjoint(needs.streams(), OF_BATCHES),
                    "%s reads 'logprobs' or 'advantages' before the loss, but only a batch has them. Its author can declare"
                            + " them as lossStreams.",
                    where);
        });
        requireFields(
                problems, measureAt, measure.reward().requirements().fields(), "data.evaluation", data.evaluation());
        problems.unless(
                SAMPLED.containsAll(measure.reward().requirements().streams()),
                "%s measures held-out problems, and reads streams that only training computes. Name another reward under"
                        + " evaluation.reward.",
                measureAt);
        problems.unless(
                measure.reward().requirements().minimumGroupSize() == 1,
                "%s measures held-out problems, one response at a time, but compares responses. Name another reward under"
                        + " evaluation.reward.",
                measureAt);
        problems.unless(
                !asksFor(measure.reward().getClass(), Measure.class),
                "%s measures held-out problems, and builds on the reward that measures them. Name the reward that it is to"
                        + " build on under evaluation.reward.",
                measureAt);
        problems.unless(
                recipe.rollout().temperature() > 0,
                "rollout.temperature is 0: responses to a prompt would all be the same. Set it above 0.");
        problems.throwAny();
    }

    static boolean asksFor(Class<?> component, Class<?> service) {
        return Arrays.stream(component.getDeclaredConstructors())
                .anyMatch(constructor ->
                        Arrays.asList(constructor.getParameterTypes()).contains(service));
    }

    private static boolean reads(Requirements needs, Stream stream) {
        return needs.streams().contains(stream) || needs.lossStreams().contains(stream);
    }

    private static void requireFields(
            Problems problems, String where, Set<String> fields, String dataset, List<Example> examples) {
        for (String field : new TreeSet<>(fields)) {
            examples.stream()
                    .filter(example -> !example.fields().containsKey(field))
                    .findFirst()
                    .ifPresent(example -> problems.add(String.format(
                            "%s reads the field '%s', but example '%s' of %s has only %s. Name the dataset's field, or"
                                    + " choose a reward that needs no labels.",
                            where,
                            field,
                            example.id(),
                            dataset,
                            new TreeSet<>(example.fields().keySet()))));
        }
    }

    /** Everything that all components need together. */
    Requirements needs() {
        return requirements.values().stream().reduce(Requirements.NONE, Requirements::and);
    }

    /** Releases what the environment holds. */
    @Override
    public void close() {
        environment.ifPresent(Environment::close);
    }

    /** Components with state, by their place in the recipe. */
    Map<String, Stateful> stateful() {
        return stateful;
    }

    /** Collects problems, to tell all of them at once. */
    private static final class Problems {

        private final List<String> messages = new ArrayList<>();

        @SuppressWarnings("NullAway") // a part that can't be built is null until throwAny, which then throws
        <T> T collect(Supplier<T> part) {
            try {
                return part.get();
            } catch (ConfigException e) {
                add(e.getMessage());
                return null;
            }
        }

        void unless(boolean condition, String message, Object... arguments) {
            if (!condition) {
                add(String.format(Locale.ROOT, message, arguments));
            }
        }

        void add(@Nullable String message) {
            messages.add(String.valueOf(message));
        }

        void throwAny() {
            ConfigException.check(messages.isEmpty(), "%s", String.join(System.lineSeparator(), messages));
        }
    }
}
