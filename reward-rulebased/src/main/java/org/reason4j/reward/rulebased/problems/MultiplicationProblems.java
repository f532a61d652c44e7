package org.reason4j.reward.rulebased.problems;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.reason4j.api.data.Message;
import org.reason4j.api.dataset.DatasetReader;
import org.reason4j.api.dataset.Example;

/**
 * Products of two numbers, such as {@code 471*853=}, with the field {@code answer}.
 *
 * <p>A small model cannot compute them within a few tokens, but it can copy them into a calculator. The field {@code
 * style} of a demonstration is {@code tool} or {@code plain}; both end with the right answer. Imitating a mixture gives
 * a model that sometimes calls the tool and else guesses; a reward for the right answer then teaches it when to call.
 *
 * <p>Both orders of two numbers share a split. An example's id is the product, such as {@code 471*853}.
 */
public record MultiplicationProblems(MultiplicationProblemsConfig config) implements DatasetReader {

    private static final long STYLE = -1; // attempts are numbered from 0

    private record Product(long left, long right) implements UniqueProblems.Problem {
        @Override
        public String id() {
            return left + "*" + right;
        }

        @Override
        public String key() {
            return Math.min(left, right) + "*" + Math.max(left, right);
        }
    }

    @Override
    public List<Example> read() {
        List<Product> products = UniqueProblems.draw(
                "multiplication", config.count(), config.seed(), config.split(), draws -> Optional.of(product(draws)));
        List<Example> examples = new ArrayList<>(products.size());
        for (int i = 0; i < products.size(); i++) {
            examples.add(example(products.get(i), i));
        }
        return examples;
    }

    private Product product(Draws draws) {
        long low = LongStream.range(1, config.digits()).reduce(1, (power, digit) -> power * 10);
        return new Product(draws.between(low, low * 10 - 1), draws.between(low, low * 10 - 1));
    }

    private Example example(Product product, int index) {
        String answer = String.valueOf(product.left() * product.right());
        Map<String, Object> fields = new HashMap<>();
        fields.put("answer", answer);
        Optional<String> response = Optional.empty();
        if (config.demonstrations()) {
            boolean tool = new Draws(config.seed(), index, STYLE).fraction() < config.toolShare();
            fields.put("style", tool ? "tool" : "plain");
            String template = tool ? config.toolDemonstration() : config.plainDemonstration();
            response = Optional.of(template.replace("{problem}", product.id()).replace("{answer}", answer));
        }
        Example example = Example.of(product.id(), List.of(Message.user(product.id() + "=")))
                .withFields(fields);
        return response.map(example::withResponse).orElse(example);
    }
}
