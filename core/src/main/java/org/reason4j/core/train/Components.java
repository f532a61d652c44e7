package org.reason4j.core.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Stream;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.plugin.Stateful;
import org.reason4j.api.regularizer.Regularizer;
import org.reason4j.api.reward.RewardShaper;
import org.reason4j.api.sampler.Sampler;
import org.reason4j.core.config.Recipe;
import org.reason4j.core.plugin.ComponentFactory;
import org.reason4j.core.plugin.ComponentKind;
import org.reason4j.core.reward.ActiveReward;

/** The plugged-in parts of a recipe, built, with what each of them needs. */
final class Components {

    private static final Set<Stream> CORE_STREAMS = Set.of(
            Stream.LOGPROBS,
            Stream.ENTROPY,
            Stream.OLD_LOGPROBS,
            Stream.REFERENCE_LOGPROBS,
            Stream.BEHAVIOUR_LOGPROBS,
            Stream.SAMPLED_LOGPROBS,
            Stream.ADVANTAGES);

    final Sampler sampler;
    final List<ActiveReward> rewards = new ArrayList<>();
    final List<RewardShaper> shapers = new ArrayList<>();
    final PolicyOptimizer optimizer;
    final List<Regularizer> regularizers = new ArrayList<>();

    private final Map<String, Requirements> requirements = new LinkedHashMap<>();
    private final Map<String, Stateful> stateful = new LinkedHashMap<>();

    Components(Recipe recipe, ComponentFactory factory) {
        Problems problems = new Problems();
        sampler = problems.collect(() -> factory.create(ComponentKind.SAMPLER, recipe.sampler(), "sampler"));
        for (int i = 0; i < recipe.rewards().size(); i++) {
            Recipe.RewardTerm term = recipe.rewards().get(i);
            String where = "rewards[" + i + "]";
            ActiveReward reward = problems.collect(() -> new ActiveReward(
                    term,
                    factory.create(
                            ComponentKind.REWARD, term.name(), java.util.Optional.empty(), term.config(), where)));
            if (reward != null) {
                rewards.add(reward);
                note(where, reward.reward(), reward.reward().requirements());
            }
        }
        for (int i = 0; i < recipe.shaping().size(); i++) {
            int index = i;
            String where = "shaping[" + i + "]";
            RewardShaper shaper = problems.collect(
                    () -> factory.create(ComponentKind.SHAPER, recipe.shaping().get(index), where));
            if (shaper != null) {
                shapers.add(shaper);
                note(where, shaper, shaper.requirements());
            }
        }
        optimizer = problems.collect(() -> factory.create(ComponentKind.OPTIMIZER, recipe.optimizer(), "optimizer"));
        for (int i = 0; i < recipe.regularizers().size(); i++) {
            int index = i;
            String where = "regularizers[" + i + "]";
            Regularizer regularizer = problems.collect(() -> factory.create(
                    ComponentKind.REGULARIZER, recipe.regularizers().get(index), where));
            if (regularizer != null) {
                regularizers.add(regularizer);
                note(where, regularizer, regularizer.requirements());
            }
        }
        problems.throwAny();
        note("sampler", sampler, sampler.requirements());
        note("optimizer", optimizer, optimizer.requirements());
    }

    private void note(String where, Object component, Requirements needs) {
        requirements.put(where, needs);
        if (component instanceof Stateful state) {
            stateful.put(where, state);
        }
    }

    /** Checks what every component needs against the recipe and its training examples; all problems at once. */
    void check(Recipe recipe, List<Example> examples) {
        Problems problems = new Problems();
        requirements.forEach((where, needs) -> {
            problems.unless(
                    needs.minimumGroupSize() <= recipe.rollout().groupSize(),
                    "%s compares at least %s responses to a prompt, but rollout.groupSize is %s. Raise rollout.groupSize.",
                    where,
                    needs.minimumGroupSize(),
                    recipe.rollout().groupSize());
            for (String field : new TreeSet<>(needs.fields())) {
                examples.stream()
                        .filter(example -> !example.fields().containsKey(field))
                        .findFirst()
                        .ifPresent(example -> problems.add(String.format(
                                "%s reads the field '%s', but example '%s' of data.train has only %s. Name the dataset's"
                                        + " field, or choose a reward that needs no labels.",
                                where,
                                field,
                                example.id(),
                                new TreeSet<>(example.fields().keySet()))));
            }
            for (Stream stream : needs.streams()) {
                problems.unless(
                        CORE_STREAMS.contains(stream),
                        "%s reads the stream '%s', which nothing in this recipe computes",
                        where,
                        stream.name());
            }
        });
        problems.unless(
                recipe.rollout().temperature() > 0,
                "rollout.temperature is 0: responses to a prompt would all be the same. Set it above 0.");
        problems.throwAny();
    }

    /** Everything that all components need together. */
    Requirements needs() {
        return requirements.values().stream().reduce(Requirements.NONE, Requirements::and);
    }

    /** What shapers and regularizers read before an update; the optimizer's needs for its loss come later. */
    Requirements needsBeforeUpdate() {
        return requirements.entrySet().stream()
                .filter(entry -> !entry.getKey().equals("optimizer"))
                .map(Map.Entry::getValue)
                .reduce(Requirements.NONE, Requirements::and);
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
                add(String.format(java.util.Locale.ROOT, message, arguments));
            }
        }

        void add(@org.jspecify.annotations.Nullable String message) {
            messages.add(String.valueOf(message));
        }

        void throwAny() {
            ConfigException.check(messages.isEmpty(), "%s", String.join(System.lineSeparator(), messages));
        }
    }
}
