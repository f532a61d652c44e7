package org.reason4j.core.trainer.experience;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.dataset.Curriculum;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.sampler.RolloutEngine;
import org.reason4j.api.sampler.RolloutPlan;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.core.engine.rollout.partial.PartialResponse;
import org.reason4j.core.engine.rollout.partial.PartialWriter;
import org.reason4j.core.host.dataset.PromptOrder;
import org.reason4j.core.trainer.components.CurrentRun;
import org.reason4j.core.trainer.components.RunServices;
import org.reason4j.core.trainer.components.Schedules;
import org.reason4j.core.trainer.report.Observers;

/** Prompts and engines without a model: examples p0, p1 and so on in this order, and responses of a single token. */
final class FakeRollouts implements Engines {

    /** Responses per prompt. */
    static final int GROUP_SIZE = 2;

    private static final SamplingParams PARAMS = SamplingParams.of(8);

    /** Lengths of the responses to a prompt that are written in parts; 1 where it says nothing. */
    final Map<String, Integer> lengths = new HashMap<>();

    /** Version of the weights that write parts. */
    long version;

    /** The batch that parts were written for and the prompts of their responses, in order. */
    final List<String> parts = new ArrayList<>();

    /** Requests of all batches, in order. */
    final List<RolloutRequest> requests = new ArrayList<>();

    @Override
    public Engines measuring() {
        return this;
    }

    /** Encodes every text as the token 7. */
    private static final class OneToken implements Tokenizer {
        @Override
        public int[] encode(String text) {
            return new int[] {7};
        }

        @Override
        public String decode(int[] tokens, boolean skipSpecialTokens) {
            return "7".repeat(tokens.length);
        }

        @Override
        public int[] render(List<Message> messages) {
            return new int[] {7};
        }

        @Override
        public int vocabularySize() {
            return 8;
        }

        @Override
        public List<Integer> endOfSequence() {
            return List.of(0);
        }
    }

    /** A pool of so many examples, taken in order. */
    static Prompts prompts(int examples, int perBatch) {
        return prompts(examples, perBatch, Optional.empty());
    }

    static Prompts prompts(int examples, int perBatch, Optional<Curriculum> curriculum) {
        List<Example> all = IntStream.range(0, examples)
                .mapToObj(i -> Example.of("p" + i, List.of(Message.user("text"))))
                .toList();
        PromptPool pool = new PromptPool(all, new OneToken(), Optional.empty());
        PromptOrder order = new PromptOrder(1, examples, perBatch, false);
        return new Prompts(pool, order, curriculum.map(choosing -> new ChosenPrompts(choosing, pool, order, Set.of())));
    }

    /** Sampling with these engines. */
    Sampling sampling() {
        RunServices services =
                new RunServices(new OneToken(), new CurrentRun("run", () -> Path.of("run"), 1, 1, () -> ""));
        return new Sampling(
                this,
                new RolloutSetup(GROUP_SIZE, PARAMS, "fake"),
                new Observers(List.of()),
                services,
                new Schedules());
    }

    /** A response of one token. */
    static Trajectory response(Prompt prompt, int sample, int token) {
        return Trajectory.sampled(prompt, sample, new int[] {token}, "text " + token, Finish.STOP, 0, PARAMS);
    }

    /** A group for every prompt, whose responses are that token. */
    static List<Group> groups(List<Prompt> prompts, int token) {
        return prompts.stream()
                .map(prompt -> Group.of(
                        prompt,
                        IntStream.range(0, GROUP_SIZE)
                                .mapToObj(sample -> response(prompt, sample, token))
                                .toList()))
                .toList();
    }

    @Override
    public RolloutEngine rollouts(int batch, LongConsumer progress) {
        return plain(batch);
    }

    @Override
    public PartialWriter parts(int batch, LongConsumer progress) {
        return (responses, tokens) -> {
            parts.add(batch + ": "
                    + responses.stream()
                            .filter(one -> one.trajectory().sample() == 0)
                            .map(one -> one.trajectory().prompt().id())
                            .toList());
            return responses.stream().map(one -> goOn(one, tokens)).toList();
        };
    }

    /** Appends tokens that are the number of the response's own batch. */
    private PartialResponse goOn(PartialResponse response, int tokens) {
        Trajectory before = response.trajectory();
        int end = lengths.getOrDefault(before.prompt().id(), 1);
        int length = (int) Math.min((long) before.length() + tokens, end);
        int[] written = Arrays.copyOf(before.response(), length);
        Arrays.fill(written, before.length(), length, (int) response.batch());
        float[] versions =
                Arrays.copyOf(before.find(TokenStream.POLICY_VERSION).orElse(new float[before.length()]), length);
        Arrays.fill(versions, before.length(), length, version);
        Trajectory after = Trajectory.sampled(
                        before.prompt(),
                        before.sample(),
                        written,
                        "",
                        Finish.LENGTH,
                        (long) versions[0],
                        before.params().orElseThrow())
                .with(TokenStream.POLICY_VERSION, versions);
        return new PartialResponse(after, List.of(), response.batch(), length == end);
    }

    /** An engine whose responses are the number of the batch. */
    @Override
    public RolloutEngine plain(int batch) {
        return new RolloutEngine() {
            @Override
            public List<Trajectory> generate(List<RolloutRequest> wanted) {
                requests.addAll(wanted);
                return wanted.stream()
                        .map(request -> response(request.prompt(), request.sample(), batch))
                        .toList();
            }

            @Override
            public List<List<Trajectory>> generatePlans(List<? extends RolloutPlan> plans) {
                throw new UnsupportedOperationException("no test here plans");
            }
        };
    }
}
