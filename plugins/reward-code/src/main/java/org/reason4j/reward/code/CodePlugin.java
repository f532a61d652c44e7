package org.reason4j.reward.code;

import java.util.Map;
import org.reason4j.api.plugin.Plugin;
import org.reason4j.api.plugin.Registry;
import org.reason4j.reward.code.interpreter.CodeInterpreter;
import org.reason4j.reward.code.interpreter.CodeInterpreterConfig;
import org.reason4j.reward.code.problems.FormulaPrograms;
import org.reason4j.reward.code.problems.FormulaProgramsConfig;

/** Offers the reward {@code code-tests}, the environment {@code code-interpreter}, and a dataset of tasks for programs. */
public final class CodePlugin implements Plugin {

    @Override
    public void register(Registry registry) {
        registry.reward(
                "code-tests", CodeTestsConfig.DEFAULTS, CodeTests.class, Map.of("prime", CodeTestsConfig.PRIME));
        registry.environment("code-interpreter", CodeInterpreterConfig.DEFAULTS, CodeInterpreter.class);
        registry.dataset("formula-programs", FormulaProgramsConfig.DEFAULTS, FormulaPrograms.class);
    }
}
