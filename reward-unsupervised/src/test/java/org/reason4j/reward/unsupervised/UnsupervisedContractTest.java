package org.reason4j.reward.unsupervised;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.text.TextModel;
import org.reason4j.api.text.TextModels;
import org.reason4j.reward.unsupervised.text.NextTokenConfig;
import org.reason4j.testkit.contract.PluginContract;
import org.reason4j.testkit.subject.Materials;
import org.reason4j.testkit.subject.Offered;
import org.reason4j.testkit.subject.Samples;
import org.reason4j.testkit.subject.Services;

/** A judge that says Yes, a text to cut, and the streams that samplers attach. */
class UnsupervisedContractTest extends PluginContract {

    @TempDir
    Path texts;

    UnsupervisedContractTest() {
        super(new UnsupervisedPlugin());
    }

    @Override
    protected Services services(Offered<?> component, Services standard) {
        return standard.with(TextModels.class, key -> request -> TextModel.Completion.of("Yes", Finish.STOP));
    }

    @Override
    protected Record settings(Offered<?> component) {
        return component.defaults() instanceof NextTokenConfig config ? ofText(config) : component.defaults();
    }

    private NextTokenConfig ofText(NextTokenConfig config) {
        Path file = texts.resolve("some.txt");
        try {
            Files.writeString(file, "the cat sat on the mat");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new NextTokenConfig(
                file.toString(),
                config.count(),
                config.seed(),
                config.contextTokens(),
                config.continuationTokens(),
                config.minimumEntropy(),
                config.instruction(),
                config.split());
    }

    @Override
    protected Materials materials(Offered<?> component, Record settings) {
        Materials materials = Materials.standard()
                .withStream(TokenStream.of("reward-unsupervised", "agrees"), (sample, token) -> sample % 2)
                .withStream(TokenStream.of("reward-unsupervised", "solved"), (sample, token) -> sample / 8f)
                .withStream(TokenStream.of("reward-unsupervised", "share"), (sample, token) -> sample / 8f)
                .withStream(TokenStream.of("reward-unsupervised", "repetition"), (sample, token) -> 0.25f);
        return switch (component.name()) {
            case "absolute-zero" -> materials.withFields(Map.of("kind", "deduction", "role", "propose"));
            case "program-answer" ->
                materials.withFields(Map.of(
                        "kind",
                        "deduction",
                        "program",
                        "2 +",
                        "inputs",
                        List.of("2"),
                        "outputs",
                        List.of("4"),
                        "shown",
                        1));
            case "spurious-majority" ->
                materials.withResponses(Samples.prompt("p", "2+2=").withFields(Map.of("answer", "4")), "5", "5", "4");
            case "rpt" -> materials.withFields(Map.of("continuation", "4 apples", "boundaries", List.of(1, 8)));
            default -> materials;
        };
    }
}
