package org.reason4j.core.host.track.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.reason4j.api.plugin.ConfigException;

/**
 * The runs in directories that somebody named: a run each, or those of the stages of a recipe. Pages have the places of the
 * directories, so that links of reports to each other lead to them.
 */
final class FoundRuns {

    private static final String STAGES = "stages";
    private static final String LEARNERS = "learners";

    private FoundRuns() {}

    /**
     * Checks that there are runs to look at.
     *
     * @throws ConfigException if a directory has none
     */
    static void require(List<Path> roots) {
        for (Path root : roots) {
            ConfigException.check(
                    FollowedRun.isRun(root) || Files.isDirectory(root.resolve(STAGES)),
                    "%s holds no run: found %s, expected the --output of 'reason4j train', with metrics.jsonl or"
                            + " recipe.resolved.yaml in it.",
                    root,
                    Files.isDirectory(root) ? "a directory without these files" : "no directory");
        }
    }

    /** The runs that are compared. */
    static List<NamedRun> of(List<Path> roots) {
        List<NamedRun> runs = new ArrayList<>();
        for (int i = 0; i < roots.size(); i++) {
            String place = roots.size() == 1 ? "/" : "/" + (i + 1) + "/";
            Path root = roots.get(i);
            List<Path> stages = directories(root.resolve(STAGES));
            if (stages.isEmpty()) {
                runs.add(new NamedRun(root.toString(), place, root));
            }
            for (Path stage : stages) {
                String name = String.valueOf(stage.getFileName());
                runs.add(new NamedRun(
                        roots.size() == 1 ? name : root + ", " + name, place + STAGES + "/" + name + "/", stage));
            }
        }
        return runs;
    }

    /** The runs that have a page: those that are compared, and those of models that learn beside them. */
    static List<NamedRun> withLearners(List<NamedRun> runs) {
        List<NamedRun> all = new ArrayList<>(runs);
        for (NamedRun run : runs) {
            for (Path learner : directories(run.directory().resolve(LEARNERS))) {
                String name = String.valueOf(learner.getFileName());
                all.add(new NamedRun(run.name() + ", " + name, run.place() + LEARNERS + "/" + name + "/", learner));
            }
        }
        return all;
    }

    private static List<Path> directories(Path parent) {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(parent)) {
            return found.filter(FollowedRun::isRun).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read " + parent, e);
        }
    }
}
