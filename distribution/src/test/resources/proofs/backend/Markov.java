package proofs.backend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.reason4j.api.backend.Capabilities;
import org.reason4j.api.backend.Generation;
import org.reason4j.api.backend.GenerationRequest;
import org.reason4j.api.backend.PolicyWeights;
import org.reason4j.api.backend.RolloutBackend;
import org.reason4j.api.data.Finish;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.track.RunInfo;

/** Draws from the table in a thread of its own, answers the last request first, and keeps the weights that it was given. */
final class Markov implements RolloutBackend {

    record Config() {}

    private record Work(GenerationRequest request, CompletableFuture<Generation> reply) {}

    private final Tokenizer tokenizer;
    private final RunInfo run;
    private final BlockingQueue<Work> queue = new LinkedBlockingQueue<>();
    private final Thread writer = new Thread(this::write, "markov");
    private volatile long version = -1;

    Markov(Config config, Tokenizer tokenizer, RunInfo run) {
        this.tokenizer = tokenizer;
        this.run = run;
        writer.start();
    }

    @Override
    public Capabilities capabilities() {
        return Capabilities.all().withMaxOpenRequests(5);
    }

    @Override
    public void update(PolicyWeights weights) {
        Path directory = files().resolve("version-" + weights.version());
        if (!Files.exists(directory)) { // a resumed run meets what was written before it stopped
            weights.write(directory);
        }
        version = weights.version();
    }

    @Override
    public CompletableFuture<Generation> generate(GenerationRequest request) {
        CompletableFuture<Generation> reply = new CompletableFuture<>();
        queue.add(new Work(request, reply));
        return reply;
    }

    private void write() {
        List<Work> all = new ArrayList<>();
        try {
            while (true) {
                all.clear();
                all.add(queue.take());
                queue.drainTo(all);
                Collections.reverse(all);
                all.forEach(work -> work.reply().complete(draw(work.request())));
            }
        } catch (InterruptedException e) {
            all.forEach(work -> work.reply().cancel(false));
        }
    }

    /** As many tokens as are allowed: that a turn ends at {@code ?} is not this backend's business. */
    private Generation draw(GenerationRequest request) {
        int[] sequence = request.tokens();
        char last = character(sequence[sequence.length - 1]);
        int[] tokens = new int[request.params().maxTokens()];
        float[] logprobs = new float[tokens.length];
        for (int i = 0; i < tokens.length; i++) {
            int choice = request.params().isGreedy() ? 0 : choice(request.seed(), request.position() + i);
            char next = Table.after(last, choice);
            tokens[i] = tokenizer.encode(String.valueOf(next))[0];
            logprobs[i] = Table.logprob(last, next);
            last = next;
        }
        return Generation.of(tokens, logprobs, logprobs, Finish.LENGTH, version);
    }

    private char character(int token) {
        String text = tokenizer.decode(new int[] {token}, true);
        return text.isEmpty() ? ' ' : text.charAt(0);
    }

    private static int choice(long seed, int position) {
        return Math.floorMod(Arrays.hashCode(new long[] {seed, position}) * 0x9E3779B1 >>> 8, Table.CHOICES);
    }

    private Path files() {
        return run.directory().resolve("plugins/backend");
    }

    @Override
    public void close() {
        writer.interrupt();
        try {
            Files.createDirectories(files());
            Files.writeString(files().resolve("closed"), "after version " + version);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
