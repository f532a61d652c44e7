package org.reason4j.core.trainer.experience;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.sampler.RolloutEngine;
import org.reason4j.api.sampler.RolloutPlan;
import org.reason4j.api.sampler.RolloutRequest;
import org.reason4j.api.sampler.Sampler;
import org.reason4j.core.host.dataset.PromptOrder;
import org.reason4j.core.trainer.components.CurrentRun;
import org.reason4j.core.trainer.components.RunServices;
import org.reason4j.core.trainer.components.Schedules;
import org.reason4j.core.trainer.report.Observers;

/**
 * A policy without weights: sample {@code i} of a prompt is the response {@code {i}}, written by the version of now. Groups
 * have two members.
 */
final class OnPaper implements Engines {

    /** Number of updates of the policy. */
    volatile long version;

    /** Batches whose engines were opened, in order. */
    final List<Integer> batches = new ArrayList<>();

    /** One token per text: its length. */
    static final Tokenizer TOKENIZER = new Tokenizer() {
        @Override
        public int[] encode(String text) {
            return new int[] {text.length()};
        }

        @Override
        public String decode(int[] tokens, boolean skipSpecialTokens) {
            return "";
        }

        @Override
        public int[] render(List<Message> messages) {
            return encode(messages.get(0).content());
        }

        @Override
        public int vocabularySize() {
            return 100;
        }

        @Override
        public List<Integer> endOfSequence() {
            return List.of(0);
        }
    };

    /** Writes a group of two for every prompt. */
    static final Sampler PAIRS = step -> step.prompts().stream()
            .map(prompt -> Group.of(
                    prompt,
                    step.rollouts()
                            .generate(IntStream.range(0, step.groupSize())
                                    .mapToObj(i -> RolloutRequest.of(prompt, i, step.params()))
                                    .toList())))
            .toList();

    /** The prompts {@code p0}, {@code p1} ... in their order, two in each batch. */
    static Prompts prompts(int examples) {
        List<Example> all = IntStream.range(0, examples)
                .mapToObj(i -> Example.of("p" + i, List.of(Message.user("p" + i))))
                .toList();
        PromptPool pool = new PromptPool(all, TOKENIZER, Optional.empty());
        return new Prompts(pool, new PromptOrder(1, examples, 2, false), Optional.empty());
    }

    Sampling sampling() {
        return new Sampling(
                this,
                new RolloutSetup(2, SamplingParams.of(8), "pairs"),
                new Observers(List.of()),
                new RunServices(TOKENIZER, new CurrentRun("run", () -> Path.of("run"), 1, 1, () -> "")),
                new Schedules());
    }

    @Override
    public RolloutEngine rollouts(int batch, LongConsumer progress) {
        batches.add(batch);
        return plain(batch);
    }

    @Override
    public RolloutEngine plain(int batch) {
        return new RolloutEngine() {
            @Override
            public List<Trajectory> generate(List<RolloutRequest> requests) {
                return requests.stream().map(OnPaper.this::write).toList();
            }

            @Override
            public List<List<Trajectory>> generatePlans(List<? extends RolloutPlan> plans) {
                throw new UnsupportedOperationException("no plans on paper");
            }
        };
    }

    private Trajectory write(RolloutRequest request) {
        return Trajectory.sampled(
                request.prompt(),
                request.sample(),
                new int[] {request.sample()},
                "",
                Finish.STOP,
                version,
                request.params());
    }
}
