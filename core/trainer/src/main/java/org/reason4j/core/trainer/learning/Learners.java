package org.reason4j.core.trainer.learning;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.reason4j.api.data.Credit;
import org.reason4j.api.model.AuxiliaryModel;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.formats.file.DurableFiles;
import org.reason4j.core.trainer.checkpoint.CheckpointPart;
import org.reason4j.core.trainer.report.StepLog;

/** All models that learn beside the policy. */
public record Learners(List<Learner> all) implements CheckpointPart, AutoCloseable {

    /** Loads a learner for each model of the recipe; closes those that were loaded where one can't be. */
    public static Learners load(List<AuxiliaryModel> models, Function<AuxiliaryModel, Learner> loader) {
        Learners learners = new Learners(new ArrayList<>());
        try {
            models.forEach(model -> learners.all.add(loader.apply(model)));
            return learners;
        } catch (RuntimeException e) {
            learners.close();
            throw e;
        }
    }

    /** True if one of them learns in a step and the policy does not. */
    boolean areAlone(int step) {
        return all.stream().anyMatch(learner -> learner.plugin().learnsAlone(step));
    }

    /** Most steps at the beginning of a run in which they learn and the policy does not. */
    public int soloSteps() {
        return all.stream()
                .mapToInt(learner -> learner.plugin().learning().soloSteps())
                .max()
                .orElse(0);
    }

    /** Makes all their updates of a step. */
    void update(StepLog log, List<Credit> credits) {
        if (!credits.isEmpty()) {
            all.forEach(learner -> log.putAll(learner.update(log, credits)));
        }
    }

    /** Writes each to {@code models/} and its name. */
    @Override
    public void save(Path trainer) {
        Path models = trainer.resolve("models");
        if (!all.isEmpty()) {
            DurableFiles.createDirectory(models);
        }
        all.forEach(learner -> learner.save(models.resolve(learner.plugin().name())));
    }

    @Override
    public Optional<String> brokenNumber() {
        return all.stream().map(Learner::brokenNumber).flatMap(Optional::stream).findFirst();
    }

    @Override
    public void restore(Path trainer) {
        for (Learner learner : all) {
            Path directory = trainer.resolve("models").resolve(learner.plugin().name());
            ConfigException.check(
                    Files.isDirectory(directory),
                    "There is no model %s. Resume with the plugins that the run began with, or start a new run.",
                    directory);
            learner.restore(directory);
        }
    }

    @Override
    public void close() {
        all.forEach(Learner::close);
    }
}
