package ${package};

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.testkit.Batch;
import org.reason4j.testkit.Loss;

class ${className}Test {

    @Test
    void theTermIsHalfTheMeanSquareOfTheDistances() {
        float[][] nothing = {{0, 0}};
        Batch batch = Batch.policy(new float[][] {{-1, -2}}, new float[][] {{-2, -4}}, nothing, new float[][] {{1, 1}});

        Batch.Result result = batch.evaluate(Loss.of(new ${className}(new ${className}Config(0.1))));

        // distances 1 and 2: (1/2 + 4/2) / 2 = 1.25, times 0.1
        assertEquals(0.125, result.loss(), 1e-6);
        assertEquals(1.25, result.metrics().get("${artifactId}/distance"), 1e-6);
    }

    @Test
    void aNegativeCoefficientIsRefused() {
        assertThrows(ConfigException.class, () -> new ${className}Config(-1));
    }
}
