package org.reason4j.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.cli.CommandTester;

class DataShowCommandTest {

    private static final String ROWS = """
            {"question": "1+1=", "reward_model": {"ground_truth": "2"}, "level": 1}
            {"question": "12+30=", "reward_model": {"ground_truth": "42"}, "level": "hard"}
            {"question": "2+2=", "reward_model": {"ground_truth": "4"}, "tags": [1]}
            """;

    @TempDir
    Path directory;

    private Path rows() throws IOException {
        return Files.writeString(directory.resolve("rows.jsonl"), ROWS);
    }

    private static String shown(Object... arguments) {
        Object[] all = new Object[arguments.length + 2];
        all[0] = "data";
        all[1] = "show";
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        CommandTester.Outcome outcome = CommandTester.run(all);
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        return outcome.out();
    }

    @Test
    void aFileIsShownAsItIsWithPathsTypesAndFirstValues() throws IOException {
        Path rows = rows();
        assertThat(shown(rows)).isEqualToNormalizingNewlines("""
                ROWS: 3 rows
                field                      type                  rows  first value
                question                   text                  all   1+1=
                reward_model               object                all   {ground_truth=2}
                reward_model.ground_truth  text                  all   2
                level                      text or whole number  2     1
                tags                       list of whole number  1     [1]
                No row has a prompt or messages. Name the field that is the prompt: prompt=FIELD
                """.replace("ROWS", rows.toString()));
    }

    @Test
    void withNamesAndAModelThePromptIsShownAsItIsReadAndHowLongPromptsAre() throws IOException {
        String out =
                shown(rows(), "prompt=question", "answer=reward_model.ground_truth", "--model", CommandTester.llama());
        assertThat(out)
                .contains(
                        "rows.jsonl, 3 examples",
                        "First prompt, example '1', as " + CommandTester.llama() + " reads it:")
                .containsPattern("answer +text +all +2")
                .contains("1+1=")
                .containsPattern("Tokens of prompts: (\\d+) to (\\d+), median \\1; the model has positions for 1024");
    }

    @Test
    void aRecipeShowsEachOfItsDatasets() throws IOException {
        rows();
        Path recipe = Files.writeString(directory.resolve("recipe.yaml"), """
                model: {path: %s}
                data:
                  train: {name: jsonl, config: {path: rows.jsonl, prompt: question}}
                  evaluation: {name: addition, config: {count: 4, split: held-out}}
                  system: Add.
                rewards: [numeric-answer]
                training: {steps: 1, promptsPerStep: 2}
                """.formatted(CommandTester.llama()));
        assertThat(shown(recipe))
                .contains("data.train: jsonl, 3 examples", "data.evaluation: addition, 4 examples", "Add.");
    }

    @Test
    void whatIsMissingIsSaidWithoutATrace() throws IOException {
        CommandTester.Outcome outcome = CommandTester.run("data", "show", directory.resolve("none.jsonl"));
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.err()).contains("none.jsonl: no such file");
        assertThat(CommandTester.run("data", "show", rows(), "prompt").err()).contains("'prompt': expected key=value");
    }
}
