package org.reason4j.optimizer.mixed;

import java.util.Map;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;
import org.reason4j.optimizer.mixed.demonstration.Chord;
import org.reason4j.optimizer.mixed.demonstration.Demonstrations;
import org.reason4j.optimizer.mixed.demonstration.Hpt;
import org.reason4j.optimizer.mixed.demonstration.Luffy;
import org.reason4j.optimizer.mixed.demonstration.LuffyConfig;
import org.reason4j.optimizer.mixed.demonstration.Srft;
import org.reason4j.optimizer.mixed.observation.Echo;
import org.reason4j.optimizer.mixed.observation.HintImitation;
import org.reason4j.optimizer.mixed.observation.HintedSampler;
import org.reason4j.optimizer.mixed.replay.ExGrpo;
import org.reason4j.optimizer.mixed.replay.ExGrpoCurriculum;
import org.reason4j.optimizer.mixed.replay.Experience;
import org.reason4j.optimizer.mixed.replay.FifoReplay;
import org.reason4j.optimizer.mixed.replay.Rlep;

/** Offers replay of earlier responses, and what learns from demonstrations beside the policy's own responses. */
public final class MixedDataPlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.shared(Experience.class);
        registry.shaper("rlep", Rlep.Config.DEFAULTS, Rlep.class);
        registry.shaper("replay", FifoReplay.Config.DEFAULTS, FifoReplay.class);
        registry.shaper("exgrpo", ExGrpo.Config.DEFAULTS, ExGrpo.class);
        registry.curriculum("exgrpo", ExGrpoCurriculum.Config.DEFAULTS, ExGrpoCurriculum.class);
        registry.sampler("demonstrations", Demonstrations.Config.DEFAULTS, Demonstrations.class);
        registry.sampler("uft", HintedSampler.Config.DEFAULTS, HintedSampler.class);
        registry.regularizer("uft", HintImitation.Config.DEFAULTS, HintImitation.class);
        registry.regularizer("echo", Echo.Config.DEFAULTS, Echo.class);
        registry.optimizer("exgrpo", LuffyConfig.EXGRPO, Luffy.class);
        registry.optimizer("luffy", LuffyConfig.DEFAULTS, Luffy.class);
        registry.optimizer("srft", Srft.Config.DEFAULTS, Srft.class);
        registry.optimizer("chord", Chord.Config.DEFAULTS, Chord.class, Map.of("mu", Chord.Config.MU));
        registry.optimizer("hpt", Hpt.Config.DEFAULTS, Hpt.class, Map.of("small", Hpt.Config.SMALL));
    }
}
