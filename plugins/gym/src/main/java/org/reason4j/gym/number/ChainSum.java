package org.reason4j.gym.number;

import java.math.BigDecimal;
import java.util.List;
import org.reason4j.gym.Answers;
import org.reason4j.gym.Problem;

/** The sum and difference of numbers, from left to right. */
public record ChainSum(List<Term> terms) implements Problem {

    /**
     * A term of a chain.
     *
     * @param subtracted true if it follows a minus; the first term does not
     * @param number of any sign
     */
    public record Term(boolean subtracted, BigDecimal number) {

        BigDecimal signed() {
            return subtracted ? number.negate() : number;
        }
    }

    public ChainSum {
        terms = List.copyOf(terms);
    }

    private String chain() {
        StringBuilder chain = new StringBuilder(terms.get(0).number().toPlainString());
        for (Term term : terms.subList(1, terms.size())) {
            chain.append(term.subtracted() ? " - " : " + ").append(term.number().toPlainString());
        }
        return chain.toString();
    }

    @Override
    public String question() {
        return "What is " + chain() + "? Answer with the number alone.";
    }

    private BigDecimal sum() {
        return terms.stream().map(Term::signed).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @Override
    public String answer() {
        return sum().toPlainString();
    }

    @Override
    public boolean accepts(String answer) {
        BigDecimal sum = sum();
        return Answers.decimal(answer)
                .filter(given -> given.compareTo(sum) == 0)
                .isPresent();
    }

    /** Digits of all terms, and one for each sign before a term. */
    @Override
    public double work() {
        return terms.stream()
                .mapToInt(term -> term.number().precision() + (term.number().signum() < 0 ? 1 : 0))
                .sum();
    }
}
