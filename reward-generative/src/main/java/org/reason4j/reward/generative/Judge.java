package org.reason4j.reward.generative;

import java.util.List;
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
 * <p>Metrics: {@code judge/calls} (questions to the model), {@code judge/cache_hits}, {@code judge/unreadable} and
 * {@code judge/failures} (calls without a complete answer).
 */
final class Judge {

    /** Part of the cache key; changes with the form of questions or the reading of verdicts. */
    private static final String VERSION = "rubric 1";

    private final TextModels models;
    private final RubricConfig config;
    private final Optional<ReplyCache> cache;
    private final Metrics metrics;

    Judge(TextModels models, RubricConfig config, Optional<ReplyCache> cache, Metrics metrics) {
        this.models = models;
        this.config = config;
        this.cache = cache;
        this.metrics = metrics;
    }

    /** Reports every counter once, so that counters of 0 appear. */
    void begin() {
        for (String name : List.of("calls", "cache_hits", "unreadable", "failures")) {
            metrics.add("judge/" + name, 0);
        }
    }

    /**
     * Asks and reads the answer.
     *
     * @param judgment index among several judgments, from 0
     * @throws Unreadable if the answer has another form than the question requires
     * @throws Exception if there is no complete answer
     */
    double[] ask(Questionnaire.Question question, int judgment) throws Exception {
        SamplingParams params = SamplingParams.of(config.maxTokens()).withTemperature(config.temperature());
        TextModel.Request request =
                TextModel.Request.of(List.of(Message.user(question.text())), params, config.seed() + judgment);
        TextModel model = models.get(config.model());
        String identity = model.identity();
        if (cache.isEmpty() || identity.isEmpty()) {
            return read(question, reply(model, request));
        }
        String key = ReplyCache.key(VERSION, identity, request);
        Optional<String> known = cache.get().get(key);
        if (known.isPresent()) {
            metrics.add("judge/cache_hits", 1);
            return read(question, known.get());
        }
        String reply = reply(model, request);
        double[] marks = read(question, reply);
        cache.get().put(key, reply);
        return marks;
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
            throw new Unreadable("the judgment was cut off, see rubric.maxTokens", reply.text());
        }
        return reply.text();
    }

    private double[] read(Questionnaire.Question question, String reply) throws Unreadable {
        try {
            return question.reader().read(reply);
        } catch (Unreadable e) {
            metrics.add("judge/unreadable", 1);
            throw e;
        }
    }
}
