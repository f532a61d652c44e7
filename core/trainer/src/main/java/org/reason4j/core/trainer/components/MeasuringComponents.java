package org.reason4j.core.trainer.components;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.environment.Environment;
import org.reason4j.api.model.ScoringModels;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.plugin.Kind;
import org.reason4j.api.sampler.RolloutSettings;
import org.reason4j.api.text.TextModel;
import org.reason4j.api.text.TextModels;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.rollout.Decoder;
import org.reason4j.core.engine.rollout.DecoderSettings;
import org.reason4j.core.host.config.Recipe;
import org.reason4j.core.host.config.RewardTerm;
import org.reason4j.core.host.config.SettingsBinder;
import org.reason4j.core.host.plugin.ComponentFactory;
import org.reason4j.core.host.plugin.PluginRegistry;
import org.reason4j.core.host.reward.ActiveReward;

/**
 * The components of a recipe that measure a model outside a run, with the services that a run gives them. The model that
 * is measured stands in for the policy.
 */
public final class MeasuringComponents implements AutoCloseable {

    private final Recipe.Rollout rollout;
    private final Tokenizer tokenizer;
    private final RunServices services;
    private final ComponentFactory factory;
    private final Optional<Environment> environment;

    /**
     * Builds the recipe's environment, if it has one.
     *
     * @param rollout how responses are written, in place of what the recipe says
     */
    public MeasuringComponents(Recipe recipe, Recipe.Rollout rollout, PluginRegistry plugins, Tokenizer tokenizer) {
        this.rollout = rollout;
        this.tokenizer = tokenizer;
        services = new RunServices(tokenizer, CurrentRun.measuring(recipe));
        ModelsOnDemand models = new ModelsOnDemand(recipe);
        RolloutSettings offered = RolloutSettings.of(rollout.groupSize(), EngineSettings.sampling(rollout));
        factory = new ComponentFactory(plugins, SettingsBinder::bind, services.forComponents(models, offered));
        models.use(factory.offering(services.forModels()));
        environment = recipe.environment().map(component -> factory.create(Kind.ENVIRONMENT, component, "environment"));
    }

    /** Builds further components with the same services. */
    public ComponentFactory factory() {
        return factory;
    }

    /** The environment, which answers the model's turns. */
    public Optional<Environment> environment() {
        return environment;
    }

    /**
     * Builds the reward that measures.
     *
     * @param where its place, for messages
     * @throws org.reason4j.api.plugin.ConfigException if it needs what only training has
     */
    public ActiveReward measure(RewardTerm term, String where) {
        ActiveReward measure = new ActiveReward(term, factory.create(Kind.REWARD, term.component(), where));
        Requirements needs = measure.reward().requirements();
        List<String> reasons =
                new ArrayList<>(MeasuringRules.reasonsAgainst(measure.reward(), needs, environment.isPresent()));
        if (!needs.models().isEmpty()) {
            reasons.add("asks models for numbers, which only training loads");
        }
        check(
                reasons.isEmpty(),
                "The reward '%s' can't measure: it %s. Name another one with --reward, or under evaluation.reward of the"
                        + " recipe.",
                measure.key(),
                String.join("; it ", reasons));
        services.measure().use(measure.reward());
        return measure;
    }

    /**
     * Builds rewards for responses that are there already; the reward that measures is one of them, or built beside them.
     *
     * @param terms rewards of a recipe
     * @param measuring the reward that measures
     * @param largest most responses to one prompt
     * @param policy whether a model stands in for the policy
     * @throws org.reason4j.api.plugin.ConfigException if one needs what only training has
     */
    public List<ActiveReward> rewards(List<RewardTerm> terms, RewardTerm measuring, int largest, boolean policy) {
        List<ActiveReward> rewards = new ArrayList<>();
        for (int i = 0; i < terms.size(); i++) {
            ActiveReward reward = new ActiveReward(
                    terms.get(i), factory.create(Kind.REWARD, terms.get(i).component(), "rewards[" + i + "]"));
            List<String> reasons = MeasuringRules.reasonsAgainstGiven(reward.reward(), largest, policy);
            check(
                    reasons.isEmpty(),
                    "The reward '%s' can't score responses that are there already: it %s. Leave it out of what scores.",
                    reward.key(),
                    String.join("; it ", reasons));
            rewards.add(reward);
        }
        check(
                rewards.stream()
                        .noneMatch(reward ->
                                reward.term().equals(measuring) && MeasuringRules.asksForTheMeasure(reward.reward())),
                "The reward '%s' builds on the reward that measures. Name a --recipe whose evaluation.reward is that one.",
                measuring.metricName());
        services.measure()
                .use(rewards.stream()
                        .filter(reward -> reward.term().equals(measuring))
                        .map(ActiveReward::reward)
                        .findFirst()
                        .orElseGet(() -> factory.create(Kind.REWARD, measuring.component(), "evaluation.reward")));
        return rewards;
    }

    /** Offers models that score to components. */
    public void use(ScoringModels models) {
        services.scoring().use(models);
    }

    /** The final result that the measuring reward reads from a response. */
    public Optional<String> answer(Trajectory response) {
        return services.measure().answer(response);
    }

    /** Offers a model to components: to continue responses, and to answer as the text model {@code policy}. */
    public void use(LanguageModel model, long seed) {
        DecoderSettings settings = EngineSettings.decoding(rollout, environment).reporting(services.metrics());
        services.engine().use(new Decoder(model, tokenizer, settings, seed, 0, done -> {}));
        DecoderSettings plain = DecoderSettings.ofSlots(rollout.batchSize());
        services.opinions().use(new Decoder(model, tokenizer, plain, seed, 0, done -> {}));
    }

    @Override
    public void close() {
        factory.close();
    }

    /** The recipe's text models, built when one is asked for: a reward that asks none needs none of their keys or files. */
    private static final class ModelsOnDemand implements TextModels {

        private final Recipe recipe;
        private @Nullable ComponentFactory factory; // guarded by this
        private @Nullable RecipeModels models; // guarded by this

        ModelsOnDemand(Recipe recipe) {
            this.recipe = recipe;
        }

        synchronized void use(ComponentFactory forModels) {
            factory = forModels;
        }

        @Override
        public synchronized TextModel get(String key) {
            if (models == null) {
                RecipeModels built = new RecipeModels();
                ProblemList problems = new ProblemList();
                built.build(
                        recipe.models(),
                        Objects.requireNonNull(factory, "a factory before the first request"),
                        problems);
                problems.throwAny();
                models = built;
            }
            return models.get(key);
        }
    }
}
