package org.reason4j.core.host.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.TokenBatch;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.dataset.DatasetReader;
import org.reason4j.api.environment.Environment;
import org.reason4j.api.environment.Episode;
import org.reason4j.api.environment.TurnResult;
import org.reason4j.api.optimizer.PolicyOptimizer;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.plugin.PluginException;
import org.reason4j.api.plugin.Stateful;
import org.reason4j.api.regularizer.Regularizer;
import org.reason4j.api.reward.Reward;
import org.reason4j.api.reward.RewardShaper;
import org.reason4j.api.sampler.SamplingSchedule;
import org.reason4j.api.track.Tracker;
import org.reason4j.core.host.config.tree.NearMiss;

class GuardTest {

    private static final PluginOrigin ORIGIN =
            new PluginOrigin("demo", "Demo", "1.2", "demo.jar", "plugins/demo.jar", Optional.empty());

    private static <T> T guarded(Class<T> contract, T target) {
        return Guard.around(contract, target, new ComponentLabel("thing 'x'", target.getClass(), ORIGIN));
    }

    private static RewardShaper shaper(Function<List<ScoredGroup>, @Nullable List<ScoredGroup>> shaping) {
        @SuppressWarnings("NullAway") // a plugin is free to break its contract
        RewardShaper shaper = groups -> shaping.apply(groups);
        return guarded(RewardShaper.class, shaper);
    }

    private static RewardShaper throwing(RuntimeException failure) {
        return shaper(groups -> {
            throw failure;
        });
    }

    @Test
    void anExceptionNamesTheComponentItsClassItsJarAndItsVersion() {
        RuntimeException cause = new IndexOutOfBoundsException("7");
        assertThatThrownBy(() -> throwing(cause).shape(List.of()))
                .isExactlyInstanceOf(PluginException.class)
                .hasMessageContainingAll(
                        "thing 'x' (org.reason4j.core.host.plugin.GuardTest",
                        "in demo.jar, version 1.2)",
                        "failed in shape: java.lang.IndexOutOfBoundsException: 7")
                .hasCause(cause);
    }

    @Test
    void errorsOfThePluginAreItsOwnToo() {
        RewardShaper asserting = shaper(groups -> {
            throw new AssertionError("never");
        });
        assertThatThrownBy(() -> asserting.shape(List.of()))
                .isInstanceOf(PluginException.class)
                .hasMessageContaining("AssertionError: never");
    }

    @Test
    void exceptionsForUsersAndAuthorsPassUnchanged() {
        RuntimeException forUsers = new ConfigException("set it");
        RuntimeException forAuthors = new PluginException("fix it");
        assertThatThrownBy(() -> throwing(forUsers).shape(List.of())).isSameAs(forUsers);
        assertThatThrownBy(() -> throwing(forAuthors).shape(List.of())).isSameAs(forAuthors);
    }

    @Test
    void interruptionPassesUnchanged() {
        RuntimeException interrupted = new IllegalStateException(new InterruptedException());
        assertThatThrownBy(() -> throwing(interrupted).shape(List.of())).isSameAs(interrupted);
    }

    @Test
    void exhaustedMemoryNamesThePluginThatWasAtWork() {
        RewardShaper large = shaper(groups -> {
            throw new OutOfMemoryError("Java heap space");
        });
        assertThatThrownBy(() -> large.shape(List.of()))
                .isInstanceOf(PluginException.class)
                .hasMessageContainingAll("thing 'x'", "OutOfMemoryError: Java heap space", "-Xmx");
    }

    @Test
    void aBrokenVirtualMachineIsNoFaultOfThePlugin() {
        InternalError error = new InternalError();
        RewardShaper unlucky = shaper(groups -> {
            throw error;
        });
        assertThatThrownBy(() -> unlucky.shape(List.of())).isSameAs(error);
    }

    @Test
    void anExceptionThatCannotDescribeItselfIsNamedByItsClass() {
        RuntimeException mute = new RuntimeException() {
            @Override
            public String toString() {
                throw new UnsupportedOperationException("no comment");
            }
        };
        assertThatThrownBy(() -> throwing(mute).shape(List.of()))
                .isInstanceOf(PluginException.class)
                .hasMessageContainingAll("thing 'x'", mute.getClass().getName(), "UnsupportedOperationException");
    }

    @Test
    void listsAndMapsThatAPluginIsGivenCanOnlyBeRead() {
        RewardShaper clearing = shaper(groups -> {
            groups.clear();
            return groups;
        });
        Tracker writing = guarded(Tracker.class, (step, metrics) -> metrics.put("mine", 1.0));
        List<ScoredGroup> groups = new ArrayList<>(List.of(Groups.scored()));
        Map<String, Double> metrics = new HashMap<>();

        assertThatThrownBy(() -> clearing.shape(groups)).hasMessageContaining("thing 'x'");
        assertThatThrownBy(() -> writing.step(1, metrics)).hasMessageContaining("thing 'x'");
        assertThat(groups).hasSize(1);
        assertThat(metrics).isEmpty();
    }

    @Test
    void aListThatAPluginReturnedIsNoLongerItsOwn() {
        List<ScoredGroup> own = new ArrayList<>(List.of(Groups.scored()));
        List<ScoredGroup> returned = shaper(groups -> own).shape(List.of(Groups.scored()));
        own.clear();
        assertThat(returned).hasSize(1);
    }

    @Test
    void aRewardThatIsShapedBeyondTheBoundNamesShaperPromptAndNumber() {
        ScoredGroup group = ScoredGroup.of(
                Groups.PROMPT,
                List.of(ScoredTrajectory.of(Trajectory.demonstration(Groups.PROMPT, 3, new int[] {7}, "a"), 1)));
        for (double wrong : new double[] {1e308, Double.NEGATIVE_INFINITY, Double.NaN}) {
            RewardShaper shaper = shaper(groups -> List.of(groups.get(0).map(one -> one.withOutcome(wrong))));
            assertThatThrownBy(() -> shaper.shape(List.of(group)))
                    .isInstanceOf(PluginException.class)
                    .hasMessageContainingAll(
                            "thing 'x'",
                            "broke the contract of shape",
                            "the rewards " + wrong,
                            "sample 3",
                            "prompt 'p'");
        }
        RewardShaper dense = shaper(groups ->
                List.of(groups.get(0).map(one -> one.withTokenRewards(new float[] {Float.POSITIVE_INFINITY}))));
        assertThatThrownBy(() -> dense.shape(List.of(group)))
                .isInstanceOf(PluginException.class)
                .hasMessageContaining("the rewards 1.0 and, on one token, Infinity for sample 3");
    }

    @Test
    void anAdvantageThatOverflowsNamesOptimizerPromptAndNumber() {
        ScoredGroup group = ScoredGroup.of(
                Groups.PROMPT,
                List.of(ScoredTrajectory.of(Trajectory.demonstration(Groups.PROMPT, 3, new int[] {7}, "a"), 1)));
        PolicyOptimizer large = guarded(PolicyOptimizer.class, new Overflowing());
        assertThatThrownBy(() -> large.credit(List.of(group)))
                .isInstanceOf(PluginException.class)
                .hasMessageContainingAll("thing 'x'", "1.0E300", "sample 3 of prompt 'p'");
    }

    record Overflowing() implements PolicyOptimizer {
        @Override
        public List<Credit> credit(List<ScoredGroup> groups) {
            return Credit.perTrajectory(groups.get(0), new double[] {1e300});
        }

        @Override
        public NDArray loss(TokenBatch batch) {
            return batch.tokenMean(batch.logprobs());
        }
    }

    @Test
    void anExceptionOfCoreThatPassesThroughThePluginStaysWhatItIs() {
        RewardShaper calling = shaper(groups -> {
            NearMiss.of(missing(), List.of("a"));
            return groups;
        });
        assertThatThrownBy(() -> calling.shape(List.of())).isExactlyInstanceOf(NullPointerException.class);
    }

    @SuppressWarnings("NullAway") // makes core throw
    private static String missing() {
        return null;
    }

    @Test
    void aRewardsExceptionIsAnAnswerButAnErrorOfLinkingNeverIs() {
        Exception refused = new java.io.IOException("connection refused");
        Reward failing = guarded(Reward.class, group -> {
            throw refused;
        });
        Reward stale = guarded(Reward.class, group -> {
            throw new NoSuchMethodError("Credit.of");
        });
        assertThatThrownBy(() -> failing.score(Groups.NONE)).isSameAs(refused);
        assertThatThrownBy(() -> stale.score(Groups.NONE))
                .isInstanceOf(LinkingException.class)
                .hasMessageContainingAll("thing 'x'", "demo.jar", "can't be linked in score", "Credit.of");
    }

    @Test
    void nullIsRefusedAsAResultAndInAList() {
        assertThatThrownBy(() -> shaper(groups -> null).shape(List.of()))
                .isInstanceOf(PluginException.class)
                .hasMessageContainingAll("broke the contract of shape", "returned null");
        assertThatThrownBy(() -> shaper(groups -> Collections.singletonList(missingGroup()))
                        .shape(List.of(Groups.scored())))
                .isInstanceOf(PluginException.class)
                .hasMessageContaining("returned a list that holds null");
    }

    @SuppressWarnings("NullAway") // a plugin's fault
    private static ScoredGroup missingGroup() {
        return null;
    }

    @Test
    void aShaperReturnsTheGroupsThatItIsGivenAndMayAddSome() {
        assertThatThrownBy(() -> shaper(groups -> List.of()).shape(List.of(Groups.scored(), Groups.scored())))
                .isInstanceOf(PluginException.class)
                .hasMessageContaining("returned 0 groups for 2");
        assertThat(shaper(groups -> List.of(groups.get(0), groups.get(0))).shape(List.of(Groups.scored())))
                .hasSize(2);
    }

    @Test
    void aLossIsAScalar() {
        Regularizer perToken = guarded(Regularizer.class, new Losing(new Shape(2, 3)));
        Regularizer scalar = guarded(Regularizer.class, new Losing(new Shape()));
        TokenBatch batch = null;
        assertThatThrownBy(() -> loss(perToken, batch))
                .isInstanceOf(PluginException.class)
                .hasMessageContaining("returned a loss of shape (2, 3), expected a scalar");
        assertThatCode(() -> loss(scalar, batch)).doesNotThrowAnyException();
    }

    @SuppressWarnings("NullAway") // the regularizer does not look at its batch
    private static Optional<NDArray> loss(Regularizer regularizer, @Nullable TokenBatch batch) {
        return regularizer.loss(batch);
    }

    @Test
    void objectsThatAComponentHandsOutAreGuardedToo() throws Exception {
        Environment environment = guarded(Environment.class, new Silence());
        Episode episode = environment.begin(Groups.PROMPT, 0);
        assertThatThrownBy(episode::close).isInstanceOf(PluginException.class).hasMessageContaining("thing 'x'");
        SamplingSchedule schedule = guarded(SamplingSchedule.class, step -> request -> {
            throw new IllegalStateException("no stage for step " + step);
        });
        assertThatThrownBy(() -> schedule.forStep(3).apply(null))
                .isInstanceOf(PluginException.class)
                .hasMessageContaining("no stage for step 3");
    }

    @Test
    void closeReachesTheComponentOnce() {
        List<String> calls = new ArrayList<>();
        Tracker tracker = guarded(Tracker.class, new Tracker() {
            @Override
            public void step(int step, Map<String, Double> metrics) {
                calls.add("step " + step);
            }

            @Override
            public void close() {
                calls.add("close");
            }
        });
        tracker.step(1, Map.of());
        tracker.close();
        tracker.close();
        assertThat(calls).containsExactly("step 1", "close");
    }

    @Test
    void theComponentItselfIsHadByUnwrapping() {
        DatasetReader reader = new Remembering();
        DatasetReader component = guarded(DatasetReader.class, reader);
        assertThat(component).isNotInstanceOf(Stateful.class);
        assertThat(Guard.unwrap(component)).isSameAs(reader);
        assertThat(Guard.unwrap(reader)).isSameAs(reader);
        assertThat(Guard.stateful(component).orElseThrow().state()).isEmpty();
        assertThat(Guard.describe(component)).startsWith("thing 'x' (");
        assertThat(component).isEqualTo(guarded(DatasetReader.class, reader)).hasSameHashCodeAs(reader);
    }

    /** Its term of the loss has this shape. */
    record Losing(Shape shape) implements Regularizer {
        @Override
        public Optional<NDArray> loss(TokenBatch batch) {
            return Optional.of((NDArray) Proxy.newProxyInstance(
                    GuardTest.class.getClassLoader(), new Class<?>[] {NDArray.class}, (proxy, method, arguments) -> {
                        assertThat(method.getName()).isEqualTo("getShape");
                        return shape;
                    }));
        }
    }

    static final class Silence implements Environment {
        @Override
        public Episode begin(Prompt prompt, int sample) {
            return new Episode() {
                @Override
                public TurnResult answer(String turn) {
                    throw new IllegalStateException("silence");
                }

                @Override
                public void close() {
                    throw new IllegalStateException("still open");
                }
            };
        }

        @Override
        public List<String> stop() {
            return List.of();
        }
    }

    static final class Remembering implements DatasetReader, Stateful {
        @Override
        public List<org.reason4j.api.dataset.Example> read() {
            return List.of();
        }

        @Override
        public Map<String, Object> state() {
            return Map.of();
        }

        @Override
        public void restore(Map<String, Object> state) {
            throw new IllegalStateException("nothing to restore");
        }
    }

    /** Groups without members that matter. */
    private static final class Groups {
        static final Prompt PROMPT = Prompt.of("p", List.of(), new int[] {1});
        static final org.reason4j.api.data.Group NONE = org.reason4j.api.data.Group.of(PROMPT, List.of());

        static ScoredGroup scored() {
            return ScoredGroup.of(PROMPT, List.<ScoredTrajectory>of());
        }
    }
}
