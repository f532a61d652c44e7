package org.reason4j.reward.code;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.reason4j.reward.code.run.Workshops;
import org.reason4j.reward.code.sandbox.Mechanisms;
import org.reason4j.reward.code.suite.Language;
import org.reason4j.testkit.contract.PluginContract;
import org.reason4j.testkit.subject.Materials;
import org.reason4j.testkit.subject.Offered;
import org.reason4j.testkit.subject.Samples;

class CodeContractTest extends PluginContract {

    CodeContractTest() {
        super(new CodePlugin());
    }

    @BeforeAll
    static void thereIsASandbox() {
        Workshops.open(Mechanisms.Choice.AUTO, Language.PYTHON, java.time.Duration.ofSeconds(20))
                .close();
    }

    @Override
    protected Materials materials(Offered<?> component, Record settings) {
        if (component.name().equals("code-interpreter")) {
            return Materials.standard()
                    .withTurns(
                            "Let me see: <code>print(6 * 7)</code>",
                            "And <code>```python\nprint(1 / 0)\n```</code>",
                            "Or a call without a beginning</code>",
                            "It is 42.");
        }
        return component.name().equals("code-tests")
                ? Materials.standard()
                        .withResponses(
                                Samples.prompt("double", "Double it")
                                        .withFields(Map.of(
                                                "tests", Map.of("inputs", List.of("2"), "outputs", List.of("4")))),
                                "```python\nprint(2 * int(input()))\n```",
                                "```python\nprint(int(input()))\n```",
                                "I can't")
                : Materials.standard();
    }
}
