package org.reason4j.core.trainer.run;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import java.util.Optional;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.model.ReferencePolicy;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;
import org.reason4j.api.plugin.Stateful;
import org.reason4j.api.regularizer.Regularizer;

/** A leash to the reference policy that moves it. */
public final class ReferenceToys implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.regularizer("leash", new Leash.Config(2, 0.5, false, true), Leash.class);
    }

    /** The squared distance from the reference, which follows every few steps. */
    public static final class Leash implements Regularizer, Stateful {

        /**
         * Settings.
         *
         * @param every steps between moves; 0 for none
         * @param share of the policy; 1 resets
         * @param moments whether a reset is one of AdamW's moments, too
         * @param declared whether it says that it reads the reference
         */
        public record Config(int every, double share, boolean moments, boolean declared) {}

        private final Config config;
        private final ReferencePolicy reference;
        private int steps;

        Leash(Config config, ReferencePolicy reference) {
            this.config = config;
            this.reference = reference;
        }

        @Override
        public Requirements requirements() {
            return config.declared() ? Requirements.lossStreams(TokenStream.REFERENCE_LOGPROBS) : Requirements.NONE;
        }

        @Override
        public Optional<NDArray> loss(TokenBatch batch) {
            if (!config.declared()) {
                return Optional.empty();
            }
            NDArray squares = batch.learned(batch.logprobs())
                    .sub(batch.learned(batch.stream(TokenStream.REFERENCE_LOGPROBS)))
                    .square();
            batch.metric("leash/squares", squares);
            return Optional.of(batch.tokenMean(squares.mul(0.1)));
        }

        @Override
        public void stepCompleted(Map<String, Double> metrics) {
            steps++;
            if (config.every() > 0 && steps % config.every() == 0) {
                if (config.share() == 1) {
                    reference.reset(config.moments());
                } else {
                    reference.average(config.share());
                }
            }
        }

        @Override
        public Map<String, Object> state() {
            return Map.of("steps", steps);
        }

        @Override
        public void restore(Map<String, Object> state) {
            steps = ((Number) state.get("steps")).intValue();
        }
    }
}
