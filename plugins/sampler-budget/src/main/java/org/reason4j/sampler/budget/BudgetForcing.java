package org.reason4j.sampler.budget;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.ArrayList;
import java.util.List;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.sampler.RolloutSettings;
import org.reason4j.api.sampler.Sampler;
import org.reason4j.api.sampler.SamplingStep;
import org.reason4j.api.track.Metrics;

/**
 * Independent responses whose thinking is forced into a budget. Where thinking ends before it is used up, its first {@code
 * continuations} ends are left out, {@code continuation} stands in their place, and the policy thinks on; a token that ends
 * responses counts as such an end. Where the budget is used up, {@code phrase} ends thinking. The answer follows, of at most {@code
 * answerTokens}. Tokens of texts that were inserted are not learned and have no log-probability of the sampler.
 *
 * <p>{@code rollout.maxTokens} must have room for the longest response. Keys and values of thinking are kept for what follows, in
 * {@code rollout.cacheTokens}: room for {@code rollout.batchSize} budgets lets all of them be written at the same time.
 *
 * <p>Metrics: {@code forcing/stopped}, the share of responses whose thinking the budget ended; {@code forcing/continued}, mean number
 * of continuations; {@code forcing/thinking_tokens}, mean length of thinking.
 *
 * @see <a href="https://arxiv.org/abs/2501.19393">s1: simple test-time scaling, section 3</a>
 */
public final class BudgetForcing implements Sampler {

    private final BudgetForcingConfig config;
    private final Tokenizer tokenizer;
    private final ForcedResponse.Texts texts;
    private final Metrics metrics;

    public BudgetForcing(BudgetForcingConfig config, Tokenizer tokenizer, RolloutSettings rollout, Metrics metrics) {
        this.config = config;
        this.tokenizer = tokenizer;
        this.metrics = metrics;
        texts = new ForcedResponse.Texts(tokenizer.encode(config.continuation()), tokenizer.encode(config.phrase()));
        long longest = (long) config.maxThinkingTokens() + texts.phrase().length + config.answerTokens();
        check(
                rollout.params().maxTokens() >= longest,
                "budget-forcing writes up to maxThinkingTokens + the phrase + answerTokens = %s + %s + %s = %s tokens,"
                        + " but rollout.maxTokens is %s. Set it to at least %s, or lower the budget.",
                config.maxThinkingTokens(),
                texts.phrase().length,
                config.answerTokens(),
                longest,
                rollout.params().maxTokens(),
                longest);
    }

    @Override
    public Requirements requirements() {
        return config.field().isEmpty() ? Requirements.NONE : Requirements.fields(config.field());
    }

    @Override
    public List<Group> sample(SamplingStep step) {
        List<ForcedResponse> plans = new ArrayList<>();
        for (Prompt prompt : step.prompts()) {
            int budget = Math.min(budget(prompt), step.params().maxTokens());
            for (int sample = 0; sample < step.groupSize(); sample++) {
                RolloutRequest request = RolloutRequest.of(prompt, sample, step.params());
                plans.add(new ForcedResponse(request, config, texts, tokenizer, budget));
            }
        }
        List<List<Trajectory>> written = step.rollouts().generatePlans(plans);
        plans.forEach(this::report);
        List<Group> groups = new ArrayList<>();
        for (int i = 0; i < step.prompts().size(); i++) {
            List<Trajectory> responses = written.subList(i * step.groupSize(), (i + 1) * step.groupSize()).stream()
                    .map(rounds -> rounds.get(rounds.size() - 1).withParams(step.params()))
                    .toList();
            groups.add(Group.of(step.prompts().get(i), responses));
        }
        return groups;
    }

    private int budget(Prompt prompt) {
        return config.field().isEmpty()
                ? config.maxThinkingTokens()
                : Math.min(config.maxThinkingTokens(), PromptBudget.tokens(prompt, config.field()));
    }

    private void report(ForcedResponse plan) {
        metrics.mean("forcing/stopped", plan.isStopped() ? 1 : 0);
        metrics.mean("forcing/continued", plan.continued());
        metrics.mean("forcing/thinking_tokens", plan.thinking());
    }
}
