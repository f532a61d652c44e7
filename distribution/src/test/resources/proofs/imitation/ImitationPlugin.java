package proofs.imitation;

import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;

/** Learning from the most likely tokens of a teacher. */
public final class ImitationPlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.optimizer("imitation", new Imitation.Config("", 8), Imitation.class);
    }
}
