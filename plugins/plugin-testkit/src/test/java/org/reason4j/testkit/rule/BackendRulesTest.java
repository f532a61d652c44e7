package org.reason4j.testkit.rule;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.reason4j.api.backend.Capabilities;
import org.reason4j.api.backend.Generation;
import org.reason4j.api.backend.GenerationRequest;
import org.reason4j.api.backend.PolicyWeights;
import org.reason4j.api.backend.RolloutBackend;
import org.reason4j.api.data.Finish;
import org.reason4j.api.plugin.Kind;
import org.reason4j.api.random.SplitMix64;
import org.reason4j.testkit.subject.Materials;
import org.reason4j.testkit.subject.Subject;

class BackendRulesTest extends Breakers<RolloutBackend> {

    private static final Materials MATERIALS = Materials.standard().withWeights(new Weights(7));

    BackendRulesTest() {
        super(Kind.BACKEND);
    }

    /** Weights that are their version. */
    private record Weights(long version) implements PolicyWeights {

        @Override
        public void write(Path directory) {
            throw new UnsupportedOperationException("nobody reads them");
        }

        @Override
        public boolean hasAdapter() {
            return false;
        }

        @Override
        public void writeAdapter(Path directory) {
            throw new IllegalStateException("there is none");
        }
    }

    /** Draws one of four tokens, each as likely as the others; {@code $} ends a response. */
    private static class Uniform implements RolloutBackend {
        long version;

        @Override
        public Capabilities capabilities() {
            return Capabilities.all();
        }

        @Override
        public void update(PolicyWeights weights) {
            version = weights.version();
        }

        @Override
        public CompletableFuture<Generation> generate(GenerationRequest request) {
            return CompletableFuture.completedFuture(write(request, request.seed(), request.position()));
        }

        Generation write(GenerationRequest request, long seed, int position) {
            int[] tokens = new int[request.params().maxTokens()];
            int length = 0;
            boolean ended = false;
            while (length < tokens.length && !ended) {
                long draw = SplitMix64.number(SplitMix64.key(seed), position + length);
                tokens[length] = "ab1$".charAt((int) SplitMix64.below(draw, 4));
                ended = request.params().stopIds().contains(tokens[length++]);
            }
            float[] logprobs = new float[length];
            Arrays.fill(logprobs, (float) Math.log(0.25));
            return Generation.of(
                    Arrays.copyOf(tokens, length), logprobs, logprobs, ended ? Finish.STOP : Finish.LENGTH, version);
        }
    }

    @Override
    List<Subject<RolloutBackend>> good() {
        return List.of(Subject.of("the good backend", Uniform::new, MATERIALS));
    }

    @Override
    void breakers() {
        AtomicInteger asked = new AtomicInteger();
        breaks(
                "capabilities",
                () -> new Uniform() {
                    @Override
                    public Capabilities capabilities() {
                        return Capabilities.all().withMaxOpenRequests(asked.incrementAndGet());
                    }
                },
                MATERIALS);
        breaks(
                "length and end",
                () -> new Uniform() {
                    @Override
                    Generation write(GenerationRequest request, long seed, int position) {
                        Generation written = super.write(request, seed, position);
                        return Generation.of(
                                written.tokens(),
                                written.logprobs(),
                                written.logprobs(),
                                Finish.LENGTH,
                                written.version());
                    }
                },
                MATERIALS);
        breaks(
                "log-probabilities",
                () -> new Uniform() {
                    @Override
                    Generation write(GenerationRequest request, long seed, int position) {
                        Generation written = super.write(request, seed, position);
                        float[] probabilities = new float[written.tokens().length];
                        Arrays.fill(probabilities, 0.25f);
                        return Generation.of(
                                written.tokens(), probabilities, probabilities, written.finish(), written.version());
                    }
                },
                MATERIALS);
        breaks(
                "version",
                () -> new Uniform() {
                    @Override
                    public void update(PolicyWeights weights) {
                        version = weights.version() + 1;
                    }
                },
                MATERIALS);
        AtomicInteger calls = new AtomicInteger();
        breaks(
                "the same request, the same tokens",
                () -> new Uniform() {
                    @Override
                    Generation write(GenerationRequest request, long seed, int position) {
                        return super.write(request, calls.incrementAndGet(), position);
                    }
                },
                MATERIALS);
        breaks(
                "requests apart",
                () -> new Uniform() {
                    private CompletableFuture<Generation> last = new CompletableFuture<>();
                    private boolean read = true;

                    @Override
                    public CompletableFuture<Generation> generate(GenerationRequest request) {
                        boolean beside = !read; // the last one was not waited for
                        read = false;
                        Generation written =
                                write(request, beside ? request.seed() + 99 : request.seed(), request.position());
                        last = new CompletableFuture<>() {
                            @Override
                            public Generation get(long time, java.util.concurrent.TimeUnit unit) {
                                read = true;
                                return written;
                            }
                        };
                        return last;
                    }
                },
                MATERIALS);
        breaks(
                "continuation",
                () -> new Uniform() {
                    @Override
                    Generation write(GenerationRequest request, long seed, int position) {
                        return super.write(request, seed, 0);
                    }
                },
                MATERIALS);
        breaks(
                "cancelled requests",
                () -> new Uniform() {
                    private boolean cancelled;

                    @Override
                    public CompletableFuture<Generation> generate(GenerationRequest request) {
                        if (cancelled) {
                            return CompletableFuture.failedFuture(new IllegalStateException("the queue is broken"));
                        }
                        return new CompletableFuture<>() {
                            @Override
                            public boolean cancel(boolean interrupt) {
                                cancelled = true;
                                return true;
                            }
                        };
                    }
                },
                MATERIALS);
    }
}
