package org.reason4j.core.trainer.learning;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.reason4j.api.model.ReferencePolicy;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.model.Policy;
import org.reason4j.core.trainer.checkpoint.CheckpointPart;

/**
 * The reference policy, moved by components. It takes up no memory beyond the model that is read anyway, and no room in
 * checkpoints before it has moved.
 */
public final class MovingReference implements ReferencePolicy, CheckpointPart {

    private static final String FILE = "reference.safetensors";

    private final LanguageModel reference;
    private final Policy policy;
    private boolean moved;

    public MovingReference(LanguageModel reference, Policy policy) {
        this.reference = reference;
        this.policy = policy;
    }

    @Override
    public void reset(boolean moments) {
        reference.take(policy.model());
        moved = true;
        if (moments) {
            policy.resetMoments();
        }
    }

    @Override
    public void average(double share) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("the policy's share of the reference must be in (0, 1], got " + share);
        }
        reference.average(policy.model(), share);
        moved = true;
    }

    @Override
    public void save(Path trainer) {
        if (moved) {
            reference.saveWeights(trainer.resolve(FILE));
        }
    }

    @Override
    public void restore(Path trainer) {
        Path file = trainer.resolve(FILE);
        if (Files.exists(file)) {
            reference.restoreWeights(file);
            moved = true;
        }
    }

    @Override
    public Optional<String> brokenNumber() {
        return moved ? reference.brokenNumber().map(what -> "the reference policy's " + what) : Optional.empty();
    }
}
