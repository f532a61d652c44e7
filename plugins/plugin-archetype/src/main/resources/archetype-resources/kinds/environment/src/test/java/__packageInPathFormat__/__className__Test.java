package ${package};

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.reason4j.api.data.Prompt;
import org.reason4j.api.environment.Episode;
import org.reason4j.api.environment.TurnResult;
import org.reason4j.api.plugin.ConfigException;

class ${className}Test {

    private static final Prompt PROMPT =
            Prompt.of("p", List.of(), new int[] {1}).withFields(Map.of("answer", "42"));

    private final ${className} environment = new ${className}(${className}Config.DEFAULTS);

    @Test
    void aQuestionBuysTheHint() throws Exception {
        try (Episode episode = environment.begin(PROMPT, 0)) {
            assertEquals(new TurnResult.Observation("[42]", -0.5), episode.answer("what is it?"));
            assertEquals(new TurnResult.Done(0), episode.answer("so it is 42"));
        }
    }

    @Test
    void askingOnceMoreThanAllowedEndsTheResponse() throws Exception {
        try (Episode episode = environment.begin(PROMPT, 0)) {
            episode.answer("what is it?");
            assertEquals(new TurnResult.Done(0), episode.answer("really?"));
        }
    }

    @Test
    void everyResponseHasHintsOfItsOwn() throws Exception {
        environment.begin(PROMPT, 0).answer("?");
        assertEquals(new TurnResult.Observation("[42]", -0.5), environment.begin(PROMPT, 1).answer("?"));
    }

    @Test
    void aNegativePriceIsRefused() {
        assertThrows(ConfigException.class, () -> new ${className}Config("?", "answer", -1, 1));
    }
}
