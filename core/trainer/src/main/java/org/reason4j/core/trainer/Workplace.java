package org.reason4j.core.trainer;

import java.nio.file.Path;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.core.engine.model.Policy;
import org.reason4j.core.host.config.Recipe;

/** What every stage of a run works with. */
record Workplace(
        Recipe recipe,
        Path directory,
        Components components,
        Datasets data,
        Tokenizer tokenizer,
        Policy policy,
        Observers observers,
        RunServices services,
        Checkpoints checkpoints,
        RunClock clock) {}
