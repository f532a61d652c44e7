package ${package};

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.testkit.Batch;
import org.reason4j.testkit.Loss;

class ${className}Test {

    private static final ${className} OPTIMIZER = new ${className}(${className}Config.DEFAULTS);

    @Test
    void anAdvantageIsTheDistanceFromTheMean() {
        // mean (1 + 0 + 0.5) / 3 = 0.5
        assertArrayEquals(new double[] {0.5, -0.5, 0}, ${className}.advantages(1, 0, 0.5), 1e-12);
    }

    @Test
    void equalRewardsTeachNothing() {
        assertArrayEquals(new double[] {0, 0}, ${className}.advantages(1, 1), 1e-12);
    }

    @Test
    void aGoodTokenStopsEarningOnceItsRatioPassesTheBound() {
        // ratio 0.75 / 0.5 = 1.5, clipped to 1.2; A = 1  =>  -min(1.5, 1.2) = -1.2
        assertEquals(-1.2, lossOfOneToken(0.75, 0.5, 1), 1e-5);
    }

    @Test
    void aBoundOfOneIsRefused() {
        assertThrows(ConfigException.class, () -> new ${className}Config(1, 0.2));
    }

    private static double lossOfOneToken(double now, double before, double advantage) {
        return Batch.policy(token(Math.log(now)), token(Math.log(before)), token(advantage), token(1))
                .evaluate(Loss.of(OPTIMIZER))
                .loss();
    }

    private static float[][] token(double value) {
        return new float[][] {{(float) value}};
    }
}
