package org.reason4j.core.trainer.cluster;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.backend.GenerationRequest;
import org.reason4j.api.cluster.WorkerProgram;
import org.reason4j.api.data.Group;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.plugin.Kind;
import org.reason4j.api.reward.Deadline;
import org.reason4j.api.reward.Reward;
import org.reason4j.core.engine.deadline.Faults;
import org.reason4j.core.engine.model.kernel.TorchScript;
import org.reason4j.core.formats.file.JsonValue;
import org.reason4j.core.formats.huggingface.ChatFormat;
import org.reason4j.core.formats.huggingface.ModelConfig;
import org.reason4j.core.formats.huggingface.ModelTokenizer;
import org.reason4j.core.host.config.Recipe;
import org.reason4j.core.host.config.SettingsBinder;
import org.reason4j.core.host.plugin.ComponentFactory;
import org.reason4j.core.host.plugin.Guard;
import org.reason4j.core.host.plugin.LinkingException;
import org.reason4j.core.host.plugin.PluginLoader;
import org.reason4j.core.host.plugin.PluginRegistry;
import org.reason4j.core.trainer.checkpoint.ModelHash;
import org.reason4j.core.trainer.components.BuiltIns;

/** Writes sequences, judges responses and computes gradients for a run in another process. Safe for use by several threads. */
public final class RunWorker implements WorkerProgram {

    private final WorkerSetup setup;
    private final PluginRegistry plugins;
    private final boolean owner; // of the plugins
    private final ModelTokenizer tokenizer;
    private final ComponentFactory factory; // guarded by this
    private final Map<String, Reward> rewards = new HashMap<>(); // guarded by this
    private @Nullable WorkerPolicy policy; // guarded by this

    /**
     * Opens a worker of a process of its own; the model is loaded by the first task that needs it.
     *
     * @param setup what {@link WorkerSetup} writes
     * @param directory has the run's plugins in {@code plugins/}, if it needs any
     * @throws IllegalStateException if the process differs from the driver's in the policy's files or in its threads
     */
    public RunWorker(byte[] setup, Path directory) {
        this(WorkerSetup.read(setup), load(directory.resolve("plugins")), true);
    }

    RunWorker(WorkerSetup setup, PluginRegistry plugins, boolean owner) {
        this.setup = setup;
        this.plugins = plugins;
        this.owner = owner;
        tokenizer = ModelTokenizer.open(
                setup.policy(),
                ModelConfig.read(setup.policy()),
                ChatFormat.read(setup.policy()).with(setup.template()));
        factory = new ComponentFactory(plugins, SettingsBinder::bind, Map.of(Tokenizer.class, tokenizer));
    }

    private static PluginRegistry load(Path directory) {
        PluginLoader loader = new PluginLoader(RunWorker.class.getClassLoader(), List.of(new BuiltIns()));
        return loader.load(Files.isDirectory(directory) ? List.of(directory) : List.of());
    }

    @Override
    public byte[] run(String stage, byte[] item, LongFunction<byte[]> shared) throws Exception {
        return switch (Stage.valueOf(stage)) {
            case GENERATE -> generate(Messages.json(item, "requests of the driver"), shared);
            case SCORE -> score(Messages.json(item, "a group of the driver"));
            case FORWARD -> {
                PassMessages.Pass pass = PassMessages.pass(item);
                yield PassMessages.write(policy().forward(weights(pass), pass, shared));
            }
            case GRADIENT -> {
                PassMessages.Pass pass = PassMessages.pass(item);
                yield policy().gradient(weights(pass), pass, shared);
            }
        };
    }

    private static JsonValue weights(PassMessages.Pass pass) {
        return Messages.json(pass.weights(), "weights of the driver");
    }

    private byte[] generate(JsonValue json, LongFunction<byte[]> shared) throws Exception {
        List<GenerationRequest> requests =
                json.get("all").list().stream().map(Messages::request).toList();
        List<ObjectNode> written = policy().generate(json.get("weights"), requests, shared).stream()
                .map(Messages::generation)
                .toList();
        return Messages.list(JsonNodeFactory.instance.nullNode(), written);
    }

    /**
     * Scores, or why the reward has none: an exception of its is an answer, which another process would give, too. Code that does not
     * link is none.
     */
    private byte[] score(JsonValue json) throws InterruptedException {
        Group group = Messages.group(json);
        Reward reward = reward(json.get("reward").text());
        long nanos = (long) (json.get("seconds").finite(0) * 1e9);
        try {
            return Messages.scores(reward.score(group, Deadline.in(Duration.ofNanos(nanos))));
        } catch (InterruptedException | LinkingException e) {
            throw e;
        } catch (Exception e) {
            if (Guard.isOfTheMachine(e)) {
                throw new IllegalStateException(e);
            }
            ObjectNode threw = JsonNodeFactory.instance
                    .objectNode()
                    .put("threw", Faults.presentable(e).toString());
            return Messages.bytes(threw);
        }
    }

    private synchronized Reward reward(String key) {
        Recipe.Component component = setup.rewards().get(key);
        if (component == null) {
            throw new IllegalStateException("The setup of this worker has no reward '" + key + "'");
        }
        return rewards.computeIfAbsent(key, name -> factory.create(Kind.REWARD, component, "rewards '" + name + "'"));
    }

    private synchronized WorkerPolicy policy() {
        WorkerPolicy loaded = policy;
        if (loaded == null) {
            requireSame();
            loaded = new WorkerPolicy(setup, tokenizer);
            policy = loaded;
        }
        return loaded;
    }

    private void requireSame() {
        if (TorchScript.threads() != setup.threads()) {
            throw new IllegalStateException("A worker's PyTorch has " + TorchScript.threads()
                    + " threads and the driver's has " + setup.threads()
                    + ", so last bits of gradients would differ. Set OMP_NUM_THREADS to " + setup.threads()
                    + " where workers start, and let them have as many processors.");
        }
        String hash = ModelHash.of(setup.policy());
        if (!hash.equals(setup.policyHash())) {
            throw new IllegalStateException(
                    "The model in " + setup.policy() + " is another one here: its files have the"
                            + " hash " + hash + ", those of the driver " + setup.policyHash()
                            + ". Let workers read the driver's files, or a copy of them under the same name.");
        }
    }

    @Override
    public synchronized void close() {
        WorkerPolicy loaded = policy;
        policy = null;
        if (loaded != null) {
            loaded.close();
        }
        factory.close();
        tokenizer.close();
        if (owner) {
            plugins.close();
        }
    }
}
