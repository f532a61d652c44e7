package org.reason4j.optimizer.ppo;

import org.reason4j.api.optimizer.WeightVector;

/** Weights in an array. */
record Weights(float... values) implements WeightVector {

    static float[] of(WeightVector vector) {
        return ((Weights) vector).values;
    }

    @Override
    public double dot(WeightVector other) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += (double) values[i] * of(other)[i];
        }
        return sum;
    }

    @Override
    public WeightVector combine(double own, double scale, WeightVector other) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (own * values[i] + scale * of(other)[i]);
        }
        return this;
    }

    @Override
    public WeightVector copy() {
        return new Weights(values.clone());
    }

    @Override
    public void close() {}
}
