package org.reason4j.sampler.budget;

import java.util.Map;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;

/**
 * Offers samplers that give thinking a budget ({@code length-interruption}, {@code budget-forcing}), and schedules of lengths and
 * temperatures ({@code length-stages}, {@code prompt-budget}, {@code temperature-stages}).
 */
public final class BudgetPlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.sampler("length-interruption", LengthInterruptionConfig.DEFAULTS, LengthInterruption.class);
        registry.sampler("budget-forcing", BudgetForcingConfig.DEFAULTS, BudgetForcing.class);
        registry.schedule(
                "length-stages",
                LengthStagesConfig.DEFAULTS,
                LengthStages.class,
                Map.of("polaris", LengthStagesConfig.POLARIS, "ace-reason", LengthStagesConfig.ACE_REASON));
        registry.schedule("prompt-budget", PromptBudgetConfig.DEFAULTS, PromptBudget.class);
        registry.schedule(
                "temperature-stages",
                TemperatureStagesConfig.DEFAULTS,
                TemperatureStages.class,
                Map.of("polaris-7b", TemperatureStagesConfig.POLARIS_7B));
    }
}
