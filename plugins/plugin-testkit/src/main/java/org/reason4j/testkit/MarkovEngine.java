package org.reason4j.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.reason4j.api.data.Finish;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.data.TokenStream;
import org.reason4j.api.data.Trajectory;
import org.reason4j.api.random.SplitMix64;
import org.reason4j.api.sampler.RolloutEngine;
import org.reason4j.api.sampler.RolloutPlan;
import org.reason4j.api.sampler.RolloutRequest;

/**
 * Writes characters from a Markov chain: the next one depends on the last one only, so values and probabilities of
 * responses have closed forms. Tokens are those of {@link Characters}; {@code $} ends a response, and so does a stop
 * string of the request, which its text leaves out. A draw is a function of seed, sample and position only.
 *
 * @param seed seed of all draws
 * @param chain for each character the probabilities of the next ones, which add up to 1; a response begins with a
 *     successor of the prompt's last character
 * @param asked all requests so far, those of plans included
 */
public record MarkovEngine(long seed, Map<Character, Map<Character, Double>> chain, List<RolloutRequest> asked)
        implements RolloutEngine {

    private static final Characters TOKENIZER = new Characters();

    /** An engine without requests so far. */
    public MarkovEngine(long seed, Map<Character, Map<Character, Double>> chain) {
        this(seed, chain, new ArrayList<>());
    }

    @Override
    public synchronized List<Trajectory> generate(List<RolloutRequest> requests) {
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
        float[] before = request.find(TokenStream.BEHAVIOUR_LOGPROBS).orElse(new float[shared]);
        float[] logprobs = Arrays.copyOf(before, limit);
        int[] prompt = request.prompt().tokens();
        int length = shared;
        boolean ended = false;
        while (length < limit && !ended) {
            int last = length > 0 ? tokens[length - 1] : prompt[prompt.length - 1];
            Map.Entry<Character, Double> next = draw(after((char) last), uniform(request.sample(), length));
            logprobs[length] = (float) Math.log(next.getValue());
            learned[length] = true;
            tokens[length++] = next.getKey();
            ended = next.getKey() == '$'
                    || stop(tokens, shared, length, request.params()).isPresent();
        }
        int[] response = Arrays.copyOf(tokens, length);
        Optional<String> stop = stop(response, shared, length, request.params());
        Trajectory written = Trajectory.sampled(
                        request.prompt(),
                        request.sample(),
                        response,
                        text(response, stop),
                        ended ? Finish.STOP : Finish.LENGTH,
                        0,
                        request.params())
                .withLearned(Arrays.copyOf(learned, length))
                .with(TokenStream.BEHAVIOUR_LOGPROBS, Arrays.copyOf(logprobs, length));
        return request.branch().map(written::withBranch).orElse(written);
    }

    /** The stop string that the tokens end with, of those that were written now. */
    private static Optional<String> stop(int[] tokens, int from, int to, SamplingParams params) {
        if (params.stop().isEmpty()) {
            return Optional.empty();
        }
        String text = TOKENIZER.decode(Arrays.copyOfRange(tokens, from, to), true);
        return params.stop().stream().filter(text::endsWith).findFirst();
    }

    private static String text(int[] response, Optional<String> stop) {
        String text = TOKENIZER.decode(response, true);
        return text.substring(0, text.length() - stop.map(String::length).orElse(0));
    }

    private Map<Character, Double> after(char last) {
        Map<Character, Double> choice = chain.get(last);
        if (choice == null || choice.isEmpty()) {
            throw new IllegalArgumentException("The chain has no successor of '" + last + "'");
        }
        return choice;
    }

    private static Map.Entry<Character, Double> draw(Map<Character, Double> choice, double uniform) {
        List<Map.Entry<Character, Double>> ordered = List.copyOf(new TreeMap<>(choice).entrySet());
        int at = 0;
        double sum = ordered.get(0).getValue();
        while (at < ordered.size() - 1 && uniform >= sum) {
            at++;
            sum += ordered.get(at).getValue();
        }
        return ordered.get(at);
    }

    /** The draw for a position of a sample, in [0, 1). */
    private double uniform(int sample, int position) {
        long key = SplitMix64.mix(SplitMix64.key(seed) + sample);
        return SplitMix64.uniform(SplitMix64.number(key, position));
    }
}
