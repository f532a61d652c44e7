package org.reason4j.core.trainer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.core.host.config.Recipe;
import org.reason4j.core.host.plugin.lock.RecipeLock;
import org.reason4j.core.trainer.run.TinyRun;

class ModelCardTest {

    private static final Provenance MADE =
            new Provenance("abc", "def", "012", new RecipeLock("1.0.0", "1.0.0", List.of()), System.out);

    @TempDir
    Path directory;

    private static Recipe recipe(Path recipes, Path train) {
        Recipe recipe = TinyRun.recipe().resolved(recipes).recipe();
        Recipe.Component data = new Recipe.Component("jsonl", Optional.empty(), Map.of("path", train.toString()));
        return Recipe.of(
                recipe.model(), Recipe.Data.of(data, recipe.data().evaluation()), recipe.rewards(), recipe.training());
    }

    @Test
    void theCardNamesWhatTheHubKnowsTheLicenseAndTheResults() throws IOException {
        Path base = Files.createDirectories(directory.resolve("models--org--tiny/snapshots/1"));
        Files.writeString(base.resolve("README.md"), "---\nlanguage: en\nlicense: apache-2.0\n---\n# tiny\n");
        Path train = directory.resolve("datasets--org--sums/snapshots/2/main/train.parquet");
        Map<String, Double> accuracies = new LinkedHashMap<>();
        accuracies.put("before training", 0.125);
        accuracies.put("step 50", 0.5);

        String card = new ModelCard("sums", recipe(directory, train), base).text(50, accuracies, MADE);

        assertThat(card).startsWith("""
                ---
                library_name: transformers
                pipeline_tag: text-generation
                base_model: org/tiny
                license: apache-2.0
                datasets:
                - org/sums
                tags:
                - reason4j
                - reinforcement-learning
                ---

                # sums, step 50

                Trained with reinforcement learning by reason4j 1.0.0 from org/tiny.

                - Base model: org/tiny
                - License of the base: apache-2.0
                - Training data: `jsonl`, org/sums, `train.parquet`
                """);
        assertThat(card)
                .contains("- Rewards: `lowercase` times 1.0\n", "| before training | 0.1250 |\n| step 50 | 0.5000 |\n")
                .doesNotContain(directory.toString()); // a card is shown to others
    }

    @Test
    void whatNobodyNamesIsNotInTheHead() throws IOException {
        Path base = Files.createDirectories(directory.resolve("mine"));
        Files.writeString(base.resolve("README.md"), "no head\nlicense: mit\n");
        String card = new ModelCard("sums", recipe(directory, directory.resolve("train.jsonl")), base)
                .text(1, Map.of(), MADE);
        assertThat(card.substring(0, card.indexOf("# sums"))).doesNotContain("base_model", "license", "datasets");
        assertThat(card)
                .contains("- License of the base: not named by a card beside it\n", "`jsonl`, `train.jsonl`\n")
                .doesNotContain("Results");
    }
}
