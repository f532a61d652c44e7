package org.reason4j.reward.rulebased.problems;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reason4j.api.data.Message;
import org.reason4j.api.dataset.DatasetReader;
import org.reason4j.api.dataset.Example;
import org.reason4j.reward.rulebased.problems.ColumnAddition.Slip;

/**
 * Pairs for a reward model: worked-out additions, of which {@code chosen} is right and {@code rejected} is wrong, with the field
 * {@code answer}.
 *
 * <p>Both are responses to one problem of {@link AdditionProblems}. The chosen one is {@linkplain ColumnAddition careful}. The
 * rejected one, whose style the field {@code style} names, is {@code hasty} and forgets a carry, or it is {@code slip}: careful, with
 * a wrong digit in one column, so that its form says nothing about it.
 *
 * <p>An example's id is the problem. Problems are split like those of {@code addition}.
 */
public record AdditionPreferences(AdditionPreferencesConfig config) implements DatasetReader {

    private record Pair(Chain chain, String style, String rejected) implements UniqueProblems.Problem {
        @Override
        public String id() {
            return chain.id();
        }

        @Override
        public String key() {
            return chain.key();
        }
    }

    @Override
    public List<Example> read() {
        return UniqueProblems.draw("addition-preferences", config.count(), config.seed(), config.split(), this::drawn)
                .stream()
                .map(AdditionPreferences::example)
                .toList();
    }

    /** A pair; none where forgetting every carry would be right. */
    private Optional<Pair> drawn(Draws draws) {
        Chain chain = Chain.draw(draws, config.minTerms(), config.maxTerms(), config.digits());
        boolean slips = draws.fraction() < config.slipShare();
        ColumnAddition written;
        if (slips) {
            int columns = ColumnAddition.careful(chain.terms()).columns();
            Slip slip = new Slip((int) draws.between(0, columns - 1), (int) draws.between(1, 9));
            written = ColumnAddition.of(chain.terms(), true, Optional.of(slip));
        } else {
            written = ColumnAddition.hasty(chain.terms());
        }
        return written.sum() == chain.sum()
                ? Optional.empty()
                : Optional.of(new Pair(chain, slips ? "slip" : "hasty", written.response()));
    }

    private static Example example(Pair pair) {
        return Example.of(pair.id(), List.of(Message.user(pair.id() + "=")))
                .withFields(Map.of(
                        "answer",
                        String.valueOf(pair.chain().sum()),
                        "chosen",
                        ColumnAddition.careful(pair.chain().terms()).response(),
                        "rejected",
                        pair.rejected(),
                        "style",
                        pair.style()));
    }
}
