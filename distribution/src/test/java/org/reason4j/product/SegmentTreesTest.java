package org.reason4j.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.api.data.Branch;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.sampler.RolloutEngine;
import org.reason4j.api.sampler.RolloutSettings;
import org.reason4j.api.sampler.Sampler;
import org.reason4j.api.track.Metrics;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.model.Precision;
import org.reason4j.core.engine.rollout.Decoder;
import org.reason4j.core.engine.rollout.DecoderSettings;
import org.reason4j.core.formats.huggingface.ModelTokenizer;
import org.reason4j.sampler.tree.segment.SpoTreeConfig;
import org.reason4j.sampler.tree.segment.SpoTreeSampler;
import org.reason4j.sampler.tree.segment.TreePoConfig;
import org.reason4j.sampler.tree.segment.TreePoRollout;
import org.reason4j.testkit.RecordedMetrics;

/** Trees of segments in the decoder: what they share is computed once, and changes nothing. */
class SegmentTreesTest {

    private static final Path MODEL = Path.of("src/test/resources/models/llama");
    private static final SamplingParams PARAMS = SamplingParams.of(48);
    private static final int LEAVES = 12;

    /** Tokens that a tree keeps: 40 of 48 of twelve leaves, for segments of 8. */
    private static final int ROOM = LEAVES * 40;

    @SuppressWarnings("NullAway.Init")
    private static LanguageModel model;

    @SuppressWarnings("NullAway.Init")
    private static ModelTokenizer tokenizer;

    @BeforeAll
    static void load() {
        model = LanguageModel.load(MODEL, Device.cpu(), Precision.FP32);
        tokenizer = ModelTokenizer.open(MODEL, model.config());
    }

    @AfterAll
    static void close() {
        tokenizer.close();
        model.close();
    }

    private static RolloutEngine decoder(long cacheTokens, Metrics metrics) {
        DecoderSettings settings = DecoderSettings.ofSlots(32).withCacheTokens(cacheTokens);
        return new Decoder(model, tokenizer, settings.reporting(metrics), 42, 1, done -> {});
    }

    private static Sampler sampler(String name) {
        RolloutSettings settings = RolloutSettings.of(LEAVES, PARAMS);
        return name.equals("treepo-rollout")
                ? new TreePoRollout(new TreePoConfig(14, 8, 2, 2, 16, 8), settings, new RecordedMetrics())
                : new SpoTreeSampler(new SpoTreeConfig(List.of(2, 2, 3), 20), settings, new RecordedMetrics());
    }

    private static List<Group> groups(String sampler, RolloutEngine engine, String... texts) {
        List<Prompt> prompts = IntStream.range(0, texts.length)
                .mapToObj(i -> Prompt.of(texts[i], List.of(), tokenizer.encode(texts[i])))
                .toList();
        return sampler(sampler).sample(new SampledStep(1, prompts, LEAVES, PARAMS, engine));
    }

    private static String shown(Group group) {
        StringBuilder shown = new StringBuilder();
        for (Trajectory one : group.trajectories()) {
            shown.append(one).append(one.branch().map(Branch::toString).orElse(""));
            for (int t = 0; t < one.length(); t++) {
                shown.append(' ').append(one.token(t)).append(one.isLearned(t) ? '+' : '-');
                for (TokenStream stream : List.of(TokenStream.BEHAVIOUR_LOGPROBS, TokenStream.SAMPLED_LOGPROBS)) {
                    shown.append(Integer.toHexString(Float.floatToIntBits(one.stream(stream)[t])));
                }
            }
            shown.append('\n');
        }
        return shown.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"treepo-rollout", "spo-tree"})
    void aTreeIsTheSameWhetherItsPrefixesWereSharedOrReadAgain(String name) {
        RecordedMetrics sums = new RecordedMetrics();
        String shared = shown(groups(name, decoder(100_000, sums), "1+1=").get(0));
        RecordedMetrics again = new RecordedMetrics();
        String fed = shown(groups(name, new FeedingAgain(decoder(100_000, again), true), "1+1=")
                .get(0));

        assertThat(shared).isEqualTo(fed);
        assertThat(shared).contains("Branch");
        assertThat(sums.of("rollout/tokens_computed")).isLessThanOrEqualTo(sums.of("rollout/tokens_unique"));
        assertThat(again.of("rollout/tokens_computed")).isGreaterThan(2 * sums.of("rollout/tokens_computed"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"treepo-rollout", "spo-tree"})
    void aTreeIsTheSameWhateverRunsBesideItAndHoweverLongItWaits(String name) {
        String alone = shown(
                groups(name, decoder(100_000, new RecordedMetrics()), "1+1=").get(0));
        List<Group> together = groups(name, decoder(100_000, new RecordedMetrics()), "2+7=", "1+1=", "a b c");
        // room for one tree at a time
        List<Group> waiting = groups(name, decoder(ROOM, new RecordedMetrics()), "a b c", "2+7=", "1+1=");

        assertThat(shown(together.get(1))).isEqualTo(alone);
        assertThat(shown(waiting.get(2))).isEqualTo(alone);
        assertThat(shown(waiting.get(0))).isEqualTo(shown(together.get(2)));
        assertThatThrownBy(() -> groups(name, decoder(ROOM - 1, new RecordedMetrics()), "1+1="))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("rollout.cacheTokens keeps " + (ROOM - 1));
    }
}
