package org.reason4j.core.train;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.reason4j.api.data.Credit;
import org.reason4j.api.model.AuxiliaryModel;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.model.Precision;
import org.reason4j.core.track.AtomicFile;

/** All models that learn beside the policy. */
record Learners(List<Learner> all) implements CheckpointPart, AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DIRECTORY = "models";
    private static final String FILE = "models.json";

    /** Loads all models of the recipe. */
    static Learners load(Workplace with, Path start, Device device, Precision precision) {
        Learners learners = new Learners(new ArrayList<>());
        try {
            for (AuxiliaryModel plugin : with.components().models) {
                learners.all.add(Learner.load(plugin, with, start, device, precision));
            }
            return learners;
        } catch (RuntimeException e) {
            learners.close();
            throw e;
        }
    }

    /** Steps at the beginning of a run in which they learn and the policy does not. */
    int soloSteps() {
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

    /** Writes each to a directory of its name, and the number of updates behind each. */
    @Override
    public void save(Path trainer) {
        ObjectNode updates = JSON.createObjectNode();
        Path models = directory(trainer);
        for (Learner learner : all) {
            String name = learner.plugin().name();
            learner.save(models.resolve(name));
            updates.put(name, learner.updates());
        }
        AtomicFile.write(trainer.resolve(FILE), updates.toPrettyString());
    }

    @Override
    public void restore(Path trainer) {
        JsonNode updates = updates(trainer.resolve(FILE));
        for (Learner learner : all) {
            String name = learner.plugin().name();
            ConfigException.check(
                    updates.path(name).isIntegralNumber(),
                    "%s has no model '%s'. Resume with the plugins that the run began with, or start a new run.",
                    trainer,
                    name);
            learner.restore(
                    trainer.resolve(DIRECTORY).resolve(name), updates.path(name).asLong());
        }
    }

    private static Path directory(Path trainer) {
        try {
            return Files.createDirectories(trainer.resolve(DIRECTORY));
        } catch (IOException e) {
            throw new ConfigException("Can't write checkpoint " + trainer + ": " + e, e);
        }
    }

    private static JsonNode updates(Path file) {
        try {
            return JSON.readTree(Files.readString(file));
        } catch (IOException e) {
            throw new ConfigException("Can't read " + file + " of the checkpoint: " + e, e);
        }
    }

    @Override
    public void close() {
        all.forEach(Learner::close);
    }
}
