package org.reason4j.reward.shaping.length;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.reason4j.api.data.Message;
import org.reason4j.api.dataset.Curriculum;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.dataset.PromptBatch;
import org.reason4j.api.random.SplitMix64;
import org.reason4j.api.track.Metrics;

/**
 * Tells the policy how long to think: each example whose turn it is gets a budget of tokens, drawn uniformly, which is
 * written at the end of its last message and into a field, where {@code l1-exact} and {@code l1-max} read it.
 *
 * <p>Examples keep the recipe's order. The draw is a function of the run's seed, the number of the batch and the example, so
 * an example gets another budget when its turn comes again. Held-out problems have no budget.
 *
 * <p>Metric: {@code length_budget/tokens}, mean over prompts.
 *
 * @see <a href="https://arxiv.org/abs/2503.04697">L1: controlling how long a reasoning model thinks</a>
 */
public final class LengthBudget implements Curriculum {

    private static final String PLACE = "{budget}";

    /**
     * Settings of the budgets.
     *
     * @param minimum least number of tokens, at least 1
     * @param maximum largest number of tokens, at least {@code minimum}
     * @param instruction text that is added to the last message; {@code {budget}} in it stands for the number
     * @param field that holds the number
     */
    public record Config(int minimum, int maximum, String instruction, String field) {

        /**
         * From 100 to 4000 tokens.
         *
         * @see <a href="https://github.com/cmu-l3/l1">cmu-l3/l1</a>
         */
        public static final Config DEFAULTS = new Config(100, 4000, " Think for {budget} tokens.", "budget");

        public Config {
            check(
                    1 <= minimum && minimum <= maximum,
                    "length-budget.minimum and length-budget.maximum must be 1 <= minimum <= maximum, got %s and %s",
                    minimum,
                    maximum);
            check(
                    instruction.contains(PLACE),
                    "length-budget.instruction must say where the budget stands, with %s, got '%s'",
                    PLACE,
                    instruction);
            check(!field.isBlank(), "length-budget.field must name a field, got '%s'", field);
        }
    }

    private final Config config;
    private final Metrics metrics;

    public LengthBudget(Config config, Budgets budgets, Metrics metrics) {
        this.config = config;
        this.metrics = metrics;
        budgets.areDrawn();
    }

    @Override
    public List<Example> choose(PromptBatch batch) {
        return batch.inOrder().stream()
                .map(example -> withBudget(example, SplitMix64.key(batch.seed(), batch.number())))
                .toList();
    }

    private Example withBudget(Example example, long key) {
        long draw = SplitMix64.number(SplitMix64.extend(key, example.id()), 0);
        int budget = config.minimum() + (int) SplitMix64.below(draw, (long) config.maximum() - config.minimum() + 1);
        metrics.mean("length_budget/tokens", budget);
        Map<String, Object> fields = new HashMap<>(example.fields());
        fields.put(config.field(), budget);
        Example told = Example.of(example.id() + "@" + budget, told(example.messages(), budget))
                .withFields(fields);
        return example.response().map(told::withResponse).orElse(told);
    }

    private List<Message> told(List<Message> messages, int budget) {
        List<Message> told = new ArrayList<>(messages);
        int last = told.size() - 1;
        String instruction = config.instruction().replace(PLACE, Integer.toString(budget));
        told.set(last, new Message(messages.get(last).role(), messages.get(last).content() + instruction));
        return told;
    }
}
