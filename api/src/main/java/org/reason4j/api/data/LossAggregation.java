package org.reason4j.api.data;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * Aggregation of a loss per token into a scalar. Counts are those of the whole mini-batch, whatever micro-batches it is split
 * into; a mini-batch without learned tokens gives 0.
 */
@API(status = Status.STABLE, since = "1.0.0")
public enum LossAggregation {
    /** Sum over learned tokens divided by their number (DAPO, section 3.3). */
    TOKEN_MEAN,
    /** Mean over non-empty responses of their own token means (GRPO, equation 3). */
    SEQ_MEAN_TOKEN_MEAN,
    /** Mean over non-empty responses of their token sums. */
    SEQ_MEAN_TOKEN_SUM,
    /** Sum over learned tokens divided by a constant: rows times the length limit of a response (Dr. GRPO). */
    SEQ_MEAN_TOKEN_SUM_NORM,
    /**
     * Mean over prompts of the token means of all their responses together; a prompt without learned tokens is none
     * (ScaleRL, prompt-level average). The mean of a prompt is over its responses of the mini-batch.
     */
    @API(status = Status.EXPERIMENTAL, since = "1.0.0")
    PROMPT_MEAN
}
