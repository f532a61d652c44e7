package proofs.neartarget;

import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;

/** A curriculum and a filter that share what they know of the prompts. */
public final class CurriculumPlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.shared(Accuracies.class);
        registry.curriculum("near-target", new NearTarget.Config(0.5), NearTarget.class);
        registry.filter("spread", new Spread.Config(0.3), Spread.class);
    }
}
