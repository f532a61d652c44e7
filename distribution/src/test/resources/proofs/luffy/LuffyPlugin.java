package proofs.luffy;

import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;

/** Reinforcement learning with demonstrations among the policy's own responses. */
public final class LuffyPlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.sampler("with-demonstration", new WithDemonstration.Config(), WithDemonstration.class);
        registry.optimizer("luffy", new Luffy.Config(0.1), Luffy.class);
    }
}
