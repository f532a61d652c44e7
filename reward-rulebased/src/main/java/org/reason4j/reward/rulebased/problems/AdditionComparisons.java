package org.reason4j.reward.rulebased.problems;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reason4j.api.data.Message;
import org.reason4j.api.dataset.DatasetReader;
import org.reason4j.api.dataset.Example;

/**
 * Problems for a judge of pairs: two worked-out additions of the same numbers, with the field {@code answer}: {@code A} if the
 * first one alone is right, {@code B} if the second one is, {@code tie} if both or neither are.
 *
 * <p>The field {@code swapped} is the question in the other order. A response is right if the number between its answer
 * tags is the sum, whatever its reasoning.
 *
 * <p>A demonstration is that of a judge that reasons: it {@linkplain SumCheck does the sum again}, compares it with the
 * first and then with the second claim, and gives its verdict.
 *
 * <p>An example's id is the problem with both claims, such as {@code 47+85=132|22}. Problems are split like those of
 * {@code addition}, so that a judge has never seen a held-out sum.
 *
 * @see <a href="https://arxiv.org/abs/2505.02387">RM-R1: a judge that solves before it compares</a>
 */
public record AdditionComparisons(AdditionComparisonsConfig config) implements DatasetReader {

    /** Two responses to a problem. */
    private record Comparison(Chain chain, WorkedSum first, WorkedSum second) implements UniqueProblems.Problem {
        @Override
        public String id() {
            return chain.id() + "=" + first.claim() + "|" + second.claim();
        }

        @Override
        public String key() {
            return chain.key();
        }

        String answer() {
            String sum = String.valueOf(chain.sum());
            boolean isFirst = first.claim().equals(sum);
            return isFirst == second.claim().equals(sum) ? "tie" : isFirst ? "A" : "B";
        }
    }

    @Override
    public List<Example> read() {
        return UniqueProblems.draw("addition-comparisons", config.count(), config.seed(), config.split(), this::drawn)
                .stream()
                .map(this::example)
                .toList();
    }

    private Optional<Comparison> drawn(Draws draws) {
        Chain chain = Chain.draw(draws, config.minTerms(), config.maxTerms(), config.digits());
        Comparison drawn = new Comparison(chain, response(draws, chain), response(draws, chain));
        return config.ties() || !drawn.answer().equals("tie") ? Optional.of(drawn) : Optional.empty();
    }

    private WorkedSum response(Draws draws, Chain chain) {
        boolean careful = draws.fraction() < config.carefulShare();
        return WorkedSum.draw(draws, chain, careful, config.slipShare(), config.cutShare());
    }

    private Example example(Comparison one) {
        Example example = Example.of(one.id(), List.of(Message.user(question(one, one.first(), one.second()))))
                .withFields(Map.of("answer", one.answer(), "swapped", question(one, one.second(), one.first())));
        return config.demonstrations() ? example.withResponse(judgment(one)) : example;
    }

    private String question(Comparison one, WorkedSum first, WorkedSum second) {
        return config.template()
                .replace("{problem}", one.chain().id() + "=")
                .replace("{first}", first.text())
                .replace("{second}", second.text());
    }

    private String judgment(Comparison one) {
        return SumCheck.reasoning(
                        one.chain().terms(), one.first().claim(), one.second().claim())
                + config.verdict().replace("{verdict}", one.answer());
    }
}
