package org.reason4j.product;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.sampler.RolloutEngine;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.sampler.RolloutSettings;
import org.reason4j.api.text.TextModel;
import org.reason4j.api.text.TextModels;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.model.Precision;
import org.reason4j.core.formats.huggingface.ModelConfig;
import org.reason4j.core.formats.huggingface.ModelTokenizer;
import org.reason4j.core.host.config.Recipe;
import org.reason4j.core.host.config.RecipeReader;
import org.reason4j.core.host.plugin.PluginRegistry;
import org.reason4j.core.trainer.components.BuiltIns;
import org.reason4j.core.trainer.components.MeasuringComponents;
import org.reason4j.core.trainer.evaluation.EvaluationSettings;
import org.reason4j.core.trainer.evaluation.Evaluator;

/** Outside a run a reward gets the services that training gives, with the measured model for a policy. */
class MeasuringComponentsTest {

    private static final Path MODEL = Path.of("src/test/resources/models/llama");

    @TempDir
    Path directory;

    @Test
    void aRewardContinuesResponsesAndAsksThePolicyForItsOpinion() throws IOException {
        Path file = Files.writeString(directory.resolve("recipe.yaml"), """
                model: {path: nowhere}
                data: {train: addition, evaluation: addition}
                models: [{key: self, name: policy}]
                rollout: {groupSize: 3, maxTokens: 12}
                rewards: [{name: curious, deadlineSeconds: 120}]
                training: {steps: 1}
                evaluation: {samples: 0, k: []}
                """);
        Recipe recipe = RecipeReader.read(file, Map.of(), List.of()).recipe();
        try (PluginRegistry plugins = PluginRegistry.of(new BuiltIns(), new CuriousPlugin());
                ModelTokenizer tokenizer = ModelTokenizer.open(MODEL, ModelConfig.read(MODEL));
                MeasuringComponents components = new MeasuringComponents(recipe, recipe.rollout(), plugins, tokenizer);
                LanguageModel model = LanguageModel.load(MODEL, Device.cpu(), Precision.FP32);
                Evaluator evaluator = new Evaluator(
                        model,
                        tokenizer,
                        components.measure(recipe.rewards().get(0), "rewards[0]"),
                        EvaluationSettings.of(recipe.rollout(), Optional.empty(), recipe.evaluation(), 1, 4))) {
            components.use(model, 1);
            List<Prompt> problems = IntStream.range(0, 5)
                    .mapToObj(i -> Prompt.of("p" + i, List.of(), tokenizer.encode(i + "+1=")))
                    .toList();
            Evaluator.Result result = evaluator.full(problems, done -> {});
            assertThat(result.unscored()).isZero();
            assertThat(result.measurement().accuracy()).isEqualTo(1);
        }
    }

    /** Offers the reward below. */
    static final class CuriousPlugin implements Plugin {
        @Override
        public void register(Registry registry) {
            registry.reward("curious", new Curious.Config(), Curious.class);
        }
    }

    /** 1 where a greedy response, continued greedily from its middle, is itself, and the policy has an opinion. */
    record Curious(Config config, RolloutEngine engine, RolloutSettings rollout, TextModels judges) implements Reward {
        record Config() {}

        @Override
        public List<Score> score(Group group) throws Exception {
            Trajectory response = group.trajectories().get(0);
            int at = response.length() / 2;
            TextModel.Request question = TextModel.Request.of(List.of(Message.user("1")), SamplingParams.greedy(4), 1);
            boolean heard = !judges.get("self").complete(question).text().isEmpty();
            RolloutRequest rest = RolloutRequest.branch(
                    response, at, 1, SamplingParams.greedy(rollout.params().maxTokens() - at));
            Trajectory again = engine.generate(List.of(rest)).get(0);
            return List.of(
                    Score.of(heard && rollout.groupSize() == 3 && again.text().equals(response.text()) ? 1 : 0));
        }
    }
}
