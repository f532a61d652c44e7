package org.reason4j.reward.unsupervised.vote;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.plugin.PluginException;

/**
 * Compares embeddings: the cosine of two vectors, {@code a b / (|a| |b|)}.
 *
 * <p>The embedding model is a class of langchain4j's {@code EmbeddingModel}, looked up by name among the jars beside the
 * plugin's: its libraries hold 110 MB of native code and weights, which most recipes have no use for. It is called as {@code
 * embed(String).content().vector()}. The last texts' vectors are kept, since a text is compared with several others.
 */
final class EmbeddingLikeness implements Likeness {

    private static final int KEPT = 4096;

    private final Function<String, float[]> embedding;
    private final double threshold;
    private final Map<String, float[]> vectors = Collections.synchronizedMap(new Kept());

    EmbeddingLikeness(Function<String, float[]> embedding, double threshold) {
        this.embedding = embedding;
        this.threshold = threshold;
    }

    /**
     * Loads a model.
     *
     * @throws ConfigException if no jar beside the plugin's has the class
     */
    static EmbeddingLikeness of(String model, double threshold) {
        try {
            Object built = Class.forName(model, true, EmbeddingLikeness.class.getClassLoader())
                    .getConstructor()
                    .newInstance();
            Method embed = built.getClass().getMethod("embed", String.class);
            return new EmbeddingLikeness(text -> vector(built, embed, text), threshold);
        } catch (ClassNotFoundException | NoClassDefFoundError e) {
            throw new ConfigException(
                    "empo.embedding names the class '" + model
                            + "', but the plugin 'reward-unsupervised' does not find "
                            + e.getMessage() + ". Copy the model's jars into the plugin's directory, as its page in the"
                            + " technique reference says, or set empo.sameness to another value.",
                    e);
        } catch (ReflectiveOperationException e) {
            throw new ConfigException(
                    "empo.embedding names the class '" + model
                            + "', which could not be built with a constructor without"
                            + " parameters, or has no method embed(String): " + cause(e)
                            + ". Name an embedding model of"
                            + " langchain4j.",
                    e);
        }
    }

    private static float[] vector(Object model, Method embed, String text) {
        try {
            Object response = embed.invoke(model, text);
            Object content = response.getClass().getMethod("content").invoke(response);
            return (float[]) content.getClass().getMethod("vector").invoke(content);
        } catch (ReflectiveOperationException e) {
            throw new PluginException(
                    "The embedding model " + model.getClass().getName() + " gave no vector for a text of "
                            + text.length() + " characters: " + cause(e),
                    e);
        }
    }

    private static Throwable cause(ReflectiveOperationException e) {
        return e instanceof InvocationTargetException wrapped && wrapped.getCause() != null ? wrapped.getCause() : e;
    }

    @Override
    public boolean same(String question, String one, String other) {
        return cosine(vector(one), vector(other)) >= threshold;
    }

    private float[] vector(String text) {
        float[] known = vectors.get(text);
        if (known == null) {
            known = embedding.apply(text);
            vectors.put(text, known);
        }
        return known;
    }

    static double cosine(float[] one, float[] other) {
        double product = 0;
        double left = 0;
        double right = 0;
        for (int i = 0; i < one.length; i++) {
            product += (double) one[i] * other[i];
            left += (double) one[i] * one[i];
            right += (double) other[i] * other[i];
        }
        return left * right == 0 ? 0 : product / Math.sqrt(left * right);
    }

    /** The texts that were asked for last. */
    private static final class Kept extends LinkedHashMap<String, float[]> {

        private static final long serialVersionUID = 1;

        Kept() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, float[]> eldest) {
            return size() > KEPT;
        }
    }
}
