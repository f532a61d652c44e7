package org.reason4j.core.engine.serve.weights;

import static org.reason4j.api.plugin.ConfigException.check;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.engine.model.LanguageModel;
import org.reason4j.core.engine.rollout.LiveDecoder;
import org.reason4j.core.engine.rollout.PromptReuse;
import org.reason4j.core.formats.huggingface.ModelConfig;

/**
 * The served model and its adapters, by name. New weights take over between two requests: a request ends with the weights that
 * it began with, whose memory is freed after the last one. Safe for use by many threads.
 */
public final class ServedModels implements AutoCloseable {

    /** Version of the weights at the start, as other servers call it. */
    public static final String FIRST_VERSION = "default";

    private final Tokenizer tokenizer;
    private final int slots;
    private final PromptReuse reuse;
    private final Optional<WeightSource> source;
    private final Duration longest;
    private final ReentrantLock changing = new ReentrantLock(); // one change of weights at a time
    private final List<ServedModel> leaving = new ArrayList<>(); // bases out of service; guarded by this
    private final Map<String, ServedModel> adapters = new LinkedHashMap<>(); // guarded by this, as are the next
    private ServedModel base;
    private Path directory;
    private int users;
    private boolean paused;
    private long updates;

    /**
     * Serves a model.
     *
     * @param model the first weights; closed here when others take their place, and by the caller after this
     * @param slots most responses decoded together by each model
     * @param reuse prompts that stay with each model for later requests
     * @param source of further weights; without one there are none
     * @param longest wait of a change of weights for another one
     */
    public ServedModels(
            String name,
            LanguageModel model,
            Tokenizer tokenizer,
            int slots,
            PromptReuse reuse,
            Optional<WeightSource> source,
            Duration longest) {
        this.longest = longest;
        this.tokenizer = tokenizer;
        this.slots = slots;
        this.reuse = reuse;
        this.source = source;
        directory = source.map(WeightSource::directory).orElse(Path.of(""));
        base = served(name, FIRST_VERSION, model, false);
    }

    private ServedModel served(String name, String version, LanguageModel model, boolean owned) {
        return new ServedModel(name, version, model, owned, tokenizer, slots, reuse);
    }

    /** The use of one model by one request; closing it lets the model be replaced. */
    public final class Lease implements AutoCloseable {

        private final ServedModel served;

        private Lease(ServedModel served) {
            this.served = served;
        }

        /** Name of the model. */
        public String name() {
            return served.name();
        }

        /** Version of its weights. */
        public String version() {
            return served.version();
        }

        /** Writes with its weights. */
        public LiveDecoder decoder() {
            return served.decoder();
        }

        @Override
        public void close() {
            leave(served);
        }
    }

    /** Begins to use a model; empty if there is none of that name, or no request is taken at the moment. */
    public synchronized Optional<Lease> lease(String name) {
        if (paused) {
            return Optional.empty();
        }
        Optional<ServedModel> found =
                name.equals(base.name()) ? Optional.of(base) : Optional.ofNullable(adapters.get(name));
        found.ifPresent(served -> {
            served.enter();
            users++;
        });
        return found.map(Lease::new);
    }

    private void leave(ServedModel served) {
        boolean last;
        synchronized (this) {
            users--;
            last = served.leave();
            notifyAll();
        }
        if (last) {
            served.close();
        }
    }

    /** Names of the model and of its adapters. */
    public synchronized List<String> names() {
        List<String> names = new ArrayList<>(List.of(base.name()));
        names.addAll(adapters.keySet());
        return names;
    }

    /** Name of the model itself. */
    public synchronized String name() {
        return base.name();
    }

    /** Version of the model's weights. */
    public synchronized String version() {
        return base.version();
    }

    /** Directory of the model's weights; empty where there is no source of further ones. */
    public synchronized Path directory() {
        return directory;
    }

    /** Number of changes of the model's weights. */
    public synchronized long updates() {
        return updates;
    }

    /** Number of prompts' tokens that were not read for a response, because they were in memory. */
    public long reusedTokens() {
        return reuse.reused().sum();
    }

    /** Cause of the end of the model's decoder, if it has ended. */
    public synchronized Optional<Throwable> failure() {
        return base.decoder().failure();
    }

    /**
     * Replaces the model's weights; blocks until they are loaded. Requests under way end with the old ones. Adapters stay as
     * they are.
     *
     * @param hashes of the weight files; checked before these are loaded
     * @throws ConfigException if the directory holds no weights of this model, or files with other hashes; the old ones stay
     * @throws ChangeLaterException if the weights before these are still in use, or another change takes too long
     */
    public void update(Path from, String version, FileHashes hashes) throws ChangeLaterException, InterruptedException {
        begin();
        try {
            requireRoom();
            Path real = requireSource().permitted(from);
            hashes.require(real);
            LanguageModel loaded = requireSource().model(real);
            try {
                requireSame(loaded.config(), real);
            } catch (ConfigException e) {
                loaded.close();
                throw e;
            }
            ServedModel next = served(name(), version, loaded, true);
            ServedModel old;
            synchronized (this) {
                old = base;
                base = next;
                directory = real;
                updates++;
                leaving.add(old);
            }
            retire(old);
        } finally {
            changing.unlock();
        }
    }

    private void begin() throws ChangeLaterException, InterruptedException {
        if (!changing.tryLock(longest.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new ChangeLaterException(
                    "Another change of weights did not end within " + longest.toSeconds() + " seconds.");
        }
    }

    /** Two models are held at most: the served one, and either the next or the one before. */
    private synchronized void requireRoom() throws ChangeLaterException {
        leaving.removeIf(old -> !old.isLeaving());
        if (!leaving.isEmpty()) {
            throw new ChangeLaterException("Requests under way still use the weights '"
                    + leaving.get(0).version() + "', which came before those of now.");
        }
    }

    private void requireSame(ModelConfig found, Path from) {
        ModelConfig now;
        synchronized (this) {
            now = base.model().config();
        }
        check(
                found.vocabularySize() == now.vocabularySize() && found.maxPositions() == now.maxPositions(),
                "The model in %s has %s tokens and %s positions, but the served one has %s and %s: its requests could not be"
                        + " answered alike. Start another server for it.",
                from,
                found.vocabularySize(),
                found.maxPositions(),
                now.vocabularySize(),
                now.maxPositions());
    }

    /**
     * Loads adapters in PEFT's layout under a name, on the model's weights of now.
     *
     * @param hashes of the adapters' files; checked before these are loaded
     * @throws ConfigException if the name is taken, there are too many, they don't belong to this model, or files have other hashes
     */
    public void load(String adapter, Path from, FileHashes hashes) throws ChangeLaterException, InterruptedException {
        begin();
        try {
            int most = requireSource().mostAdapters();
            synchronized (this) {
                check(
                        !adapter.isEmpty() && !names().contains(adapter),
                        "'%s' can't name an adapter: it is empty or taken. Unload the other one, or choose another name.",
                        adapter);
                check(
                        adapters.size() < most,
                        "There are %s adapters, as many as this server takes. Unload one, or start the server with a larger"
                                + " --max-loras.",
                        adapters.size());
            }
            Path real = requireSource().permitted(from);
            hashes.require(real);
            LanguageModel loaded = requireSource().adapted(directory(), real);
            ServedModel next = served(adapter, adapter, loaded, true);
            synchronized (this) {
                adapters.put(adapter, next);
            }
        } finally {
            changing.unlock();
        }
    }

    /**
     * Takes adapters out; requests under way end with them.
     *
     * @throws ConfigException if there are none of that name
     */
    public void unload(String adapter) throws ChangeLaterException, InterruptedException {
        begin();
        try {
            ServedModel old;
            synchronized (this) {
                old = adapters.remove(adapter);
            }
            if (old == null) {
                throw new ConfigException("There are no adapters '" + adapter + "' here, but " + names() + ".");
            }
            retire(old);
        } finally {
            changing.unlock();
        }
    }

    private void retire(ServedModel old) {
        boolean unused;
        synchronized (this) {
            unused = old.retire();
        }
        if (unused) {
            old.close();
        }
    }

    /**
     * Refuses requests from now on.
     *
     * @return whether those under way ended within the time
     */
    public synchronized boolean pause(Duration longest) throws InterruptedException {
        paused = true;
        long end = System.nanoTime() + longest.toNanos();
        for (long left = longest.toMillis(); users > 0 && left > 0; left = (end - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
        return users == 0;
    }

    /** Takes requests again. */
    public synchronized void resume() {
        paused = false;
    }

    /** True between {@link #pause} and {@link #resume}. */
    public synchronized boolean isPaused() {
        return paused;
    }

    private WeightSource requireSource() {
        return source.orElseThrow(() -> new ConfigException("This server takes no further weights."));
    }

    /** Cancels requests under way and waits for the decoders. */
    @Override
    public void close() {
        List<ServedModel> all;
        synchronized (this) {
            all = new ArrayList<>(List.of(base));
            all.addAll(adapters.values());
            adapters.clear();
            leaving.stream().filter(ServedModel::isLeaving).forEach(all::add);
        }
        all.forEach(ServedModel::close);
    }
}
