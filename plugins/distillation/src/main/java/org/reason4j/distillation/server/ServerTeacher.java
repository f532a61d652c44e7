package org.reason4j.distillation.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.track.Metrics;
import org.reason4j.distillation.teacher.Lesson;
import org.reason4j.distillation.teacher.Teacher;
import org.reason4j.distillation.teacher.TeacherConfig;

/**
 * A teacher behind a server, such as {@code reason4j serve} or vLLM, that returns the log-probabilities of given tokens.
 *
 * <p>Before the first response its vocabulary is compared with the policy's. A response without complete numbers is a failure of
 * its own; the metrics {@code COMPONENT/requests} and {@code COMPONENT/retries} count attempts. Numbers are those at temperature
 * 1, so responses that were sampled at another one are refused.
 */
public final class ServerTeacher implements Teacher {

    private final String where;
    private final Tokenizer tokenizer;
    private final Metrics metrics;
    private final String component;
    private final PromptScores dialect;
    private final TeacherConnection connection;
    private final ExecutorService callers;
    private boolean compared; // its vocabulary with the policy's

    /**
     * Prepares to ask.
     *
     * @param component prefix of metrics
     * @param key of the teacher, for messages
     */
    public ServerTeacher(String component, String key, TeacherConfig config, Tokenizer tokenizer, Metrics metrics) {
        this(component, key, config, tokenizer, metrics, System::getenv);
    }

    ServerTeacher(
            String component,
            String key,
            TeacherConfig config,
            Tokenizer tokenizer,
            Metrics metrics,
            Function<String, @Nullable String> environment) {
        this.component = component;
        this.tokenizer = tokenizer;
        this.metrics = metrics;
        where = component + ".teachers." + key;
        dialect = new PromptScores(config.dialect(), config.model());
        connection = new TeacherConnection(where, config, environment, () -> metrics.add(component + "/retries", 1));
        callers = Executors.newFixedThreadPool(config.concurrency(), work -> {
            Thread thread = new Thread(work, "teacher-" + key);
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public List<Lesson> score(List<Trajectory> responses, int topK) {
        compareVocabulary();
        metrics.add(component + "/retries", 0); // so that a counter of 0 appears
        List<Future<Lesson>> calls = new ArrayList<>();
        for (Trajectory response : responses) {
            calls.add(callers.submit(() -> score(response, topK)));
        }
        List<Lesson> lessons = new ArrayList<>();
        try {
            for (Future<Lesson> call : calls) {
                lessons.add(call.get()); // ends by the deadline of each attempt
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + where + " was asked", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(where + " could not be asked: " + e.getCause(), e.getCause());
        } finally {
            calls.forEach(call -> call.cancel(true));
        }
        return lessons;
    }

    private Lesson score(Trajectory response, int topK) throws InterruptedException {
        if (response.learnedTokens() == 0) {
            return Lesson.NONE;
        }
        if (Math.abs(response.temperature() - 1) > 1e-6) {
            return new Lesson.Failed("it was sampled at temperature " + response.temperature()
                    + ", but a server's log-probabilities are those at 1; set rollout.temperature to 1, or name the teacher's"
                    + " directory");
        }
        int[] prompt = response.prompt().tokens();
        int[] tokens = new int[prompt.length + response.length()];
        System.arraycopy(prompt, 0, tokens, 0, prompt.length);
        System.arraycopy(response.response(), 0, tokens, prompt.length, response.length());
        try {
            metrics.add(component + "/requests", 1);
            return known(dialect.lesson(connection.post(dialect.request(tokens, topK)), tokens, prompt.length, topK));
        } catch (TeacherFailure e) {
            return new Lesson.Failed(
                    e.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ": " + e.getMessage());
        }
    }

    /** Most likely tokens that the policy does not have can't be compared with its own. */
    private Lesson known(Lesson lesson) {
        if (lesson instanceof Lesson.Scores scores && scores.top().isPresent()) {
            for (int id : scores.top().get().ids()) {
                if (id < 0 || id >= tokenizer.vocabularySize()) {
                    return new Lesson.Failed(
                            "token id " + id + " among the most likely ones is not in the policy's vocabulary" + " of "
                                    + tokenizer.vocabularySize() + " tokens");
                }
            }
        }
        return lesson;
    }

    private void compareVocabulary() {
        if (compared) {
            return;
        }
        int[] ids = VocabularyProbe.ids(tokenizer);
        try {
            VocabularyProbe.check(where, tokenizer, ids, dialect.texts(connection.post(dialect.textRequest(ids)), ids));
            compared = true;
        } catch (TeacherFailure e) {
            throw new ConfigException("The vocabulary of " + where + " could not be compared with the policy's: "
                    + e.getMessage() + ". Start the server, or fix its address; a training run goes on with --resume.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + where + " was asked for its vocabulary", e);
        }
    }

    @Override
    public void close() {
        callers.shutdownNow();
    }
}
