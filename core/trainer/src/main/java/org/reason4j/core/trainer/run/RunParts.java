package org.reason4j.core.trainer.run;

import ai.djl.Device;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.core.engine.model.Policy;
import org.reason4j.core.engine.model.Precision;
import org.reason4j.core.host.config.Recipe;
import org.reason4j.core.trainer.checkpoint.CheckpointSettings;
import org.reason4j.core.trainer.checkpoint.Checkpoints;
import org.reason4j.core.trainer.checkpoint.RunClock;
import org.reason4j.core.trainer.components.Components;
import org.reason4j.core.trainer.components.Datasets;
import org.reason4j.core.trainer.components.RunServices;
import org.reason4j.core.trainer.report.Observers;
import org.reason4j.core.trainer.supervised.SupervisedCheckpoints;

/** The parts of a run that its stages share. */
record RunParts(
        Recipe recipe,
        OutputDirectory output,
        Components components,
        Datasets data,
        Tokenizer tokenizer,
        Policy policy,
        Precision precision,
        Observers observers,
        RunServices services,
        Checkpoints checkpoints,
        RunClock clock,
        LearnerRuns beside) {

    /** The device of all models. */
    Device device() {
        return policy.model().manager().getDevice();
    }

    /** Ends a step: the directory still has to be the run's, and where it is kept the checkpoints are told. */
    void stepCompleted(int step, OptionalDouble accuracy, boolean last) {
        output.requireHeld();
        if (output.isKept()) {
            checkpoints.stepCompleted(step, accuracy, last);
        }
    }

    /** Checkpoints of a supervised stage; empty where the directory of the run is not kept. */
    Optional<SupervisedCheckpoints> supervisedCheckpoints(int steps, CheckpointSettings settings, PrintStream out) {
        return output.isKept()
                ? Optional.of(new SupervisedCheckpoints(output.root(), checkpoints, settings, steps, out))
                : Optional.empty();
    }

    /** The directory of the run. */
    Path directory() {
        return output.root();
    }
}
