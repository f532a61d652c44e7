package org.reason4j.sampler.tree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.Stream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.sampler.RolloutEngine;
import org.reason4j.api.sampler.RolloutPlan;
import org.reason4j.api.sampler.RolloutRequest;

/**
 * Samples characters from a chain: the next one depends on the last one alone. A draw is a function of seed, sample and
 * position, as in core. {@code $} ends a response.
 *
 * @param chain for each character the next ones, and for each of those its probability; what follows the prompt's last
 *     character begins a response
 * @param asked every request so far
 */
record MarkovEngine(long seed, Map<Character, Map<Character, Double>> chain, List<RolloutRequest> asked)
        implements RolloutEngine {

    private static final Characters TOKENIZER = new Characters();

    MarkovEngine(long seed, Map<Character, Map<Character, Double>> chain) {
        this(seed, chain, new ArrayList<>());
    }

    @Override
    public List<Trajectory> generate(List<RolloutRequest> requests) {
        asked.addAll(requests);
        return requests.stream().map(this::write).toList();
    }

    @Override
    public List<List<Trajectory>> generatePlans(List<? extends RolloutPlan> plans) {
        List<List<Trajectory>> written = new ArrayList<>();
        for (RolloutPlan plan : plans) {
            List<Trajectory> all = new ArrayList<>();
            List<RolloutRequest> next = plan.next(List.of());
            while (!next.isEmpty()) {
                List<Trajectory> round = generate(next);
                all.addAll(round);
                next = plan.next(round);
            }
            written.add(all);
        }
        return written;
    }

    private Trajectory write(RolloutRequest request) {
        int shared = request.prefix().length;
        int limit = shared + request.params().maxTokens();
        int[] tokens = Arrays.copyOf(request.prefix(), limit);
        boolean[] learned = Arrays.copyOf(request.learned(), limit);
        float[] before = request.streams().getOrDefault(Stream.BEHAVIOUR_LOGPROBS, new float[shared]);
        float[] logprobs = Arrays.copyOf(before, limit);
        int[] prompt = request.prompt().tokens();
        int length = shared;
        boolean ended = false;
        while (length < limit && !ended) {
            int last = length > 0 ? tokens[length - 1] : prompt[prompt.length - 1];
            char next = draw(chain.get((char) last), uniform(request.sample(), length));
            logprobs[length] = (float) Math.log(chain.get((char) last).get(next));
            learned[length] = true;
            tokens[length++] = next;
            ended = next == '$';
        }
        int[] response = Arrays.copyOf(tokens, length);
        return new Trajectory(
                request.prompt(),
                request.sample(),
                response,
                Arrays.copyOf(learned, length),
                TOKENIZER.decode(response, true),
                ended ? Finish.STOP : Finish.LENGTH,
                0,
                Map.of(Stream.BEHAVIOUR_LOGPROBS, Arrays.copyOf(logprobs, length)),
                request.branch(),
                Optional.empty());
    }

    private static char draw(Map<Character, Double> next, double uniform) {
        double sum = 0;
        char last = '$';
        for (Map.Entry<Character, Double> one : new TreeMap<>(next).entrySet()) {
            last = one.getKey();
            sum += one.getValue();
            if (uniform < sum) {
                break;
            }
        }
        return last;
    }

    /** SplitMix64 of the key, in [0, 1). */
    private double uniform(int sample, int position) {
        long z = mix(mix(seed + 0x9E3779B97F4A7C15L) + sample) + (position + 1) * 0x9E3779B97F4A7C15L;
        return (mix(z) >>> 11) * 0x1p-53;
    }

    private static long mix(long key) {
        long z = (key ^ (key >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
