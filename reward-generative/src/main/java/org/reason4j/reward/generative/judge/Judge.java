package org.reason4j.reward.generative.judge;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.text.TextModel;
import org.reason4j.api.text.TextModels;
import org.reason4j.api.track.Metrics;

/**
 * Asks a text model, after a look-up in the cache. Only readable judgments are cached.
 *
 * <p>Questions are asked concurrently. Of questions with the same text and judgment that are asked together, one is put to
 * the model.
 *
 * <p>Metrics: {@code judge/calls} (questions to the model), {@code judge/cache_hits}, {@code judge/unreadable} and
 * {@code judge/failures} (calls without a complete answer).
 */
public final class Judge {

    private final Asking asking;
    private final String version;
    private final TextModels models;
    private final Optional<ReplyCache> cache;
    private final Metrics metrics;
    private final Callers callers;

    /**
     * A judge.
     *
     * @param version part of the cache key: name of the reward and version of its questions and their reading
     * @throws org.reason4j.api.plugin.ConfigException if the recipe has no such model or the cache cannot be opened
     */
    public Judge(Asking asking, String version, TextModels models, Metrics metrics) {
        this.asking = asking;
        this.version = version;
        this.models = models;
        this.metrics = metrics;
        models.get(asking.model());
        cache = asking.cachePath().isEmpty()
                ? Optional.empty()
                : Optional.of(new ReplyCache(Path.of(asking.cachePath()), asking.component() + ".cachePath"));
        callers = new Callers(asking.concurrency());
    }

    /** Reports every counter once, so that counters of 0 appear. */
    public void begin() {
        for (String name : List.of("calls", "cache_hits", "unreadable", "failures")) {
            metrics.add("judge/" + name, 0);
        }
    }

    /** A question among others that are asked together: equal ones have one answer. */
    private record Asked(String text, int judgment) {}

    /** Asks all questions, of which those with the same text are read alike, and returns their answers in order. */
    public <T> List<Answer<T>> ask(List<Question<T>> questions) throws InterruptedException {
        begin();
        List<Asked> keys = new ArrayList<>();
        Map<Asked, Question<T>> byKey = new HashMap<>();
        for (Question<T> question : questions) {
            Asked key = new Asked(question.text(), question.judgment());
            keys.add(key);
            byKey.putIfAbsent(key, question);
        }
        return callers.callAll(keys, key -> verdict(Objects.requireNonNull(byKey.get(key))));
    }

    private <T> T verdict(Question<T> question) throws Exception {
        SamplingParams params = SamplingParams.of(asking.maxTokens()).withTemperature(asking.temperature());
        TextModel.Request request = TextModel.Request.of(
                List.of(Message.user(question.text())), params, asking.seed() + question.judgment());
        TextModel model = models.get(asking.model());
        String identity = model.identity();
        if (cache.isEmpty() || identity.isEmpty()) {
            return read(question, reply(model, request));
        }
        String key = ReplyCache.key(version, identity, request);
        Optional<String> known = cache.get().get(key);
        if (known.isPresent()) {
            metrics.add("judge/cache_hits", 1);
            return read(question, known.get());
        }
        String reply = reply(model, request);
        T verdict = read(question, reply);
        cache.get().put(key, reply);
        return verdict;
    }

    private String reply(TextModel model, TextModel.Request request) throws Exception {
        metrics.add("judge/calls", 1);
        TextModel.Completion reply;
        try {
            reply = model.complete(request);
        } catch (Exception e) {
            metrics.add("judge/failures", 1);
            throw e;
        }
        if (reply.finish() != Finish.STOP) {
            metrics.add("judge/unreadable", 1);
            throw new Unreadable("the judgment was cut off, see " + asking.component() + ".maxTokens", reply.text());
        }
        return reply.text();
    }

    private <T> T read(Question<T> question, String reply) throws Unreadable {
        try {
            return question.reader().read(reply);
        } catch (Unreadable e) {
            metrics.add("judge/unreadable", 1);
            throw e;
        }
    }
}
