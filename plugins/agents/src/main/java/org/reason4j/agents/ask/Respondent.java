package org.reason4j.agents.ask;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.text.TextModel;
import org.reason4j.api.text.TextModels;

/**
 * A text model of the recipe that takes a role: it is asked several questions at the same time, each with a deadline. For one
 * thread.
 */
public final class Respondent implements AutoCloseable {

    /** A question and the key of its draws. */
    public record Question(List<Message> messages, long seed) {
        public Question {
            messages = List.copyOf(messages);
        }
    }

    private final AskedModel settings;
    private final TextModel model;
    private final ExecutorService callers;

    /** Keeps the model of that key; its first question is that of a step. */
    public Respondent(AskedModel settings, TextModels models) {
        this.settings = settings;
        model = models.get(settings.key());
        callers = Executors.newFixedThreadPool(settings.concurrency(), work -> {
            Thread thread = new Thread(work, "agents-" + settings.key());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Returns the reply to each question, in order. An answer late by its deadline, those before it included, is none. */
    public List<Reply> ask(List<Question> questions) {
        long begun = System.nanoTime();
        List<Future<Reply>> calls = new ArrayList<>();
        for (Question question : questions) {
            calls.add(callers.submit(() -> answer(question)));
        }
        List<Reply> replies = new ArrayList<>();
        try {
            for (int i = 0; i < calls.size(); i++) {
                int rounds = 1 + i / settings.concurrency();
                long end = begun + Math.round(settings.seconds() * 1e9 * rounds);
                replies.add(reply(calls.get(i), Math.max(0, end - System.nanoTime())));
            }
        } finally {
            calls.forEach(call -> call.cancel(true));
        }
        return replies;
    }

    private Reply answer(Question question) throws Exception {
        SamplingParams params = SamplingParams.of(settings.maxTokens()).withTemperature(settings.temperature());
        TextModel.Completion said = model.complete(TextModel.Request.of(question.messages(), params, question.seed()));
        return said.finish() == Finish.LENGTH ? new Reply.CutOff() : new Reply.Said(said.text());
    }

    private Reply reply(Future<Reply> call, long nanos) {
        try {
            return call.get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            call.cancel(true);
            return new Reply.Failed("the model '" + settings.key() + "' gave no answer within " + settings.seconds()
                    + " seconds; give it more time with seconds, or fewer questions at once with concurrency");
        } catch (ExecutionException | CancellationException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return new Reply.Failed("the model '" + settings.key() + "' failed: " + cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the model '" + settings.key() + "' was being asked", e);
        }
    }

    /** Interrupts what is being asked; the model belongs to the recipe. */
    @Override
    public void close() {
        callers.shutdownNow();
    }
}
