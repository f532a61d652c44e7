package org.reason4j.optimizer.mixed;

import org.reason4j.api.data.TokenStream;
import org.reason4j.optimizer.mixed.demonstration.Demonstrations;
import org.reason4j.optimizer.mixed.observation.HintedSampler;
import org.reason4j.testkit.contract.PluginContract;
import org.reason4j.testkit.subject.Materials;
import org.reason4j.testkit.subject.Offered;

class MixedDataContractTest extends PluginContract {

    MixedDataContractTest() {
        super(new MixedDataPlugin());
    }

    /** The examples of the materials have no response to show. */
    @Override
    protected Record settings(Offered<?> component) {
        return switch (component.name()) {
            case "demonstrations" -> new Demonstrations.Config(false, false);
            case "uft" ->
                component.defaults() instanceof HintedSampler.Config hints
                        ? new HintedSampler.Config(hints.low(), hints.high(), hints.steps(), hints.slices(), false)
                        : component.defaults();
            default -> component.defaults();
        };
    }

    /** Of the response that is not learned in its middle, the first of these tokens counts as a hint. */
    @Override
    protected Materials materials(Offered<?> component, Record settings) {
        return Materials.standard()
                .withStream(TokenStream.of("mixed-data", "hint"), (sample, token) -> token == 1 ? 1 : 0);
    }
}
