package org.reason4j.core.trainer.evaluation;

import java.util.List;
import org.reason4j.api.data.Prompt;
import org.reason4j.core.host.track.HeldOutScores;

/** Measures a model on problems. */
public interface Measuring {

    /** Progress of a measurement. */
    interface Progress {

        /** So many responses are complete. */
        void responses(long done);

        /** So many tokens are written, those of responses under way included; told before the responses. */
        default void tokens(long written) {}

        /**
         * Tells the stages of {@link org.reason4j.api.track.Tracker#progress}.
         *
         * @param total number of responses
         */
        static Progress of(long total, Stages stages) {
            return new Progress() {
                @Override
                public void responses(long done) {
                    stages.progress(HeldOutScores.STAGE, done, total);
                }

                @Override
                public void tokens(long written) {
                    stages.progress(HeldOutScores.TOKENS_STAGE, written, written);
                }
            };
        }
    }

    /** Stages of a measurement. */
    interface Stages {

        /** So many of so many are done of what a stage counts. */
        void progress(String stage, long done, long total);
    }

    /** Decodes every problem greedily. */
    Evaluator.Result greedy(List<Prompt> problems, Progress progress);

    /** Decodes greedily, and draws samples for pass@k and maj@k. */
    Evaluator.Result full(List<Prompt> problems, Progress progress);
}
