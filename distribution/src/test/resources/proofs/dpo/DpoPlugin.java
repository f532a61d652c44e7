package proofs.dpo;

import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;

/** Direct preference optimization on the policy's own pairs. */
public final class DpoPlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.optimizer("dpo", new Dpo.Config(0.5, true, 0), Dpo.class);
    }
}
