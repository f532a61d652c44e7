package org.reason4j.gym.recipe;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.gym.Draws;
import org.reason4j.gym.Families;
import org.reason4j.gym.Family;
import org.reason4j.gym.Generator;
import org.reason4j.gym.Knobs;
import org.reason4j.gym.Problem;

/**
 * What a problem is made again from; as a text like {@code gcd/1/digits=4/9f3c01d2e4b5a697/03a1b2c3d4e5f607}.
 *
 * @param family its name
 * @param level of the family, from 0
 * @param knobs that differ from those of the level
 * @param draws key of the draws
 * @param content hash of the question, by which a problem that comes out otherwise is noticed
 */
record ProblemKey(String family, int level, Map<String, Double> knobs, long draws, long content) {

    ProblemKey {
        knobs = Collections.unmodifiableMap(new TreeMap<>(knobs));
    }

    /** A problem with its key. */
    record Made(ProblemKey key, Problem problem) {}

    /** Makes a problem of a family. */
    static Made make(String family, int level, Map<String, Double> knobs, long draws) {
        Problem problem = generator(family, level, knobs).problem(new Draws(draws));
        return new Made(new ProblemKey(family, level, knobs, draws, Split.content(problem.question())), problem);
    }

    /**
     * The generator of a level, with some knobs set otherwise.
     *
     * @throws ConfigException if there is none
     */
    static Generator generator(String name, int level, Map<String, Double> knobs) {
        Family family = Families.named(name)
                .orElseThrow(() ->
                        new ConfigException("There is no family '" + name + "' in the gym. Its families are: "
                                + String.join(
                                        ", ",
                                        Families.all().stream()
                                                .map(Family::name)
                                                .sorted()
                                                .toList())));
        check(
                level >= 0 && level < family.levels().size(),
                "The family '%s' has levels 0 to %s, got %s",
                name,
                family.levels().size() - 1,
                level);
        try {
            return Knobs.set(family.levels().get(level), knobs);
        } catch (IllegalArgumentException e) {
            throw new ConfigException("Family '" + name + "', level " + level + ": " + e.getMessage(), e);
        }
    }

    /**
     * Makes the problem again.
     *
     * @throws ConfigException if another problem comes out
     */
    Problem problem() {
        Made made = make(family, level, knobs, draws);
        check(
                made.key().content() == content,
                "The key '%s' made another problem: it comes from another version of the plugin 'gym', whose family '%s'"
                        + " differs. Read the dataset anew with this version, or install the one that wrote it.",
                this,
                family);
        return made.problem();
    }

    /**
     * Reads what {@link #toString} wrote.
     *
     * @throws ConfigException if it is no key
     */
    static ProblemKey of(String text) {
        String[] parts = text.split("/", -1);
        try {
            if (parts.length == 5) {
                Map<String, Double> knobs = new TreeMap<>();
                for (String knob : parts[2].isEmpty() ? new String[0] : parts[2].split(",")) {
                    int equals = knob.indexOf('=');
                    knobs.put(knob.substring(0, equals), Double.valueOf(knob.substring(equals + 1)));
                }
                return new ProblemKey(
                        parts[0],
                        Integer.parseInt(parts[1]),
                        knobs,
                        Long.parseUnsignedLong(parts[3], 16),
                        Long.parseUnsignedLong(parts[4], 16));
            }
        } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
            throw new ConfigException(complaint(text), e);
        }
        throw new ConfigException(complaint(text));
    }

    private static String complaint(String text) {
        return "The field 'key' is '" + text + "', which is no key of a problem of the dataset 'gym', such as"
                + " 'gcd/0//9f3c01d2e4b5a697/03a1b2c3d4e5f607'. Take the prompts from that dataset.";
    }

    /** What the levels of a family are counted by: the family, and the knobs that are set otherwise in all levels. */
    String kind() {
        return knobs.isEmpty() ? family : family + "/" + settings();
    }

    private String settings() {
        List<String> all = new ArrayList<>();
        knobs.forEach((knob, value) -> all.add(knob + "=" + value));
        return String.join(",", all);
    }

    @Override
    public String toString() {
        return "%s/%s/%s/%016x/%016x".formatted(family, level, settings(), draws, content);
    }
}
