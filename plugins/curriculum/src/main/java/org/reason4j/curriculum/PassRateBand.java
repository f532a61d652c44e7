package org.reason4j.curriculum;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import org.reason4j.api.data.Requirements;
import org.reason4j.api.data.ScoredGroup;
import org.reason4j.api.dataset.Curriculum;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.dataset.PromptBatch;
import org.reason4j.api.plugin.Stateful;
import org.reason4j.api.random.SplitMix64;
import org.reason4j.api.track.Metrics;

/**
 * Draws prompts whose running pass rate is in a band: the policy solves them now and then, so they teach it something. It keeps
 * the rate of every prompt that was answered, over epochs and over resumes.
 *
 * <p>A batch has first {@code explore} of its prompts from those whose rate is not known, then prompts of the band, then more that
 * are not known, then those outside of the band, the nearest first. Within each kind the run's seed and the number of the batch
 * pick. Prompts outside of the band are tried again after {@code recheck} batches: the policy gets better, and forgets.
 *
 * <p>Metrics: {@code curriculum/in_band}, {@code curriculum/unknown} and {@code curriculum/outside}, the prompts of a step of each
 * kind.
 *
 * @see <a href="https://arxiv.org/abs/2502.01456">PRIME: prompts of middling difficulty</a>
 */
public final class PassRateBand implements Curriculum, Stateful {

    private static final String TOLD = "told";
    private static final String AT = "at";
    private static final String RESPONSES = "responses";

    private final PassRateBandConfig config;
    private final ResponseValue value;
    private final Metrics metrics;
    private final PassRates rates;
    private final Map<String, Integer> at = new TreeMap<>(); // number of batches told when a prompt was answered last
    private int told;

    /** What is known about a prompt. */
    private enum Place {
        IN_BAND,
        UNKNOWN,
        OUTSIDE
    }

    public PassRateBand(PassRateBandConfig config, Metrics metrics) {
        this.config = config;
        this.metrics = metrics;
        value = new ResponseValue(config.metric());
        rates = new PassRates(value, config.threshold(), config.memory());
    }

    @Override
    public Requirements requirements() {
        return value.requirements();
    }

    @Override
    public List<Example> choose(PromptBatch batch) {
        List<Example> pool = Shuffle.of(batch.pool(), SplitMix64.key(batch.seed(), batch.number()));
        List<Example> unknown = of(Place.UNKNOWN, pool);
        Set<Example> chosen = new LinkedHashSet<>(unknown.subList(
                0, (int) Math.min(unknown.size(), Math.round(config.explore() * batch.size()))));
        chosen.addAll(of(Place.IN_BAND, pool));
        chosen.addAll(unknown);
        of(Place.OUTSIDE, pool).stream()
                .sorted(Comparator.comparingDouble(this::distance))
                .forEach(chosen::add);
        List<Example> taken = chosen.stream().limit(batch.size()).toList();
        for (Place place : Place.values()) {
            metrics.add(
                    "curriculum/" + place.name().toLowerCase(Locale.ROOT),
                    of(place, taken).size());
        }
        return taken;
    }

    private List<Example> of(Place place, List<Example> examples) {
        return examples.stream().filter(one -> place(one) == place).toList();
    }

    private Place place(Example example) {
        OptionalDouble rate = rates.of(example.id());
        if (rate.isEmpty()) {
            return Place.UNKNOWN;
        }
        if (distance(example) == 0) {
            return Place.IN_BAND;
        }
        boolean old = config.recheck() > 0 && told - at.getOrDefault(example.id(), told) >= config.recheck();
        return old ? Place.UNKNOWN : Place.OUTSIDE;
    }

    /** How far a known rate is from the band; 0 within it. */
    private double distance(Example example) {
        double rate = rates.of(example.id()).orElseThrow();
        return Math.max(0, Math.max(config.low() - rate, rate - config.high()));
    }

    @Override
    public void scored(int step, List<ScoredGroup> groups) {
        told++;
        for (ScoredGroup group : groups) {
            rates.add(group);
            at.put(group.prompt().id(), told);
        }
    }

    @Override
    public Map<String, Object> state() {
        return Map.of(TOLD, told, AT, new TreeMap<>(at), RESPONSES, rates.state());
    }

    @Override
    public void restore(Map<String, Object> state) {
        if (!(state.get(TOLD) instanceof Number batches
                && state.get(AT) instanceof Map<?, ?> times
                && state.get(RESPONSES) instanceof Map<?, ?> responses)) {
            throw new IllegalArgumentException("The saved state of curriculum 'pass-rate-band' lacks " + TOLD + ", "
                    + AT + " or " + RESPONSES + ": " + state.keySet());
        }
        told = batches.intValue();
        at.clear();
        times.forEach((id, time) -> at.put(String.valueOf(id), ((Number) time).intValue()));
        rates.restore(responses);
    }
}
