package org.reason4j.core.trainer.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.reason4j.core.formats.huggingface.ChatFormat;
import org.reason4j.core.formats.huggingface.ModelConfig;
import org.reason4j.core.formats.huggingface.ModelTokenizer;
import org.reason4j.core.formats.huggingface.RandomWeights;
import org.reason4j.core.host.config.Recipe;
import org.reason4j.core.trainer.checkpoint.CheckpointStore;

/** Where the policy comes from: an earlier stage, the recipe's model directory, or a new model in the output directory. */
final class PolicySource {

    private final Recipe recipe;
    private final OutputDirectory output;
    private final Optional<Path> before;

    /**
     * Decides where the policy comes from.
     *
     * @param before what an earlier stage ended with; empty for the recipe's model
     */
    PolicySource(Recipe recipe, OutputDirectory output, Optional<Path> before) {
        this.recipe = recipe;
        this.output = output;
        this.before = before.or(() -> recipe.model().path().map(Path::of));
    }

    /** Opens the tokenizer, which needs no weights. */
    ModelTokenizer tokenizer() {
        Path directory = before.orElseGet(() -> Path.of(create().tokenizer()));
        ChatFormat format = ChatFormat.read(directory).with(recipe.data().template());
        return ModelTokenizer.open(directory, config(), format);
    }

    /** The model's configuration. */
    ModelConfig config() {
        return before.map(ModelConfig::read).orElseGet(() -> ModelConfig.readFile(Path.of(create().config())));
    }

    /** The directory that there is already; empty where a new model is to be made. */
    Optional<Path> existing() {
        return before;
    }

    private Recipe.NewModel create() {
        return recipe.model().create().orElseThrow();
    }

    /** The directory to load the policy from; a new model is written there first. */
    Path directory() {
        if (before.isPresent()) {
            return before.get();
        }
        if (!Files.exists(output.newModel())) {
            RandomWeights.write(config(), Path.of(create().tokenizer()), output.newModel(), recipe.seed());
        }
        return output.newModel();
    }

    /** The model that reinforcement learning starts from. */
    Path start() {
        Path afterSupervised = CheckpointStore.of(output.root()).path(0);
        return Files.exists(afterSupervised) ? afterSupervised : directory();
    }
}
