package org.reason4j.core.trainer.experience;

import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.model.TokenRows;

/** Scores tokens with the weights of one model. */
@FunctionalInterface
public interface TokenScorer {

    /**
     * Computes log-probabilities, entropies and, where asked for, certainties of the scored tokens, {@code [M]} each.
     *
     * @param certainties whether to compute certainties
     */
    LanguageModel.TokenScores score(TokenRows rows, boolean certainties);
}
