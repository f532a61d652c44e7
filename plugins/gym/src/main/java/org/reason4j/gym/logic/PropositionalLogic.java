package org.reason4j.gym.logic;

import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.reason4j.gym.Problem;

/**
 * A conclusion about some variables of premises that speak of more. Every formula is right that follows from the premises,
 * has no other variables and is not always true.
 *
 * @param names the variables' names, by number
 * @param premises what is given; they don't contradict each other
 * @param about numbers of the variables that the conclusion may have
 */
public record PropositionalLogic(List<String> names, List<BooleanFormula> premises, List<Integer> about)
        implements Problem {

    public PropositionalLogic {
        names = List.copyOf(names);
        premises = List.copyOf(premises);
        about = List.copyOf(about);
    }

    @Override
    public String question() {
        String given = premises.stream().map(this::text).collect(Collectors.joining("\n"));
        String allowed = about.stream().map(names::get).collect(Collectors.joining(" and "));
        return "These formulas are true (¬ is not, ∧ and, ∨ or, → if-then, ↔ exactly if):\n" + given
                + "\nWhat follows from them about " + allowed + " alone? Answer with one formula in the same signs and"
                + " brackets that has no variable but " + allowed
                + ", that is true whenever all formulas above are, and that"
                + " is not true always.";
    }

    private String text(BooleanFormula formula) {
        return formula.text(
                (variable, positive) -> (positive ? "" : "¬") + names.get(variable), BooleanFormulaReader.SIGNS);
    }

    /** The worlds of the variables asked for that agree with the premises; bit {@code i} is variable {@code about[i]}. */
    BitSet shadow() {
        BitSet shadow = new BitSet();
        for (int world = 0; world < 1 << names.size(); world++) {
            int now = world;
            if (premises.stream().allMatch(premise -> premise.holds(now))) {
                shadow.set(IntStream.range(0, about.size())
                        .map(i -> (now >> about.get(i) & 1) << i)
                        .sum());
            }
        }
        return shadow;
    }

    /** All that the premises say about these variables: a clause for each world that they exclude. */
    @Override
    public String answer() {
        BitSet shadow = shadow();
        return IntStream.range(0, 1 << about.size())
                .filter(world -> !shadow.get(world))
                .mapToObj(this::clause)
                .collect(Collectors.joining(" ∧ "));
    }

    private String clause(int excluded) {
        return IntStream.range(0, about.size())
                .mapToObj(i -> ((excluded >> i & 1) == 1 ? "¬" : "") + names.get(about.get(i)))
                .collect(Collectors.joining(" ∨ ", "(", ")"));
    }

    @Override
    public boolean accepts(String answer) {
        return BooleanFormulaReader.read(answer, names)
                .filter(formula -> about.containsAll(formula.variables()))
                .filter(this::follows)
                .isPresent();
    }

    private boolean follows(BooleanFormula conclusion) {
        boolean always = true;
        for (int world = 0; world < 1 << names.size(); world++) {
            if (!conclusion.holds(world)) {
                int now = world;
                always = false;
                if (premises.stream().allMatch(premise -> premise.holds(now))) {
                    return false;
                }
            }
        }
        return !always;
    }

    /** Cells of the truth table of all premises. */
    @Override
    public double work() {
        return premises.stream().mapToInt(BooleanFormula::size).sum() * (double) (1 << names.size());
    }
}
