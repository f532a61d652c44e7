package org.reason4j.core.trainer.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.reason4j.api.cluster.Workers;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.plugin.PluginException;
import org.reason4j.api.reward.Deadline;
import org.reason4j.api.reward.Reward;
import org.reason4j.core.formats.file.JsonValue;
import org.reason4j.core.host.reward.WorkersException;

/**
 * A reward that workers compute. Its deadline runs while a task waits for a worker, too: no more calls are made at a time than there
 * are slots.
 *
 * @param key its name among those of the run
 * @param here the same reward in this process, which says what it needs and reads answers
 */
record ClusterReward(Workers workers, String key, Reward here) implements Reward {

    private static final Duration LONGEST = Duration.ofDays(1);

    @Override
    public List<Score> score(Group group) throws Exception {
        return score(group, Deadline.in(LONGEST));
    }

    @Override
    public List<Score> score(Group group, Deadline deadline) throws Exception {
        double seconds = deadline.remaining().toNanos() / 1e9;
        CompletableFuture<byte[]> task =
                workers.submit(Stage.SCORE.name(), Messages.group(key, seconds, group), List.of());
        try {
            byte[] answer = task.get(); // interrupted at the deadline
            Optional<JsonValue> threw = answer.length > 0 && answer[0] == '{'
                    ? Messages.json(answer, "an exception of a worker").find("threw")
                    : Optional.empty();
            if (threw.isPresent()) {
                throw new PluginException("on a worker: " + threw.get().text());
            }
            return Messages.scores(answer);
        } catch (InterruptedException e) {
            task.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            throw new WorkersException("Workers failed at the reward '" + key + "': " + e.getCause(), e);
        }
    }

    @Override
    public Optional<String> answer(Trajectory trajectory) {
        return here.answer(trajectory);
    }

    @Override
    public Requirements requirements() {
        return here.requirements();
    }
}
