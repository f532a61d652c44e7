package org.reason4j.core.trainer.checkpoint;

import static org.reason4j.api.plugin.ConfigException.check;

import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.reason4j.api.plugin.ConfigException;

/**
 * The checkpoint that a resumed run goes on from: the newest one, or one that the user names. It is verified before anything
 * is read from it, and no older one takes its place unasked.
 *
 * @param store checkpoints of the run
 * @param out where verified checkpoints are shown
 */
public record CheckpointChoice(CheckpointStore store, PrintStream out) {

    /**
     * Chooses and verifies a checkpoint, and the model that the run started from, if that is one, too.
     *
     * @param wanted the step that the user names; empty for the newest
     * @return its step; empty if there is no checkpoint
     * @throws ConfigException if it is damaged, or there is none of the wanted step
     */
    public Optional<Integer> step(OptionalInt wanted) {
        List<Integer> steps = store.steps();
        check(
                wanted.isEmpty() || steps.contains(wanted.getAsInt()),
                "%s has no checkpoint of step %s; it has %s. Name one that is there with --resume-from.",
                store.directory(),
                wanted.orElse(0),
                steps.isEmpty() ? "none" : "those of steps " + steps);
        Optional<Integer> chosen = wanted.isPresent()
                ? Optional.of(wanted.getAsInt())
                : steps.stream().max(Comparator.naturalOrder());
        chosen.ifPresent(step -> requireWhole(step, steps));
        if (chosen.isPresent() && chosen.get() > 0 && steps.contains(0)) {
            requireWhole(0, steps);
        }
        List<String> later = steps.stream()
                .filter(step -> step > chosen.orElse(step))
                .map(step -> "step-" + step)
                .toList();
        if (!later.isEmpty()) {
            out.println("Set aside as step-N.aside when training begins: " + String.join(", ", later));
        }
        return chosen;
    }

    private void requireWhole(int step, List<Integer> steps) {
        Verification found = store.verify(step);
        if (found.isWhole()) {
            out.println("Verified checkpoint " + found.name() + ": " + found.size());
            return;
        }
        String complaint = found.hasManifest()
                ? "Checkpoint " + found.checkpoint() + " is damaged: " + found.damage()
                        + ". Put the files back from a copy"
                : "Checkpoint " + found.checkpoint() + " can't be verified: it has no " + Manifest.FILE
                        + ". A version that"
                        + " wrote none made it, or the file is lost. If the other files are as they were written,"
                        + " 'reason4j checkpoint seal " + found.checkpoint() + "' adds the manifest";
        throw new ConfigException(complaint + otherwise(step, steps));
    }

    private String otherwise(int step, List<Integer> steps) {
        if (step == 0) {
            return ", or start a new run with another --output: reinforcement learning starts from this model, and no other"
                    + " checkpoint takes its place.";
        }
        Optional<Integer> whole = steps.stream()
                .filter(earlier -> earlier < step)
                .sorted(Comparator.reverseOrder())
                .filter(earlier -> store.verify(earlier).isWhole())
                .findFirst();
        return whole.map(earlier -> ". The newest whole checkpoint before it is step-" + earlier + ": --resume-from "
                        + earlier + " goes on from there.")
                .orElse(", or start a new run with another --output: no checkpoint before it is whole.");
    }
}
