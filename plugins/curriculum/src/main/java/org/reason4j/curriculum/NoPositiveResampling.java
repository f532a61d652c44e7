package org.reason4j.curriculum;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.dataset.Curriculum;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.dataset.PromptBatch;
import org.reason4j.api.plugin.Stateful;
import org.reason4j.api.random.SplitMix64;
import org.reason4j.api.track.Metrics;
import org.reason4j.curriculum.NoPositiveResamplingConfig.History;

/**
 * Epochs without the prompts that were mastered before: one whose share of correct responses is at least {@code passRate}
 * when an epoch begins is not drawn again, in that epoch or a later one, whatever its responses would be by then.
 *
 * <p>An epoch has each remaining prompt once. A batch may end one epoch and begin the next; it never has a prompt twice, so it
 * is smaller than the recipe asks for where fewer prompts remain. Where none remains, the run goes on with all of them. With
 * {@code training.staleness} an epoch may begin before the last batches of the one before are scored; what these show counts
 * from the epoch after it.
 *
 * <p>Metrics: {@code curriculum/epoch}, from 1; {@code curriculum/retired}, the number of prompts that the epoch leaves out.
 *
 * @see <a href="https://arxiv.org/abs/2510.13786">ScaleRL, section 3.2: no-positive-resampling</a>
 */
public final class NoPositiveResampling implements Curriculum, Stateful {

    private final NoPositiveResamplingConfig config;
    private final Metrics metrics;
    private final ResponseValue value;
    private final PassRates rates;
    private final Set<String> retired = new TreeSet<>(); // when the epoch began
    private final List<String> postponed = new ArrayList<>(); // of this epoch, because the batch had them already
    private int epoch;
    private int drawn; // prompts of the epoch that were drawn or postponed

    public NoPositiveResampling(NoPositiveResamplingConfig config, Metrics metrics) {
        this.config = config;
        this.metrics = metrics;
        value = new ResponseValue(config.metric());
        rates = new PassRates(value, config.threshold(), config.history() == History.LATEST ? 0 : 1);
    }

    @Override
    public Requirements requirements() {
        return value.requirements();
    }

    @Override
    public List<Example> choose(PromptBatch batch) {
        if (epoch == 0) {
            begin();
        }
        Map<String, Example> chosen = new LinkedHashMap<>();
        postponed.forEach(id -> chosen.put(id, batch.example(id).orElseThrow()));
        postponed.clear();
        List<Example> order = order(batch);
        boolean begun = false;
        while (chosen.size() < batch.size() && !(begun && drawn == order.size())) {
            if (drawn == order.size()) {
                begin();
                begun = true;
                order = order(batch);
            }
            Example next = order.get(drawn++);
            if (chosen.putIfAbsent(next.id(), next) != null) {
                postponed.add(next.id());
            }
        }
        metrics.mean("curriculum/epoch", epoch);
        metrics.mean("curriculum/retired", retired.size());
        return List.copyOf(chosen.values());
    }

    private void begin() {
        epoch++;
        drawn = 0;
        retired.addAll(rates.atLeast(config.passRate()));
    }

    /** The prompts of the epoch in its order: a function of the seed, the epoch and what is left out. */
    private List<Example> order(PromptBatch batch) {
        List<Example> remaining = batch.pool().stream()
                .filter(example -> !retired.contains(example.id()))
                .toList();
        List<Example> all = remaining.isEmpty() ? batch.pool() : remaining;
        return config.shuffle() ? Shuffle.of(all, SplitMix64.key(batch.seed(), epoch)) : all;
    }

    @Override
    public void scored(int step, List<ScoredGroup> groups) {
        groups.forEach(rates::add);
    }

    @Override
    public Map<String, Object> state() {
        return Map.of(
                "epoch", epoch,
                "drawn", drawn,
                "postponed", List.copyOf(postponed),
                "retired", List.copyOf(retired),
                "responses", rates.state());
    }

    @Override
    public void restore(Map<String, Object> state) {
        if (!(state.get("epoch") instanceof Number savedEpoch
                && state.get("drawn") instanceof Number savedDrawn
                && state.get("postponed") instanceof List<?> savedPostponed
                && state.get("retired") instanceof List<?> savedRetired
                && state.get("responses") instanceof Map<?, ?> responses)) {
            throw new IllegalArgumentException(
                    "The saved state of curriculum 'no-positive-resampling' lacks epoch, drawn,"
                            + " postponed, retired or responses: " + state.keySet());
        }
        epoch = savedEpoch.intValue();
        drawn = savedDrawn.intValue();
        postponed.clear();
        savedPostponed.forEach(id -> postponed.add(String.valueOf(id)));
        retired.clear();
        savedRetired.forEach(id -> retired.add(String.valueOf(id)));
        rates.restore(responses);
    }
}
