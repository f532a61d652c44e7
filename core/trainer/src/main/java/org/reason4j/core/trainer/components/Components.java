package org.reason4j.core.trainer.components;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.backend.RolloutBackend;
import org.reason4j.api.data.ModelRef;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.dataset.Curriculum;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.environment.Environment;
import org.reason4j.api.guard.RunGuard;
import org.reason4j.api.model.AuxiliaryModel;
import org.reason4j.api.optimizer.CreditShaper;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.optimizer.UpdateRule;
import org.reason4j.api.plugin.Kind;
import org.reason4j.api.plugin.Stateful;
import org.reason4j.api.regularizer.Regularizer;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.reward.RewardShaper;
import org.reason4j.api.sampler.GroupFilter;
import org.reason4j.api.sampler.Sampler;
import org.reason4j.api.sampler.SamplingSchedule;
import org.reason4j.core.host.config.GuardTerm;
import org.reason4j.core.host.config.Recipe;
import org.reason4j.core.host.config.RewardTerm;
import org.reason4j.core.host.plugin.ComponentFactory;
import org.reason4j.core.host.plugin.Guard;
import org.reason4j.core.host.reward.ActiveReward;

/** The plugged-in parts of a recipe, built, with what each of them needs. */
public final class Components {

    private final ComponentFactory factory;

    /** Chooses prompts, where the recipe's own order does not. */
    public final Optional<Curriculum> curriculum;

    public final Sampler sampler;

    /** Schedules of sampling parameters, in the recipe's order. */
    public final Schedules schedules = new Schedules();

    public final List<ActiveReward> rewards = new ArrayList<>();
    public final Optional<Environment> environment;

    /** Writes rollouts, where this process does not. */
    public final Optional<RolloutBackend> backend;

    public final List<GroupFilter> filters;
    public final List<RewardShaper> shapers;
    public final PolicyOptimizer optimizer;

    /** Rule that changes the policy's weights, in place of AdamW. */
    public final Optional<UpdateRule> updateRule;

    /** Models that learn beside the policy. */
    public final List<AuxiliaryModel> models;

    public final List<CreditShaper> creditShapers;
    public final List<Regularizer> regularizers;

    /** What watches the run. */
    public final List<ActiveGuard> guards;

    /** The reward that measures held-out problems. */
    public final ActiveReward measure;

    private final String measureAt; // its place in the recipe
    private final boolean complete; // every part could be built
    private final Map<String, Requirements> requirements = new LinkedHashMap<>();
    private final Map<String, Stateful> stateful = new LinkedHashMap<>();

    /**
     * Builds the parts of a recipe. One that can't be built is a problem and is missing here, so where there are problems these
     * components are good for {@link #check} alone.
     */
    public Components(Recipe recipe, ComponentFactory factory, ProblemList problems) {
        this.factory = factory;
        int before = problems.failures();
        curriculum =
                one(factory, problems, Kind.CURRICULUM, recipe.curriculum(), "curriculum", Curriculum::requirements);
        List<SamplingSchedule> scheduling =
                all(factory, problems, Kind.SCHEDULE, recipe.schedules(), "schedules", schedule -> Requirements.NONE);
        sampler = problems.collect(() -> factory.create(Kind.SAMPLER, recipe.sampler(), "sampler"));
        backend = one(factory, problems, Kind.BACKEND, recipe.backend(), "backend", writing -> Requirements.NONE);
        environment = one(
                factory, problems, Kind.ENVIRONMENT, recipe.environment(), "environment", Environment::requirements);
        addRewards(recipe.rewards(), problems);
        Optional<RewardTerm> measuring = recipe.evaluation().reward();
        measureAt = measuring.isPresent() ? "evaluation.reward" : "rewards[0]";
        @Nullable
        ActiveReward own = measuring.isPresent() ? reward(factory, problems, measuring.get(), measureAt) : null;
        filters = all(factory, problems, Kind.FILTER, recipe.filters(), "filters", GroupFilter::requirements);
        shapers = all(factory, problems, Kind.SHAPER, recipe.shaping(), "shaping", RewardShaper::requirements);
        optimizer = problems.collect(() -> factory.create(Kind.OPTIMIZER, recipe.optimizer(), "optimizer"));
        creditShapers =
                all(factory, problems, Kind.CREDIT_SHAPER, recipe.credit(), "credit", CreditShaper::requirements);
        regularizers = all(
                factory, problems, Kind.REGULARIZER, recipe.regularizers(), "regularizers", Regularizer::requirements);
        guards = guards(recipe.guards(), problems);
        scheduling.forEach(schedules::add);
        measure = own == null ? first(recipe).orElseGet(Components::noMeasure) : own;
        boolean built = problems.failures() == before;
        if (built) {
            note("sampler", sampler, sampler.requirements());
            note("optimizer", optimizer, optimizer.requirements());
        }
        updateRule = built ? optimizer.updateRule() : Optional.empty();
        models = built ? problems.collect(() -> AuxiliaryModels.of(optimizer, rewards), List.of()) : List.of();
        complete = problems.failures() == before;
    }

    /** The first reward, unless it is one that could not be built. */
    private Optional<ActiveReward> first(Recipe recipe) {
        return rewards.stream()
                .findFirst()
                .filter(reward -> reward.term().equals(recipe.rewards().get(0)));
    }

    /** What measures where the recipe has no reward, because nothing is sampled. */
    private static ActiveReward noMeasure() {
        return new ActiveReward(
                RewardTerm.of("none"),
                group -> Reward.perTrajectory(group, one -> Score.unscorable("the recipe has no reward")));
    }

    private void addRewards(List<RewardTerm> terms, ProblemList problems) {
        for (int i = 0; i < terms.size(); i++) {
            String where = "rewards[" + i + "]";
            ActiveReward reward = reward(factory, problems, terms.get(i), where);
            if (reward != null) {
                rewards.add(reward);
                note(where, reward.reward(), reward.reward().requirements());
            }
        }
    }

    private List<ActiveGuard> guards(List<GuardTerm> terms, ProblemList problems) {
        List<ActiveGuard> built = new ArrayList<>();
        for (int i = 0; i < terms.size(); i++) {
            GuardTerm term = terms.get(i);
            int place = i;
            built(
                            factory,
                            problems,
                            Kind.GUARD,
                            List.of(term.component()),
                            index -> "guards[" + place + "]",
                            RunGuard::requirements)
                    .forEach(guard -> built.add(new ActiveGuard(term, guard)));
        }
        return built;
    }

    private static @Nullable ActiveReward reward(
            ComponentFactory factory, ProblemList problems, RewardTerm term, String where) {
        return problems.collect(() -> new ActiveReward(term, factory.create(Kind.REWARD, term.component(), where)));
    }

    private <T> Optional<T> one(
            ComponentFactory factory,
            ProblemList problems,
            Kind<T> kind,
            Optional<Recipe.Component> wanted,
            String where,
            Function<T, Requirements> needs) {
        return built(factory, problems, kind, wanted.stream().toList(), index -> where, needs).stream()
                .findFirst();
    }

    private <T> List<T> all(
            ComponentFactory factory,
            ProblemList problems,
            Kind<T> kind,
            List<Recipe.Component> wanted,
            String section,
            Function<T, Requirements> needs) {
        return built(factory, problems, kind, wanted, index -> section + "[" + index + "]", needs);
    }

    private <T> List<T> built(
            ComponentFactory factory,
            ProblemList problems,
            Kind<T> kind,
            List<Recipe.Component> wanted,
            IntFunction<String> places,
            Function<T, Requirements> needs) {
        List<T> built = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            Recipe.Component component = wanted.get(i);
            String where = places.apply(i);
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
        Guard.stateful(component).ifPresent(state -> stateful.put(where, state));
    }

    /**
     * Checks what every component needs against the others, the recipe and its examples; where a part could not be built,
     * against the examples alone.
     */
    public void check(Recipe recipe, Datasets data, ProblemList problems) {
        CheckedParts parts = new CheckedParts(
                requirements,
                models.stream().map(AuxiliaryModel::stream).collect(Collectors.toSet()),
                rewards,
                filters,
                environment.isPresent(),
                measure,
                measureAt);
        RequirementRules rules = new RequirementRules(parts, recipe, problems);
        if (complete) {
            rules.check(data);
        } else {
            rules.checkFields(data);
        }
    }

    /** Checks that examples have the fields that a recipe's rewards read. No other part of the recipe is built. */
    public static void checkRewards(Recipe recipe, ComponentFactory factory, Datasets data, ProblemList problems) {
        Optional<RewardTerm> measuring = recipe.evaluation().reward();
        for (int i = 0; i < recipe.rewards().size(); i++) {
            String where = "rewards[" + i + "]";
            ActiveReward reward = reward(factory, problems, recipe.rewards().get(i), where);
            checkFields(reward, where, "data.train", data.train(), problems);
            if (i == 0 && measuring.isEmpty()) {
                checkFields(reward, where, "data.evaluation", data.evaluation(), problems);
            }
        }
        measuring.ifPresent(term -> {
            ActiveReward reward = reward(factory, problems, term, "evaluation.reward");
            checkFields(reward, "evaluation.reward", "data.evaluation", data.evaluation(), problems);
        });
    }

    private static void checkFields(
            @Nullable ActiveReward reward, String where, String dataset, List<Example> examples, ProblemList problems) {
        if (reward != null) {
            MissingField.of(reward.reward().requirements().fields(), examples)
                    .forEach(missing -> problems.add(missing.problem(where, dataset)));
        }
    }

    /** Models that components ask for numbers, the reward that measures included. */
    public Set<ModelRef> scoringModels() {
        return needs().and(measure.reward().requirements()).models();
    }

    /** True if every part of the recipe could be built. */
    public boolean isComplete() {
        return complete;
    }

    /** Everything that all components need together. */
    public Requirements needs() {
        return requirements.values().stream().reduce(Requirements.NONE, Requirements::and);
    }

    /** The factory of the run, which closes all components. */
    public ComponentFactory factory() {
        return factory;
    }

    /** Components with state by their place in the recipe, then shared instances by {@code shared/PLUGIN/CLASS}. */
    public Map<String, Stateful> stateful() {
        Map<String, Stateful> all = new LinkedHashMap<>(stateful);
        factory.shared().forEach((name, state) -> all.put("shared/" + name, state));
        return all;
    }
}
