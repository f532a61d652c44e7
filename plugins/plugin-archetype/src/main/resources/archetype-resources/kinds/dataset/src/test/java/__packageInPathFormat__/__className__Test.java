package ${package};

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.reason4j.api.dataset.Example;
import org.reason4j.api.plugin.ConfigException;

class ${className}Test {

    @Test
    void theAnswerIsTheDifference() {
        for (Example example : read(50, 1)) {
            String[] terms = example.messages().get(0).content().replace("=", "").split("-");
            int difference = Integer.parseInt(terms[0]) - Integer.parseInt(terms[1]);

            assertTrue(difference >= 0, example.messages().toString());
            assertEquals(String.valueOf(difference), example.fields().get("answer"));
        }
    }

    @Test
    void theSeedFixesTheProblems() {
        assertEquals(read(20, 1), read(20, 1));
        assertNotEquals(read(20, 1), read(20, 2));
    }

    @Test
    void aDatasetOfNothingIsRefused() {
        assertThrows(ConfigException.class, () -> new ${className}Config(0, 9, 1));
    }

    private static List<Example> read(int count, long seed) {
        return new ${className}(new ${className}Config(count, 99, seed)).read();
    }
}
