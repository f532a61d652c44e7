package org.reason4j.distillation;

import java.util.Map;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;

/** Offers distillation on the student's own samples. */
public final class DistillationPlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.creditShaper("opd", OpdCreditConfig.DEFAULTS, OpdCredit.class);
        registry.creditShaper("iw-opd", OpdCreditConfig.IMPORTANCE_WEIGHTED, OpdCredit.class);
        registry.creditShaper("sdft", SdftCreditConfig.DEFAULTS, SdftCredit.class);
        registry.optimizer("opd", OpdLossConfig.DEFAULTS, OpdOptimizer.class);
        registry.optimizer("sdpo", SdpoConfig.DEFAULTS, SdpoOptimizer.class, Map.of("trl", SdpoConfig.TRL));
        registry.optimizer("sdft", SdftLossConfig.DEFAULTS, SdftOptimizer.class, Map.of("opsd", SdftLossConfig.OPSD));
        registry.regularizer("opd", OpdLossConfig.DEFAULTS, OpdRegularizer.class);
        registry.regularizer("sdpo", SdpoConfig.DEFAULTS, SdpoRegularizer.class);
        registry.regularizer(
                "sdft", SdftLossConfig.DEFAULTS, SdftRegularizer.class, Map.of("opsd", SdftLossConfig.OPSD));
    }
}
