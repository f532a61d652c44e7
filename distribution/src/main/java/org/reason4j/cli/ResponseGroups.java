package org.reason4j.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.model.Tokenizer;
import org.reason4j.core.host.dataset.ResponsesReader;
import org.reason4j.core.trainer.experience.PromptPool;

/** Responses of a file as groups: those of one id answer one prompt. */
final class ResponseGroups {

    private final List<ResponsesReader.Response> responses;
    private final Tokenizer tokenizer;
    private final Optional<String> system;
    private final List<List<Integer>> places; // of each group's responses in the file

    /**
     * Groups in the order of their first responses.
     *
     * @param system system message of conversations that have none
     */
    ResponseGroups(List<ResponsesReader.Response> responses, Tokenizer tokenizer, Optional<String> system) {
        this.responses = responses;
        this.tokenizer = tokenizer;
        this.system = system;
        Map<String, List<Integer>> byId = new LinkedHashMap<>();
        for (int i = 0; i < responses.size(); i++) {
            byId.computeIfAbsent(responses.get(i).example().id(), id -> new ArrayList<>())
                    .add(i);
        }
        places = List.copyOf(byId.values());
    }

    /**
     * A group and where its responses stand in the file.
     *
     * @param places of its trajectories, in their order, from 0
     */
    record Placed(Group group, List<Integer> places) {}

    /** Number of responses in the largest group. */
    int largest() {
        return places.stream().mapToInt(List::size).max().orElse(0);
    }

    /** All groups, {@code size} at a time; each batch is made when it is reached. */
    Iterable<List<Placed>> batches(int size) {
        int count = (places.size() + size - 1) / size;
        return () -> IntStream.range(0, count)
                .mapToObj(batch -> places.subList(batch * size, Math.min(places.size(), (batch + 1) * size)).stream()
                        .map(this::placed)
                        .toList())
                .iterator();
    }

    private Placed placed(List<Integer> rows) {
        Prompt prompt = PromptPool.render(responses.get(rows.get(0)).example(), tokenizer, system);
        List<Trajectory> trajectories = new ArrayList<>();
        for (int row : rows) {
            ResponsesReader.Response response = responses.get(row);
            int[] tokens = tokenizer.encode(response.text());
            trajectories.add(Trajectory.sampled(
                    prompt,
                    trajectories.size(),
                    tokens,
                    response.text(),
                    response.finish(),
                    0,
                    SamplingParams.of(Math.max(1, tokens.length))));
        }
        return new Placed(Group.of(prompt, trajectories), rows);
    }
}
