package org.reason4j.core.trainer.experience;

import org.reason4j.core.engine.model.RowScores;
import org.reason4j.core.engine.model.ScoringOptions;
import org.reason4j.core.engine.model.TokenRows;

/** Scores tokens with the weights of one model. */
@FunctionalInterface
public interface TokenScorer {

    /**
     * Scores rows, each at its own temperature.
     *
     * @param wanted numbers to compute beside log-probabilities and entropies
     */
    RowScores score(TokenRows rows, ScoringOptions wanted);
}
