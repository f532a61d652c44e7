package org.reason4j.core.trainer.experience;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.dataset.Curriculum;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.dataset.PromptBatch;
import org.reason4j.api.plugin.PluginException;
import org.reason4j.core.formats.file.DurableFiles;
import org.reason4j.core.formats.file.JsonValue;
import org.reason4j.core.host.dataset.PromptOrder;
import org.reason4j.core.host.plugin.Guard;
import org.reason4j.core.trainer.checkpoint.CheckpointPart;

/** Prompts that a curriculum chooses. A batch is open from its choice until its groups are scored. */
public final class ChosenPrompts implements CheckpointPart {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FILE = "prompts.json";

    private final Curriculum curriculum;
    private final PromptPool pool;
    private final PromptOrder order;
    private final Set<String> fields;
    private final Map<Integer, List<Prompt>> open = new TreeMap<>();

    /**
     * Prepares to ask a curriculum.
     *
     * @param fields that components read, and so every example must have
     */
    public ChosenPrompts(Curriculum curriculum, PromptPool pool, PromptOrder order, Set<String> fields) {
        this.curriculum = curriculum;
        this.pool = pool;
        this.order = order;
        this.fields = new TreeSet<>(fields);
    }

    /** Returns the prompts of a batch; asks the curriculum where the batch is not open yet. */
    List<Prompt> ofBatch(int batch) {
        return open.computeIfAbsent(batch, this::choose);
    }

    private List<Prompt> choose(int batch) {
        List<Example> examples = curriculum.choose(new Batch(batch, pool, order));
        if (examples.isEmpty()) {
            throw broken("chose no example for batch " + batch + ", expected at least one");
        }
        Map<String, Example> byId = new HashMap<>();
        List<Prompt> prompts = new ArrayList<>();
        for (Example example : examples) {
            Example other = byId.putIfAbsent(example.id(), example);
            if (other != null && !other.equals(example)) {
                throw broken("chose two different examples with the id '" + example.id() + "' for batch " + batch);
            }
            prompts.add(prompt(example));
        }
        return List.copyOf(prompts);
    }

    private Prompt prompt(Example example) {
        Optional<Example> own = pool.example(example.id());
        if (own.isPresent()) {
            if (!own.get().equals(example)) {
                throw broken(
                        "made up an example with the id '" + example.id() + "', which an example of the dataset has");
            }
            return pool.prompt(example.id()).orElseThrow();
        }
        for (String field : fields) {
            if (!example.fields().containsKey(field)) {
                throw broken("made up the example '" + example.id() + "' with the fields "
                        + new TreeSet<>(example.fields().keySet()) + ", but a component of the recipe reads '" + field
                        + "'");
            }
        }
        return pool.render(example);
    }

    private PluginException broken(String what) {
        return new PluginException(Guard.describe(curriculum) + " " + what + ". Its author can fix that.");
    }

    /** Closes a batch and tells the curriculum its scored groups. */
    void scored(int step, int batch, List<ScoredGroup> groups) {
        open.remove(batch);
        curriculum.scored(step, groups);
    }

    @Override
    public void save(Path trainer) {
        ArrayNode batches = JSON.createArrayNode();
        open.forEach((batch, prompts) -> {
            ArrayNode saved = batches.addObject().put("batch", batch).putArray("prompts");
            prompts.forEach(prompt -> saved.add(PromptJson.write(prompt, pool)));
        });
        DurableFiles.write(trainer.resolve(FILE), batches.toString());
    }

    @Override
    public void restore(Path trainer) {
        for (JsonValue batch : CheckpointPart.read(trainer.resolve(FILE)).list()) {
            List<Prompt> prompts = batch.get("prompts").some().stream()
                    .map(prompt -> PromptJson.read(prompt, pool))
                    .toList();
            open.put(batch.get("batch").integer(1), prompts);
        }
    }

    private record Batch(int number, PromptPool prompts, PromptOrder order) implements PromptBatch {

        @Override
        public int size() {
            return order.promptsPerStep();
        }

        @Override
        public long seed() {
            return order.seed();
        }

        @Override
        public List<Example> pool() {
            return prompts.examples();
        }

        @Override
        public Optional<Example> example(String id) {
            return prompts.example(id);
        }

        @Override
        public List<Example> inOrder() {
            return Arrays.stream(order.examplesOf(number))
                    .mapToObj(prompts.examples()::get)
                    .toList();
        }
    }
}
