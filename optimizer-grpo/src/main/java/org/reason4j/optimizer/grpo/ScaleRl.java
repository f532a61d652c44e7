package org.reason4j.optimizer.grpo;

/**
 * ScaleRL as a part of a recipe: what a run takes over by {@code extends: scalerl}. Its curriculum, sampler and filter are of
 * other plugins.
 *
 * @see <a href="https://arxiv.org/abs/2510.13786">The art of scaling reinforcement learning compute for LLMs, section 4</a>
 */
final class ScaleRl {

    static final String RECIPE = """
            model: {head: fp32}
            rollout:
              groupSize: 16
              maxTokens: 14464
              maxBatches: 1
              cacheTokens: 1048576
            curriculum: {name: no-positive-resampling, config: {passRate: 0.9, history: whole}}
            sampler:
              name: length-interruption
              config: {minThinkingTokens: 10240, maxThinkingTokens: 12288, answerTokens: 2048}
            filters: [{name: dynamic-sampling}]
            optimizer:
              name: policy-gradient
              config:
                advantage: batch-normalised
                loss: {name: cispo, maxWeight: 5, anchor: behaviour}
                aggregation: prompt-mean
            training: {promptsPerStep: 48, staleness: 8}
            """;

    private ScaleRl() {}
}
