package org.reason4j.core.trainer.run;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.backend.Capabilities;
import org.reason4j.api.backend.Generation;
import org.reason4j.api.backend.GenerationRequest;
import org.reason4j.api.backend.PolicyWeights;
import org.reason4j.api.backend.RolloutBackend;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;
import org.reason4j.api.track.RunInfo;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.model.Precision;
import org.reason4j.core.engine.rollout.LocalBackend;

/** Rollout backends for whole runs. */
public final class BackendToys implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.backend("files", new FromFiles.Config("none"), FromFiles.class);
    }

    /** Reads each version of the weights from files, as a server would, and writes with a model of its own. */
    public static final class FromFiles implements RolloutBackend {
        /**
         * Settings.
         *
         * @param lack an ability that it lacks: {@code seeds} or {@code sampled}; {@code none} for all of them. With
         *     {@code weights} it can't take over any
         */
        public record Config(String lack) {}

        private final Config config;
        private final Tokenizer tokenizer;
        private final RunInfo run;
        private @Nullable LanguageModel model;
        private @Nullable LocalBackend local;
        private long version = -1;

        FromFiles(Config config, Tokenizer tokenizer, RunInfo run) {
            this.config = config;
            this.tokenizer = tokenizer;
            this.run = run;
        }

        /** Lines of the versions that it was given, and whether they had adapters. */
        static Path log(Path run) {
            return run.resolve("plugins/files/log");
        }

        @Override
        public Capabilities capabilities() {
            Capabilities all = Capabilities.all().withMaxOpenRequests(7);
            return switch (config.lack()) {
                case "seeds" -> all.withoutSeeds();
                case "sampled" -> all.withoutSampledLogprobs();
                default -> all;
            };
        }

        @Override
        public void update(PolicyWeights weights) throws IOException {
            if (config.lack().equals("weights")) {
                throw new IOException("the disk is full");
            }
            close();
            Path files = Files.createDirectories(log(run.directory()).resolveSibling(""));
            Path directory = Files.createTempDirectory(files, "version"); // a resumed run has some already
            weights.write(directory);
            if (weights.hasAdapter()) {
                weights.writeAdapter(files.resolve("adapter-" + weights.version()));
            }
            Files.writeString(
                    log(run.directory()),
                    weights.version() + " " + weights.hasAdapter() + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            version = weights.version();
            LanguageModel loaded = LanguageModel.load(directory, Device.cpu(), Precision.BF16);
            model = loaded;
            local = new LocalBackend(loaded, tokenizer, 4);
        }

        @Override
        public CompletableFuture<Generation> generate(GenerationRequest request) {
            if (local == null) {
                throw new IllegalStateException("there are no weights yet");
            }
            long written = version;
            return local.generate(request)
                    .thenApply(done -> Generation.of(
                            done.tokens(), done.logprobs(), done.sampledLogprobs(), done.finish(), written));
        }

        @Override
        public void close() {
            if (local != null) {
                local.close();
                local = null;
            }
            if (model != null) {
                model.close();
                model = null;
            }
        }
    }
}
