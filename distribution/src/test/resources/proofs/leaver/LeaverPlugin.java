package proofs.leaver;

import java.util.List;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Score;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;
import org.reason4j.api.reward.Reward;

/** A reward that ends the process, one that waits, and one that takes all memory and keeps it. */
public final class LeaverPlugin implements Plugin {

    public record Config(int calls) {}

    @Override
    public void register(Registry registry) {
        registry.reward("leaves", new Config(1), Leaves.class);
        registry.reward("waits", new Config(0), Waits.class);
        registry.reward("hoards", new Config(0), Hoards.class);
    }

    private static List<Score> ones(Group group) {
        return Reward.perTrajectory(group, one -> Score.of(one.sample()));
    }

    static final class Leaves implements Reward {
        private final Config config;
        private int calls;

        Leaves(Config config) {
            this.config = config;
        }

        @Override
        public synchronized List<Score> score(Group group) {
            if (calls++ == config.calls()) {
                System.exit(0);
            }
            return ones(group);
        }
    }

    record Waits(Config config) implements Reward {
        @Override
        public List<Score> score(Group group) throws InterruptedException {
            System.out.println("waiting");
            Thread.sleep(600_000);
            return ones(group);
        }
    }

    record Hoards(Config config) implements Reward {
        private static Object[] hoard;

        @Override
        public List<Score> score(Group group) {
            for (int size = 1 << 20; size > 1; size /= 16) {
                fill(size);
            }
            return ones(group);
        }

        private static void fill(int size) {
            try {
                while (true) {
                    hoard = new Object[] {hoard, new byte[size]};
                }
            } catch (OutOfMemoryError e) {
                return; // smaller ones may fit in
            }
        }
    }
}
