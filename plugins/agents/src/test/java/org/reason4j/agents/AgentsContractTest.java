package org.reason4j.agents;

import java.util.List;
import java.util.Map;
import org.reason4j.agents.play.Outcomes;
import org.reason4j.testkit.contract.PluginContract;
import org.reason4j.testkit.subject.Materials;
import org.reason4j.testkit.subject.Offered;

class AgentsContractTest extends PluginContract {

    AgentsContractTest() {
        super(new AgentsPlugin());
    }

    /** A game that begins, a question with two sides, and outcomes of turns. */
    @Override
    protected Materials materials(Offered<?> component, Record settings) {
        return Materials.standard()
                .withFields(Map.of(
                        "game", "tic-tac-toe", "start", "7", "open", "", "close", "", "sides", List.of("yes", "no")))
                .withStream(Outcomes.STREAM, (sample, token) -> sample % 2 == 0 ? 1 : -1);
    }
}
