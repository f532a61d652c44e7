package proofs.selfplay;

import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;

/** One policy that proposes tasks and solves them. */
public final class SelfPlayPlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.shared(Archive.class);
        registry.curriculum("self-play", new SelfPlay.Config(), SelfPlay.class);
        registry.reward("referee", new Referee.Config(), Referee.class);
    }
}
