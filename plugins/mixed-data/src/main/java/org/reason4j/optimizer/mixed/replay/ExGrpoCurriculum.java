package org.reason4j.optimizer.mixed.replay;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.reason4j.api.dataset.Curriculum;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.dataset.PromptBatch;
import org.reason4j.api.random.SplitMix64;

/**
 * Chooses a part of every batch among prompts with experience: most likely those that about half of the responses solved. The
 * rest are the prompts whose turn it is. The shaper {@code exgrpo} keeps the experience, and replays it in the groups of the
 * chosen prompts.
 *
 * @see <a href="https://arxiv.org/abs/2510.02245">ExGRPO, section 4.2</a>
 */
public final class ExGrpoCurriculum implements Curriculum {

    private static final long DRAWS = 0x4578475250L; // keeps its draws apart from those of other components

    /**
     * Settings of the choice.
     *
     * @param share part of a batch that is chosen among prompts with experience, in (0, 1]
     * @param sigma deviation of the normal distribution over the number of right responses, above 0
     */
    public record Config(double share, double sigma) {

        /** Half of the batch, as in the paper. */
        public static final Config DEFAULTS = new Config(0.5, 1);

        public Config {
            check(share > 0 && share <= 1, "exgrpo.share must be in (0, 1], got %s", share);
            check(sigma > 0 && Double.isFinite(sigma), "exgrpo.sigma must be positive, got %s", sigma);
        }
    }

    private final Config config;
    private final Experience experience;

    public ExGrpoCurriculum(Config config, Experience experience) {
        this.config = config;
        this.experience = experience;
        experience.chooses();
    }

    @Override
    public List<Example> choose(PromptBatch batch) {
        List<Example> inOrder = batch.inOrder();
        int wanted = (int) Math.round(config.share() * inOrder.size());
        List<Example> chosen = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (String id : experience.draw(wanted, config.sigma(), SplitMix64.key(batch.seed(), DRAWS, batch.number()))) {
            batch.example(id).ifPresent(example -> {
                chosen.add(example);
                ids.add(id);
            });
        }
        experience.promise(List.copyOf(ids));
        for (Example example : inOrder) {
            if (chosen.size() < inOrder.size() && !ids.contains(example.id())) {
                chosen.add(example);
            }
        }
        return chosen;
    }
}
