package proofs.backend;

import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;

/** Rollouts from a table of letters, and what shows that they came from there. */
public final class BackendPlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.backend("markov", new Markov.Config(), Markov.class);
        registry.environment("shout", new Shout.Config(2), Shout.class);
        registry.sampler("fork", new Fork.Config(), Fork.class);
        registry.reward("chain", new Chain.Config(), Chain.class);
    }
}
