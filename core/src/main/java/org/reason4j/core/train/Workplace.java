package org.reason4j.core.train;

import java.nio.file.Path;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.core.config.Recipe;
import org.reason4j.core.model.Policy;

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
