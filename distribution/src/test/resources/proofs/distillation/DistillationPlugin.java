package proofs.distillation;

import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;

/** Learning from the most likely tokens of a teacher. */
public final class DistillationPlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.optimizer("distillation", new Distillation.Config("", 8), Distillation.class);
    }
}
