package org.reason4j.optimizer.mixed.replay;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.reason4j.api.random.SplitMix64;

/**
 * What ExGRPO remembers of a run: right responses by their prompt, and how many of a prompt's last responses were right. Its
 * curriculum and its shaper share it; the shaper saves it. Prompts whose responses were all right are retired.
 */
public final class Experience {

    /** How many of a prompt's responses were right the last time, {@code right} of {@code all}: the prompt's bucket. */
    private record Solved(int right, int all) implements Comparable<Solved> {

        @Override
        public int compareTo(Solved other) {
            return Comparator.comparingInt(Solved::all)
                    .thenComparingInt(Solved::right)
                    .compare(this, other);
        }
    }

    private final KeptResponses pool = new KeptResponses();
    private final Map<String, Solved> solved = new TreeMap<>(); // of prompts that can be replayed
    private final Map<String, Integer> promised = new TreeMap<>(); // to prompts that the curriculum chose
    private boolean chosen; // by a curriculum
    private boolean started;

    /** Made by core, once per run. */
    public Experience() {}

    /**
     * Unnormalised chance of a bucket: the density of a normal distribution about half of the responses.
     *
     * <p>{@code w(k) = exp(-(k - n / 2)^2 / (2 sigma^2))} for {@code 0 < k < n}; 0 for prompts that are never or always solved.
     *
     * @param right how many were right, {@code k}
     * @param all of how many, {@code n}
     * @see <a href="https://arxiv.org/abs/2510.02245">ExGRPO, section 4.2</a>
     */
    static double weight(int right, int all, double sigma) {
        double z = (right - all / 2.0) / sigma;
        return right > 0 && right < all ? Math.exp(-z * z / 2) : 0;
    }

    /** Says that a curriculum chooses the prompts whose experience is replayed. */
    void chooses() {
        chosen = true;
    }

    /** Draws different prompts with experience: a bucket by its {@link #weight}, then one of its prompts with equal chances. */
    List<String> draw(int count, double sigma, long key) {
        Map<Solved, List<String>> buckets = new TreeMap<>();
        if (started) {
            solved.forEach((prompt, times) ->
                    buckets.computeIfAbsent(times, any -> new ArrayList<>()).add(prompt));
            buckets.keySet().removeIf(times -> weight(times.right(), times.all(), sigma) == 0);
        }
        List<String> drawn = new ArrayList<>();
        for (long i = 0; drawn.size() < count && !buckets.isEmpty(); i += 2) {
            Solved bucket = bucket(buckets, sigma, SplitMix64.uniform(SplitMix64.number(key, i)));
            List<String> prompts = Objects.requireNonNull(buckets.get(bucket), "drawn from them");
            drawn.add(prompts.remove((int) SplitMix64.below(SplitMix64.number(key, i + 1), prompts.size())));
            if (prompts.isEmpty()) {
                buckets.remove(bucket);
            }
        }
        return drawn;
    }

    private static Solved bucket(Map<Solved, List<String>> buckets, double sigma, double uniform) {
        List<Solved> all = new ArrayList<>(buckets.keySet());
        double left = uniform
                * all.stream()
                        .mapToDouble(times -> weight(times.right(), times.all(), sigma))
                        .sum();
        for (Solved times : all) {
            left -= weight(times.right(), times.all(), sigma);
            if (left < 0) {
                return times;
            }
        }
        return all.get(all.size() - 1);
    }

    /** Promises the experience of prompts to the next groups of these prompts. */
    void promise(List<String> prompts) {
        prompts.forEach(prompt -> promised.merge(prompt, 1, Integer::sum));
    }

    /** True if a group of a prompt is to be given experience: its promise, where a curriculum makes them, is used up. */
    boolean takes(String prompt) {
        if (!chosen) {
            return started && solved.containsKey(prompt);
        }
        boolean owed = promised.containsKey(prompt);
        promised.computeIfPresent(prompt, (any, times) -> times > 1 ? times - 1 : null);
        return owed;
    }

    /** The responses to a prompt that the policy was surest of, those of lowest entropy first. */
    List<Kept> surest(String prompt, int count) {
        return pool.of(prompt).stream()
                .sorted(Comparator.comparingDouble(Kept::entropy))
                .limit(count)
                .toList();
    }

    /**
     * Keeps right responses to a prompt; a prompt that is always solved is retired.
     *
     * @param all number of responses to it in this step
     * @param right how many of them were right
     * @param kept those of the right ones that can be kept
     * @param capacity most responses that are kept of a prompt
     */
    void add(String prompt, int all, int right, List<Kept> kept, int capacity) {
        if (right == all) {
            pool.remove(prompt);
            solved.remove(prompt);
            return;
        }
        kept.forEach(one -> pool.add(prompt, one, capacity));
        if (!pool.of(prompt).isEmpty()) {
            solved.put(prompt, new Solved(right, all));
        }
    }

    /** Begins to replay once a step's share of right responses exceeds a bound, and then always. */
    void startAbove(double bound, double share) {
        started |= share > bound;
    }

    /** Number of responses that are kept. */
    int size() {
        return pool.size();
    }

    Map<String, Object> state() {
        Map<String, Object> times = new LinkedHashMap<>();
        solved.forEach((prompt, one) -> times.put(prompt, Map.of("right", one.right(), "all", one.all())));
        return Map.of("pool", pool.state(), "solved", times, "promised", new TreeMap<>(promised), "started", started);
    }

    void restore(State state) {
        pool.restore(state.map("pool"));
        State times = state.map("solved");
        solved.clear();
        times.names().forEach(prompt -> {
            State one = times.map(prompt);
            solved.put(prompt, new Solved((int) one.whole("right"), (int) one.whole("all")));
        });
        State owed = state.map("promised");
        promised.clear();
        owed.names().forEach(prompt -> promised.put(prompt, (int) owed.whole(prompt)));
        started = state.flag("started");
    }
}
