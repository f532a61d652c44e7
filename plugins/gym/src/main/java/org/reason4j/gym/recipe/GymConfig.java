package org.reason4j.gym.recipe;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Settings of the gym's problems.
 *
 * @param families of which problems are made; none for every family of the gym at its first level
 * @param problems number of problems
 * @param seed seed of the draws
 * @param split the problems that may be drawn
 * @param instruction says where to write the answer; it follows the question after a blank line, unless it is empty
 * @param demonstration a response to imitate, with {@code {answer}} where the right answer is put; empty for none
 */
public record GymConfig(
        List<Term> families, int problems, long seed, Split split, String instruction, String demonstration) {

    /**
     * A family of a mixture.
     *
     * @param name of the family, as {@code reason4j gym list} prints it
     * @param level from 0, the easiest
     * @param weight share of the problems, relative to the other families, above 0
     * @param knobs that are set otherwise than the level has them, each a number
     */
    public record Term(String name, int level, double weight, Map<String, Double> knobs) {

        /** The first level with the weight 1. */
        public static Term of(String name) {
            return new Term(name, 0, 1, Map.of());
        }

        public Term {
            knobs = Map.copyOf(new TreeMap<>(knobs));
            check(
                    weight > 0 && Double.isFinite(weight),
                    "gym.families: the weight of '%s' must be above 0, got %s",
                    name,
                    weight);
            ProblemKey.generator(name, level, knobs);
        }
    }

    /** A thousand problems of all families, for training, with the answer between tags. */
    public static final GymConfig DEFAULTS = new GymConfig(
            List.of(), 1000, 1, Split.TRAIN, "Write your final answer between <answer> and </answer>.", "");

    public GymConfig {
        families = List.copyOf(families);
        check(problems > 0, "gym.problems must be above 0, got %s", problems);
        check(
                demonstration.isEmpty() || demonstration.contains("{answer}"),
                "gym.demonstration must be empty or hold {answer}, got '%s'",
                demonstration);
        Set<Object> seen = new HashSet<>();
        for (Term term : families) {
            check(
                    seen.add(List.of(term.name(), term.level(), term.knobs())),
                    "gym.families has '%s' twice with the same level and knobs; give it one weight",
                    term.name());
        }
    }

    /** The question as the policy reads it. */
    String text(String question) {
        return instruction.isEmpty() ? question : question + "\n\n" + instruction;
    }
}
