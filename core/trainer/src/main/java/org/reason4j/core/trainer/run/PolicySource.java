package org.reason4j.core.trainer.run;

import java.nio.file.Files;
import java.nio.file.Path;
import org.reason4j.core.formats.huggingface.ModelConfig;
import org.reason4j.core.formats.huggingface.ModelTokenizer;
import org.reason4j.core.formats.huggingface.RandomWeights;
import org.reason4j.core.host.config.Recipe;
import org.reason4j.core.trainer.checkpoint.CheckpointStore;

/** Where the policy comes from: the recipe's model directory, or a new model in the output directory. */
final class PolicySource {

    private final Recipe recipe;
    private final OutputDirectory output;

    PolicySource(Recipe recipe, OutputDirectory output) {
        this.recipe = recipe;
        this.output = output;
    }

    /** Opens the tokenizer, which needs no weights. */
    ModelTokenizer tokenizer() {
        if (recipe.model().path().isPresent()) {
            Path directory = Path.of(recipe.model().path().get());
            return ModelTokenizer.open(directory, ModelConfig.read(directory));
        }
        Recipe.NewModel create = recipe.model().create().orElseThrow();
        return ModelTokenizer.open(Path.of(create.tokenizer()), ModelConfig.readFile(Path.of(create.config())));
    }

    /** The directory to load the policy from; a new model is written there first. */
    Path directory() {
        if (recipe.model().path().isPresent()) {
            return Path.of(recipe.model().path().get());
        }
        if (!Files.exists(output.newModel())) {
            Recipe.NewModel create = recipe.model().create().orElseThrow();
            RandomWeights.write(
                    ModelConfig.readFile(Path.of(create.config())),
                    Path.of(create.tokenizer()),
                    output.newModel(),
                    recipe.seed());
        }
        return output.newModel();
    }

    /** The model that reinforcement learning starts from. */
    Path start() {
        Path afterSupervised = CheckpointStore.of(output.root()).path(0);
        return Files.exists(afterSupervised) ? afterSupervised : directory();
    }
}
