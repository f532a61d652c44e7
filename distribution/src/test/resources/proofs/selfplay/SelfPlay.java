package proofs.selfplay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.data.ScoredTrajectory;
import org.reason4j.api.dataset.Curriculum;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.dataset.PromptBatch;
import org.reason4j.api.track.Metrics;

/** Every batch asks for a new task and, once there are some, for solutions of the one that was solved least. */
record SelfPlay(Config config, Archive archive, Metrics metrics) implements Curriculum {

    record Config() {}

    @Override
    public List<Example> choose(PromptBatch batch) {
        List<Example> chosen = new ArrayList<>();
        chosen.add(Example.of("propose-" + batch.number(), List.of(Message.user("?")))
                .withFields(Map.of("role", "proposer", "batch", batch.number(), "when", List.of(1L << 40, 0.5, true))));
        int hardest = archive.hardest();
        if (hardest >= 0) {
            String task = archive.task(hardest);
            chosen.add(Example.of("solve-" + batch.number(), List.of(Message.user("!" + task)))
                    .withFields(Map.of("role", "solver", "task", task)));
        }
        return chosen;
    }

    @Override
    public void scored(int step, List<ScoredGroup> groups) {
        for (ScoredGroup group : groups) {
            if (group.prompt().field("role").orElseThrow().equals("proposer")) {
                for (ScoredTrajectory proposal : group.trajectories()) {
                    archive.propose(proposal.trajectory().text());
                }
            } else {
                archive.solved(
                        group.prompt().field("task").orElseThrow(),
                        Arrays.stream(group.rewards()).average().orElse(0));
            }
        }
        metrics.mean("self-play/tasks", archive.size());
    }
}
