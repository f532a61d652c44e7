package org.reason4j.core.trainer.components;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.plugin.Kind;
import org.reason4j.core.host.config.Recipe;
import org.reason4j.core.host.plugin.ComponentFactory;

/**
 * The examples of a run.
 *
 * @param train prompts for reinforcement learning
 * @param evaluation held-out problems
 * @param demonstrations of the supervised stage, where the recipe has one
 */
public record Datasets(List<Example> train, List<Example> evaluation, Optional<List<Example>> demonstrations) {

    /** Reads them; one that can't be read is a problem, and has no examples. */
    public static Datasets read(Recipe recipe, ComponentFactory factory, ProblemList problems) {
        return new Datasets(
                read(factory, recipe.data().train(), "data.train", problems),
                read(factory, recipe.data().evaluation(), "data.evaluation", problems),
                recipe.supervised().map(stage -> read(factory, stage.data(), "supervised.data", problems)));
    }

    /** The datasets that a recipe names. */
    public static Stream<Recipe.Component> components(Recipe recipe) {
        return Stream.concat(
                Stream.of(recipe.data().train(), recipe.data().evaluation()),
                recipe.supervised().stream().map(stage -> stage.data()));
    }

    private static List<Example> read(
            ComponentFactory factory, Recipe.Component component, String where, ProblemList problems) {
        return problems.collect(() -> read(factory, component, where), List.of());
    }

    private static List<Example> read(ComponentFactory factory, Recipe.Component component, String where) {
        List<Example> examples = factory.create(Kind.DATASET, component, where).read();
        check(!examples.isEmpty(), "%s has no examples. Name a dataset that has some.", where);
        return examples;
    }
}
