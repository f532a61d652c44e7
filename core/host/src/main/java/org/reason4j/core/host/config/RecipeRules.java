package org.reason4j.core.host.config;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.reason4j.core.host.config.binding.Shape;
import org.reason4j.core.host.config.constraint.Interval;
import org.reason4j.core.host.config.constraint.OneOf;
import org.reason4j.core.host.config.constraint.Within;
import org.reason4j.core.host.config.tree.ConfigPath;
import org.reason4j.core.host.config.tree.SettingNames;

/** Rules of a recipe: the allowed values of each setting, and rules between settings. */
final class RecipeRules {

    private final BiConsumer<String, String> problems;

    private RecipeRules(BiConsumer<String, String> problems) {
        this.problems = problems;
    }

    /** Reports the path and the message of every broken rule. */
    static void check(Recipe recipe, BiConsumer<String, String> problems) {
        RecipeRules rules = new RecipeRules(problems);
        if (recipe.stages().isEmpty()) {
            rules.components(recipe, "");
            rules.length(recipe);
            rules.sections(recipe);
            rules.learners(recipe);
        } else {
            rules.stages(recipe.stages()); // which hold all that stands around them
        }
    }

    private void stages(List<Training.StageTerm> stages) {
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < stages.size(); i++) {
            Training.StageTerm stage = stages.get(i);
            String path = ConfigPath.child("stages", i);
            check(
                    stage.recipe(),
                    (below, message) -> problems.accept(ConfigPath.child(path, "recipe") + "." + below, message));
            if (!stage.key().matches("[A-Za-z0-9_-]+")) {
                mismatch(path + ".key", "'" + stage.key() + "'", "letters, digits, - and _");
            } else if (!keys.add(stage.key())) {
                problems.accept(path + ".key", "the key '" + stage.key() + "' is taken; give this stage another");
            }
        }
    }

    private void sections(Recipe recipe) {
        model(recipe);
        rollout(recipe.rollout());
        rewards(recipe);
        guards(recipe.guards());
        preference(recipe);
        models(recipe.models());
        training(recipe);
        evaluation(recipe.evaluation());
    }

    /** Rules of models that learn beside the policy, whose number of steps is not theirs. */
    private void learners(Recipe recipe) {
        if (recipe.preference().isPresent() && !recipe.learners().isEmpty()) {
            mismatch("learners", "learners beside preference", "none: they learn from what a policy writes");
        }
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < recipe.learners().size(); i++) {
            LearnerTerm learner = recipe.learners().get(i);
            String path = ConfigPath.child("learners", i);
            new RecipeRules((below, message) ->
                            problems.accept(ConfigPath.child(path, "recipe") + "." + below, message))
                    .learner(learner.recipe());
            if (!learner.key().matches("[A-Za-z0-9_-]+") || learner.key().equals(LearnerTerm.POLICY)) {
                mismatch(
                        path + ".key",
                        "'" + learner.key() + "'",
                        "letters, digits, - and _, other than '" + LearnerTerm.POLICY + "', the key of the policy");
            } else if (!keys.add(learner.key())) {
                problems.accept(path + ".key", "the key '" + learner.key() + "' is taken; give this learner another");
            }
        }
    }

    private void learner(Recipe recipe) {
        if (recipe.preference().isPresent()) {
            mismatch("preference", "the training of a reward model", "none: a learner learns from what it writes");
            return;
        }
        sections(recipe);
        if (recipe.rollout().partialTokens() > 0) {
            mismatch(
                    "rollout.partialTokens",
                    recipe.rollout().partialTokens(),
                    "0: what a learner is asked in a step is answered in it");
        } else if (recipe.training().staleness() > 0) {
            mismatch(
                    "training.staleness",
                    recipe.training().staleness(),
                    "0: what a learner is asked next is not written yet, so its rollouts can't be written ahead");
        }
        for (int i = 0; i < recipe.guards().size(); i++) {
            if (recipe.guards().get(i).onAlarm() != GuardTerm.OnAlarm.TELL) {
                mismatch(
                        ConfigPath.child("guards", i) + ".onAlarm",
                        SettingNames.kebabCase(recipe.guards().get(i).onAlarm()),
                        "tell: the policy's run goes on or ends, and its learners with it");
            }
        }
    }

    private void components(Record part, String path) {
        for (RecordComponent component : part.getClass().getRecordComponents()) {
            value(component, Shape.read(component, part), ConfigPath.child(path, component.getName()));
        }
    }

    private void value(RecordComponent component, @Nullable Object value, String path) {
        if (value instanceof Optional<?> optional) {
            optional.ifPresent(held -> value(component, held, path));
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                value(component, list.get(i), ConfigPath.child(path, i));
            }
        } else if (value instanceof Record part) {
            components(part, path);
        } else if (value instanceof Number number) {
            number(component.getAnnotation(Within.class), number, path);
        } else if (value instanceof String text) {
            text(component.getAnnotation(OneOf.class), text, path);
        }
    }

    private void number(@Nullable Within allowed, Number number, String path) {
        if (allowed != null && !Interval.of(allowed.value()).contains(number.doubleValue())) {
            mismatch(path, number, Interval.of(allowed.value()).expectation());
        }
    }

    private void text(@Nullable OneOf allowed, String text, String path) {
        if (allowed == null) {
            if (path.endsWith("]") ? text.isEmpty() : text.isBlank()) {
                mismatch(path, "'" + text + "'", "text");
            }
        } else if (List.of(allowed.value()).stream().noneMatch(pattern -> matches(pattern, text))) {
            mismatch(path, "'" + text + "'", "one of " + String.join(", ", allowed.value()));
        }
    }

    private static boolean matches(String pattern, String text) {
        return pattern.endsWith(":N")
                ? text.matches(pattern.substring(0, pattern.length() - 1) + "\\d{1,4}")
                : text.equals(pattern);
    }

    private void mismatch(String path, Object found, String expected) {
        problems.accept(path, "found " + found + ", expected " + expected);
    }

    private void model(Recipe recipe) {
        boolean path = recipe.model().path().isPresent();
        if (path == recipe.model().create().isPresent()) {
            String found = path ? "both path and create" : "neither path nor create";
            mismatch("model", found, "one of them: path for a model directory, or create for a new model");
        }
        recipe.model()
                .lora()
                .filter(lora -> lora.targets().isEmpty())
                .ifPresent(lora ->
                        mismatch("model.lora.targets", "an empty list", "at least one projection such as q_proj"));
    }

    private void rollout(Recipe.Rollout rollout) {
        if (rollout.onFailure() == Recipe.OnMissing.RETRY) {
            mismatch(
                    "rollout.onFailure",
                    "retry",
                    "drop-trajectory, drop-group or abort: another try would draw the same tokens");
        }
    }

    private void preference(Recipe recipe) {
        if (recipe.preference().isPresent() && recipe.training().steps() > 0) {
            mismatch(
                    "training.steps",
                    recipe.training().steps(),
                    "0 beside preference: a reward model is trained in a run of its own, which 'reward-model' of another"
                            + " recipe names then");
        }
        if (recipe.preference().isPresent() && recipe.model().lora().isPresent()) {
            mismatch("model.lora", "adapters", "none beside preference: all weights of a reward model are trained");
        }
    }

    /**
     * Rules of rewards. Without any, held-out problems are measured by another one; whether the policy learns something then,
     * its components say.
     */
    private void rewards(Recipe recipe) {
        List<RewardTerm> rewards = recipe.rewards();
        if (rewards.isEmpty()
                && recipe.preference().isEmpty()
                && recipe.evaluation().reward().isEmpty()) {
            mismatch(
                    "rewards",
                    "an empty list",
                    "at least one reward, or one under evaluation.reward that measures what is learned without any");
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < rewards.size(); i++) {
            RewardTerm reward = rewards.get(i);
            String path = ConfigPath.child("rewards", i);
            if (!names.add(reward.metricName())) {
                problems.accept(
                        path,
                        "the name '" + reward.metricName() + "' is taken in metrics; give this reward another key");
            }
            List<Double> clip = reward.clip();
            if (!clip.isEmpty() && (clip.size() != 2 || !(clip.get(0) < clip.get(1)))) {
                mismatch(path + ".clip", clip, "[low, high] with low below high, or [] for none");
            }
        }
    }

    private void guards(List<GuardTerm> guards) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < guards.size(); i++) {
            if (!names.add(guards.get(i).metricName())) {
                problems.accept(
                        ConfigPath.child("guards", i),
                        "the name '" + guards.get(i).metricName()
                                + "' is taken in metrics; give this guard another key");
            }
        }
    }

    private void models(List<Recipe.NamedModel> models) {
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < models.size(); i++) {
            if (!keys.add(models.get(i).key())) {
                problems.accept(
                        ConfigPath.child("models", i) + ".key",
                        "the key '" + models.get(i).key() + "' is taken; give this model another");
            }
        }
    }

    private void length(Recipe recipe) {
        if (recipe.training().steps() == 0
                && recipe.supervised().isEmpty()
                && recipe.preference().isEmpty()) {
            mismatch("training.steps", "0 without a supervised stage", "at least 1");
        }
    }

    private void training(Recipe recipe) {
        int updates = recipe.training().updatesPerStep();
        if (recipe.training().staleness() % Math.max(1, updates) != 0) {
            mismatch(
                    "training.staleness",
                    recipe.training().staleness(),
                    "a multiple of the updates of a step, miniBatches * epochs = " + updates + ", or 0");
        }
        boolean partial = recipe.rollout().partialTokens() > 0;
        if (partial && recipe.training().staleness() == 0) {
            mismatch(
                    "training.staleness",
                    0,
                    "at least miniBatches * epochs = " + updates
                            + " where rollout.partialTokens is above 0: tokens that a"
                            + " response has when the weights change are that much older than those that train them");
        }
        if (!partial && recipe.training().staleness() > 0 && recipe.rollout().maxBatches() > 1) {
            mismatch(
                    "rollout.maxBatches",
                    recipe.rollout().maxBatches(),
                    "1 where training.staleness is above 0: rollouts that are written ahead can't be topped up");
        }
        overSampling(recipe, partial);
        long responses =
                (long) recipe.training().promptsPerStep() * recipe.rollout().groupSize();
        if (responses > 0 && recipe.training().miniBatches() > responses) {
            mismatch(
                    "training.miniBatches",
                    recipe.training().miniBatches(),
                    "at most promptsPerStep * rollout.groupSize = " + responses);
        }
    }

    private void overSampling(Recipe recipe, boolean partial) {
        double factor = recipe.rollout().overSampling();
        if (factor > 1 && recipe.filters().isEmpty()) {
            mismatch("rollout.overSampling", factor, "1 without filters: no group would make room for another");
        }
        if (factor > 1 && partial) {
            mismatch(
                    "rollout.overSampling",
                    factor,
                    "1 where rollout.partialTokens is above 0: responses under way take the place of more prompts");
        }
    }

    private void evaluation(Evaluation evaluation) {
        List<Integer> tooLarge = new ArrayList<>(evaluation.k());
        tooLarge.removeIf(k -> k <= evaluation.samples());
        if (!tooLarge.isEmpty()) {
            mismatch("evaluation.k", tooLarge, "none larger than evaluation.samples = " + evaluation.samples());
        }
        if (new HashSet<>(evaluation.k()).size() < evaluation.k().size()) {
            mismatch("evaluation.k", evaluation.k(), "each k once");
        }
    }
}
