package org.reason4j.reward.rulebased.problems;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.reason4j.api.data.Message;
import org.reason4j.api.dataset.DatasetReader;
import org.reason4j.api.dataset.Example;

/**
 * Chains of additions, such as {@code 47+85+36=}, with the fields {@code answer} and {@code terms}, how many numbers are
 * added: the more, the harder.
 *
 * <p>A demonstration works {@linkplain ColumnAddition digit by digit}, in one of two styles that the field {@code
 * style} names. {@code careful} carries and is right; {@code hasty} forgets every carry and is right only where there
 * is none. Imitating a mixture gives a model that can do either; a reward for the right answer then favours the careful
 * one. Where columns differ, {@code mixed}, every column decides: what is forgotten once cannot be made good.
 *
 * <p>Orders of the same numbers share a split: if {@code 47+85=} is held out, so is {@code 85+47=}. An example's id is
 * the chain.
 */
public record AdditionProblems(AdditionProblemsConfig config) implements DatasetReader {

    private static final long STYLE = -1; // attempts are numbered from 0

    @Override
    public List<Example> read() {
        List<Chain> chains =
                UniqueProblems.draw("addition", config.count(), config.seed(), config.split(), this::chain);
        List<Example> examples = new ArrayList<>(chains.size());
        for (int i = 0; i < chains.size(); i++) {
            examples.add(example(chains.get(i), i));
        }
        return examples;
    }

    private Optional<Chain> chain(Draws draws) {
        return Optional.of(Chain.draw(draws, config.minTerms(), config.maxTerms(), config.digits()));
    }

    private Example example(Chain chain, int index) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("answer", String.valueOf(chain.sum()));
        fields.put("terms", chain.terms().size());
        Optional<String> response = Optional.empty();
        if (config.demonstrations()) {
            Draws draws = new Draws(config.seed(), index, STYLE);
            String style =
                    config.columnwise() ? "mixed" : draws.fraction() < config.carefulShare() ? "careful" : "hasty";
            fields.put("style", style);
            response = Optional.of(demonstration(chain, style, draws).response());
        }
        Example example =
                Example.of(chain.id(), List.of(Message.user(chain.id() + "="))).withFields(fields);
        return response.map(example::withResponse).orElse(example);
    }

    private ColumnAddition demonstration(Chain chain, String style, Draws draws) {
        return switch (style) {
            case "careful" -> ColumnAddition.careful(chain.terms());
            case "hasty" -> ColumnAddition.hasty(chain.terms());
            default -> ColumnAddition.mixed(chain.terms(), column -> draws.fraction() < config.carefulShare());
        };
    }
}
