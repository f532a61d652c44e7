package org.reason4j.core.host.track;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.reason4j.api.data.Credit;
import org.reason4j.api.data.Trajectory;

/** Finds the credit of a trajectory. A credit may hold a copy of it with more streams, so prompt and sample decide. */
public final class Credits {

    private record Key(String prompt, int sample) {
        public static Key of(Trajectory trajectory) {
            return new Key(trajectory.prompt().id(), trajectory.sample());
        }
    }

    private final Map<Key, Credit> credits = new HashMap<>();

    public Credits(Collection<Credit> all) {
        all.forEach(credit -> credits.put(Key.of(credit.trajectory()), credit));
    }

    /** The credit; absent if the trajectory was left out of learning. */
    public Optional<Credit> of(Trajectory trajectory) {
        return Optional.ofNullable(credits.get(Key.of(trajectory)));
    }

    /** Mean advantage over the learned tokens; absent without credit or learned tokens. */
    OptionalDouble meanAdvantage(Trajectory trajectory) {
        return of(trajectory).map(Credits::mean).orElse(OptionalDouble.empty());
    }

    /** The largest size of an advantage on a learned token; 0 without any. */
    public double largestAdvantage(Trajectory trajectory) {
        double largest = 0;
        for (int t = 0; of(trajectory).isPresent() && t < trajectory.length(); t++) {
            if (trajectory.isLearned(t)) {
                largest =
                        Math.max(largest, Math.abs(of(trajectory).orElseThrow().advantage(t)));
            }
        }
        return largest;
    }

    private static OptionalDouble mean(Credit credit) {
        boolean[] learned = credit.trajectory().learned();
        double sum = 0;
        int count = 0;
        for (int t = 0; t < learned.length; t++) {
            if (learned[t]) {
                sum += credit.advantage(t);
                count++;
            }
        }
        return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / count);
    }

    /** The first groups of a step; 0 for all. */
    public static <T> List<T> first(int count, List<T> groups) {
        return count == 0 ? groups : groups.subList(0, Math.min(count, groups.size()));
    }
}
