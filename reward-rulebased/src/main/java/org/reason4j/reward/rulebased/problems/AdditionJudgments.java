package org.reason4j.reward.rulebased.problems;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reason4j.api.data.Message;
import org.reason4j.api.dataset.DatasetReader;
import org.reason4j.api.dataset.Example;

/**
 * Problems for a judge: worked-out additions that are right or wrong, with the field {@code answer}, {@code yes} or
 * {@code no}.
 *
 * <p>The judged text is a response to a problem of {@link AdditionProblems}. Its field {@code style} is {@code
 * careful}, {@code hasty}, {@code slip} or {@code cut}; it is {@code problem} where there is none to judge, but a problem to
 * solve, whose field {@code answer} is the sum. A response is right if the number between its answer tags is
 * the sum, whatever its reasoning.
 *
 * <p>A demonstration is that of a generative verifier: it {@linkplain SumCheck does the sum again} before it gives its
 * verdict.
 *
 * <p>An example's id is the problem with the response's claim, such as {@code 47+85=22}. Problems are split like those
 * of {@code addition}, so that a judge has never seen a held-out sum.
 *
 * @see <a href="https://arxiv.org/abs/2408.15240">Generative Verifiers: reasoning before the verdict</a>
 */
public record AdditionJudgments(AdditionJudgmentsConfig config) implements DatasetReader {

    private static final String PROBLEM = "problem";

    /** A response to judge; one without an answer claims the empty text. Of a problem it is the demonstration. */
    private record Case(Chain chain, String style, String response, String claim) implements UniqueProblems.Problem {
        @Override
        public String id() {
            return isProblem() ? chain.id() : chain.id() + "=" + claim;
        }

        boolean isProblem() {
            return style.equals(PROBLEM);
        }

        @Override
        public String key() {
            return chain.key();
        }
    }

    @Override
    public List<Example> read() {
        return UniqueProblems.draw(
                        "addition-judgments",
                        config.count(),
                        config.seed(),
                        config.split(),
                        draws -> Optional.of(drawn(draws)))
                .stream()
                .map(this::example)
                .toList();
    }

    private Case drawn(Draws draws) {
        Chain chain = Chain.draw(draws, config.minTerms(), config.maxTerms(), config.digits());
        boolean careful = draws.fraction() < config.carefulShare();
        if (config.problemShare() > 0 && draws.fraction() < config.problemShare()) {
            ColumnAddition written = ColumnAddition.of(chain.terms(), careful, Optional.empty());
            return new Case(chain, PROBLEM, written.response(), "");
        }
        WorkedSum response = WorkedSum.draw(draws, chain, careful, config.slipShare(), config.cutShare());
        return new Case(chain, response.style(), response.text(), response.claim());
    }

    private Example example(Case one) {
        return one.isProblem() ? problem(one) : judgment(one);
    }

    private Example problem(Case one) {
        Example example = Example.of(one.id(), List.of(Message.user(one.chain().id() + "=")))
                .withFields(Map.of("answer", String.valueOf(one.chain().sum()), "style", one.style()));
        return config.demonstrations() ? example.withResponse(one.response()) : example;
    }

    private Example judgment(Case one) {
        String verdict = one.claim().equals(String.valueOf(one.chain().sum())) ? "yes" : "no";
        String question =
                config.template().replace("{problem}", one.chain().id() + "=").replace("{response}", one.response());
        Example example = Example.of(one.id(), List.of(Message.user(question)))
                .withFields(Map.of("answer", verdict, "style", one.style()));
        return config.demonstrations()
                ? example.withResponse(SumCheck.judgment(one.chain().terms(), one.claim()))
                : example;
    }
}
