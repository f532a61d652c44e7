package org.reason4j.core.host.track;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.reason4j.api.data.Branch;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.Score;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.track.Tracker;

/**
 * Writes {@code completions.jsonl}: what the policy wrote and what it got for it, one object per trajectory.
 *
 * <p>{@code rewards} holds a number per reward, or {@code {"unscorable": reason}}, {@code {"timedOut": seconds}},
 * {@code {"failed": reason}}. {@code shares} holds what each of several contributed, and what shapers added. {@code branch} says where a response left another one, and why. {@code advantage} is the mean over learned tokens and absent where a trajectory was left
 * out of learning. After a resume every step is there exactly once.
 */
public final class CompletionsTracker implements Tracker {

    private final CompletionsConfig config;
    private final StepFile log;

    @Inject
    public CompletionsTracker(RunDirectory directory, CompletionsConfig config) {
        this.config = config;
        this.log = new StepFile(directory.completions());
    }

    @Override
    public void started(int firstStep, int steps) {
        log.open(firstStep);
    }

    @Override
    public void step(int step, Map<String, Double> metrics) {
        log.flush(false);
    }

    @Override
    public void trajectories(int step, List<ScoredGroup> groups, List<Credit> credits) {
        Credits byTrajectory = new Credits(credits);
        for (ScoredGroup group : Credits.first(config.groups(), groups)) {
            for (ScoredTrajectory scored : group.trajectories()) {
                log.append(line(step, scored, byTrajectory));
            }
        }
        log.flush(false);
    }

    @Override
    public void close() {
        log.close();
    }

    private static ObjectNode line(int step, ScoredTrajectory scored, Credits credits) {
        Trajectory trajectory = scored.trajectory();
        ObjectNode line = StepFile.line(step)
                .put("promptId", trajectory.prompt().id())
                .put("sample", trajectory.sample())
                .put("prompt", question(trajectory.prompt()))
                .put("completion", trajectory.text())
                .put("finish", trajectory.finish().name().toLowerCase(Locale.ROOT))
                .put("tokens", trajectory.length())
                .put("reward", scored.reward());
        ObjectNode rewards = line.putObject("rewards");
        new TreeMap<>(scored.scores()).forEach((key, score) -> put(rewards, key, score));
        if (scored.shares().size() > 1) {
            ObjectNode shares = line.putObject("shares");
            Shares.of(scored).forEach(shares::put);
        }
        credits.meanAdvantage(trajectory).ifPresent(advantage -> line.put("advantage", advantage));
        trajectory.policyVersion().ifPresent(version -> line.put("policyVersion", version));
        putVersions(line, trajectory);
        trajectory.branch().ifPresent(branch -> put(line.putObject("branch"), branch));
        return line.put("origin", trajectory.origin().name().toLowerCase(Locale.ROOT));
    }

    private static void put(ObjectNode json, Branch branch) {
        json.put("parent", branch.parent()).put("at", branch.at());
        if (!branch.reason().isEmpty()) {
            json.put("reason", branch.reason());
        }
    }

    /** Writes the runs of tokens that one version of the policy wrote each, where there are several versions. */
    private static void putVersions(ObjectNode line, Trajectory trajectory) {
        Optional<float[]> versions = trajectory.find(TokenStream.POLICY_VERSION);
        ArrayNode runs = JsonNodeFactory.instance.arrayNode();
        @Nullable ObjectNode run = null;
        for (int t = 0; versions.isPresent() && t < trajectory.length(); t++) {
            if (trajectory.isLearned(t)) {
                long version = (long) versions.get()[t];
                if (run == null || run.path("version").asLong() != version) {
                    run = runs.addObject().put("version", version).put("from", t);
                }
                run.put("to", t + 1);
            }
        }
        if (runs.size() > 1) {
            line.set("policyVersions", runs);
        }
    }

    private static void put(ObjectNode rewards, String key, Score score) {
        if (score instanceof Score.Value value) {
            rewards.put(key, value.value());
        } else if (score instanceof Score.Unscorable unscorable) {
            rewards.putObject(key).put("unscorable", unscorable.reason());
        } else if (score instanceof Score.TimedOut timedOut) {
            rewards.putObject(key).put("timedOut", timedOut.deadline().toMillis() / 1000.0);
        } else if (score instanceof Score.Failed failed) {
            rewards.putObject(key).put("failed", failed.reason());
        }
    }

    /** The last message of the user; the last message if none is the user's. */
    public static String question(Prompt prompt) {
        List<Message> messages = prompt.messages();
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (messages.get(i).role().equals("user")) {
                return messages.get(i).content();
            }
        }
        return messages.isEmpty() ? "" : messages.get(messages.size() - 1).content();
    }
}
