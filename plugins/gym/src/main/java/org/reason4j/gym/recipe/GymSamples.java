package org.reason4j.gym.recipe;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.reason4j.api.dataset.DatasetReader;
import org.reason4j.api.dataset.Example;
import org.reason4j.gym.Families;
import org.reason4j.gym.Family;
import org.reason4j.gym.Knobs;
import org.reason4j.gym.recipe.ProblemKey.Made;

/**
 * So many problems of every family at every level: an overview of the gym, and a measure of where a model stands.
 *
 * <p>The fields are those of the dataset {@code gym}, and {@code about} and {@code knobs} of the family and its level.
 */
public record GymSamples(Config config) implements DatasetReader {

    /**
     * Settings of the overview.
     *
     * @param perLevel problems of a family at a level
     * @param seed seed of the draws
     * @param split the problems that may be drawn
     * @param instruction says where to write the answer; it follows the question after a blank line, unless it is empty
     */
    public record Config(int perLevel, long seed, Split split, String instruction) {

        /** One held-out problem of each family and level. */
        public static final Config DEFAULTS = new Config(1, 1, Split.EVALUATION, GymConfig.DEFAULTS.instruction());

        public Config {
            check(perLevel > 0, "gym-samples.perLevel must be above 0, got %s", perLevel);
        }
    }

    @Override
    public List<Example> read() {
        GymConfig gym = new GymConfig(
                List.of(), 1, config.seed(), config.split(), config.instruction(), GymConfig.DEFAULTS.demonstration());
        ProblemSource source = new ProblemSource(config.seed(), config.split());
        List<Example> examples = new ArrayList<>();
        for (Family family : Families.all()) {
            for (int level = 0; level < family.levels().size(); level++) {
                for (int i = 0; i < config.perLevel(); i++) {
                    Made made = source.next(family.name(), level, Map.of());
                    Example example =
                            ProblemSource.example(made, gym.text(made.problem().question()));
                    Map<String, Object> fields = new HashMap<>(example.fields());
                    fields.put("about", family.about());
                    fields.put("knobs", Knobs.of(family.levels().get(level)));
                    examples.add(example.withFields(fields));
                }
            }
        }
        return examples;
    }
}
