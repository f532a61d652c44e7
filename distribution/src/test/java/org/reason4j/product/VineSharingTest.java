package org.reason4j.product;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.reward.Measure;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.sampler.RolloutEngine;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.sampler.RolloutSettings;
import org.reason4j.api.track.Metrics;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.model.Precision;
import org.reason4j.core.engine.rollout.Decoder;
import org.reason4j.core.engine.rollout.DecoderSettings;
import org.reason4j.core.formats.huggingface.ModelTokenizer;
import org.reason4j.reward.dense.VineConfig;
import org.reason4j.reward.dense.VineReward;
import org.reason4j.testkit.RecordedMetrics;

/** VinePPO's values come from prefixes of responses, which the decoder reads once. */
class VineSharingTest {

    private static final Path MODEL = Path.of("src/test/resources/models/llama");
    private static final SamplingParams PARAMS = SamplingParams.of(48);
    private static final TokenStream ADVANTAGES = TokenStream.of("reward-dense", "stepAdvantages");

    /** A verdict that hardly two responses share, so that no difference of a continuation can hide in a mean. */
    private static final Measure SHARE_OF_LETTERS = group -> Reward.perTrajectory(group, trajectory -> {
        String text = trajectory.text();
        return Score.of((double) text.chars().filter(Character::isLetter).count() / Math.max(1, text.length()));
    });

    @Test
    void aPrefixIsReadOnceAndTheRewardsAreThoseOfFeedingItAgain() {
        try (LanguageModel model = LanguageModel.load(MODEL, Device.cpu(), Precision.FP32);
                ModelTokenizer tokenizer = ModelTokenizer.open(MODEL, model.config())) {
            RecordedMetrics sharing = new RecordedMetrics();
            RecordedMetrics feeding = new RecordedMetrics();
            RolloutEngine engine = decoder(model, tokenizer, sharing);
            RolloutEngine again = new FeedingAgain(decoder(model, tokenizer, feeding), false);
            Group group = group(engine, tokenizer);
            sharing.clear();

            List<float[]> shared = advantages(reward(engine, tokenizer, sharing), group);
            List<float[]> fed = advantages(reward(again, tokenizer, feeding), group);

            assertThat(shared).hasSize(5);
            for (int i = 0; i < shared.size(); i++) {
                assertThat(shared.get(i)).isEqualTo(fed.get(i));
            }
            assertThat(sharing.of("vineppo/continuations"))
                    .isEqualTo(feeding.of("vineppo/continuations"))
                    .isGreaterThan(100);
            assertThat(FeedingAgain.computedPerUnique(sharing)).isLessThanOrEqualTo(1);
            assertThat(FeedingAgain.computedPerUnique(feeding)).isGreaterThan(1.5);
        }
    }

    private static RolloutEngine decoder(LanguageModel model, Tokenizer tokenizer, Metrics metrics) {
        return new Decoder(model, tokenizer, DecoderSettings.ofSlots(32).reporting(metrics), 42, 1, done -> {});
    }

    /** Three responses, and two that leave the first of them. */
    private static Group group(RolloutEngine engine, Tokenizer tokenizer) {
        Prompt prompt = Prompt.of("p", List.of(), tokenizer.encode("1+1="));
        List<Trajectory> fresh = engine.generate(IntStream.range(0, 3)
                .mapToObj(sample -> RolloutRequest.of(prompt, sample, PARAMS))
                .toList());
        List<Trajectory> all = new ArrayList<>(fresh);
        all.addAll(engine.generate(List.of(
                RolloutRequest.branch(fresh.get(0), 20, 3, SamplingParams.of(28)),
                RolloutRequest.branch(fresh.get(0), 30, 4, SamplingParams.of(18)))));
        return Group.of(prompt, all);
    }

    /** A step ends after every third character. */
    private static VineReward reward(RolloutEngine engine, Tokenizer tokenizer, Metrics metrics) {
        return new VineReward(
                new VineConfig(4, 20, "(?s).{3}", 0.25),
                tokenizer,
                engine,
                RolloutSettings.of(5, PARAMS),
                SHARE_OF_LETTERS,
                metrics);
    }

    private static List<float[]> advantages(VineReward reward, Group group) {
        try {
            return reward.score(group).stream()
                    .map(score -> ((Score.Value) score).streams().get(ADVANTAGES))
                    .toList();
        } catch (Exception e) {
            throw new AssertionError("the reward failed", e);
        }
    }
}
