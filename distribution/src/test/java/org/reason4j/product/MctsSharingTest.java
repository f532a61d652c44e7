package org.reason4j.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.reward.Measure;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.sampler.RolloutEngine;
import org.reason4j.api.sampler.RolloutSettings;
import org.reason4j.api.track.Metrics;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.model.Precision;
import org.reason4j.core.engine.rollout.Decoder;
import org.reason4j.core.engine.rollout.DecoderSettings;
import org.reason4j.core.formats.huggingface.ModelTokenizer;
import org.reason4j.sampler.tree.search.Backup;
import org.reason4j.sampler.tree.search.Mcts;
import org.reason4j.sampler.tree.search.MctsConfig;
import org.reason4j.sampler.tree.search.Uct;
import org.reason4j.sampler.tree.search.Values;
import org.reason4j.testkit.RecordedMetrics;

/** Searches in the decoder: what is found does not depend on what was shared, on the searches beside, or on the cache. */
class MctsSharingTest {

    private static final Path MODEL = Path.of("src/test/resources/models/llama");
    private static final SamplingParams PARAMS = SamplingParams.of(40);
    private static final int GROUP_SIZE = 20;
    private static final int SEGMENT = 6;
    private static final long ROOM = GROUP_SIZE * SEGMENT;

    /** A verdict that hardly two responses share, so that every difference changes where a search goes. */
    private static final Measure SHARE_OF_LETTERS = group -> Reward.perTrajectory(group, trajectory -> {
        String text = trajectory.text();
        return Score.of((double) text.chars().filter(Character::isLetter).count() / Math.max(1, text.length()));
    });

    private static LanguageModel model;
    private static ModelTokenizer tokenizer;

    @BeforeAll
    static void open() {
        model = LanguageModel.load(MODEL, Device.cpu(), Precision.FP32);
        tokenizer = ModelTokenizer.open(MODEL, model.config());
    }

    @AfterAll
    static void close() {
        tokenizer.close();
        model.close();
    }

    private static Decoder decoder(int slots, long cacheTokens, Metrics metrics) {
        DecoderSettings settings = DecoderSettings.ofSlots(slots).withCacheTokens(cacheTokens);
        return new Decoder(model, tokenizer, settings.reporting(metrics), 42, 1, done -> {});
    }

    private static MctsConfig config(String separator) {
        return new MctsConfig(
                Uct.Treerl.DEFAULTS,
                Backup.CHILDREN,
                Values.Continuations.DEFAULTS,
                1,
                0,
                SEGMENT,
                separator,
                2,
                5,
                3,
                1,
                0,
                0,
                2,
                0,
                1);
    }

    private static List<Prompt> prompts() {
        return IntStream.range(0, 3)
                .mapToObj(i -> Prompt.of("p" + i, List.of(), tokenizer.encode("1+" + i + "=")))
                .toList();
    }

    private static List<Group> search(RolloutEngine engine, List<Prompt> prompts, String separator, Metrics metrics) {
        Tokenizer texts = tokenizer;
        Mcts sampler = new Mcts(
                config(separator),
                texts,
                RolloutSettings.of(GROUP_SIZE, PARAMS),
                SHARE_OF_LETTERS,
                ref -> {
                    throw new IllegalStateException("no model was declared");
                },
                metrics);
        return sampler.sample(new SampledStep(1, prompts, GROUP_SIZE, PARAMS, engine));
    }

    private static void assertSame(List<Group> found, List<Group> expected) {
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.get(i).size()).isEqualTo(GROUP_SIZE);
            for (int j = 0; j < GROUP_SIZE; j++) {
                Trajectory one = found.get(i).trajectories().get(j);
                Trajectory other = expected.get(i).trajectories().get(j);
                assertThat(one.response()).as("%s", other).isEqualTo(other.response());
                assertThat(one.learned()).isEqualTo(other.learned());
                assertThat(one.branch()).isEqualTo(other.branch());
                assertThat(one.text()).isEqualTo(other.text());
                assertThat(one.finish()).isEqualTo(other.finish());
                assertThat(one.stream(TokenStream.BEHAVIOUR_LOGPROBS))
                        .isEqualTo(other.stream(TokenStream.BEHAVIOUR_LOGPROBS));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a"})
    void whatASearchFindsIsWhatReadingEveryPrefixAgainWouldFind(String separator) {
        RecordedMetrics sharing = new RecordedMetrics();
        RecordedMetrics feeding = new RecordedMetrics();
        List<Group> shared = search(decoder(32, 100_000, sharing), prompts(), separator, sharing);
        List<Group> fed = search(new FeedingAgain(decoder(32, 100_000, feeding), true), prompts(), separator, feeding);
        assertSame(shared, fed);
        assertThat(shared.get(0).trajectories().stream()
                        .filter(one -> one.branch().isPresent()))
                .hasSizeGreaterThan(10);
        assertThat(FeedingAgain.computedPerUnique(sharing)).isLessThanOrEqualTo(1);
        assertThat(FeedingAgain.computedPerUnique(feeding))
                .isLessThan(1.1); // each request is a call of its own, with its prefix
        assertThat(feeding.of("rollout/tokens_computed")).isGreaterThan(1.3 * sharing.of("rollout/tokens_computed"));
    }

    @Test
    void aSearchIsTheSameWhateverRunsBesideItAndHoweverManySlotsThereAre() {
        List<Group> together =
                search(decoder(64, 100_000, new RecordedMetrics()), prompts(), "", new RecordedMetrics());
        for (int i = 0; i < together.size(); i++) {
            assertSame(
                    search(
                            decoder(16, 100_000, new RecordedMetrics()),
                            List.of(prompts().get(i)),
                            "",
                            new RecordedMetrics()),
                    List.of(together.get(i)));
        }
    }

    /** The cache has room for the segments of one search: the others wait, and find what they would have found. */
    @Test
    void aFullCacheMakesASearchWait() {
        assertSame(
                search(decoder(32, ROOM, new RecordedMetrics()), prompts(), "", new RecordedMetrics()),
                search(decoder(32, 100_000, new RecordedMetrics()), prompts(), "", new RecordedMetrics()));
        assertThatThrownBy(() ->
                        search(decoder(32, ROOM - 1, new RecordedMetrics()), prompts(), "", new RecordedMetrics()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("up to " + ROOM + " response tokens")
                .hasMessageContaining("rollout.cacheTokens keeps " + (ROOM - 1));
    }
}
