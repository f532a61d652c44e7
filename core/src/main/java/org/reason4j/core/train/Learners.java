package org.reason4j.core.train;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.reason4j.api.data.Credit;
import org.reason4j.api.model.AuxiliaryModel;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.core.model.Precision;

/** All models that learn beside the policy. */
record Learners(List<Learner> all) implements AutoCloseable {

    static final Learners NONE = new Learners(List.of());

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

    /** Writes each to a directory of its name; returns the number of updates behind each. */
    Map<String, Long> save(Path directory) throws IOException {
        Map<String, Long> updates = new TreeMap<>();
        for (Learner learner : all) {
            String name = learner.plugin().name();
            learner.save(Files.createDirectories(directory).resolve(name));
            updates.put(name, learner.updates());
        }
        return updates;
    }

    /**
     * Goes back to what {@link #save} wrote.
     *
     * @param updates what it returned
     */
    void restore(Path directory, JsonNode updates) {
        for (Learner learner : all) {
            String name = learner.plugin().name();
            ConfigException.check(
                    updates.path(name).isIntegralNumber(),
                    "%s has no model '%s'. Resume with the plugins that the run began with, or start a new run.",
                    directory,
                    name);
            learner.restore(directory.resolve(name), updates.path(name).asLong());
        }
    }

    @Override
    public void close() {
        all.forEach(Learner::close);
    }
}
