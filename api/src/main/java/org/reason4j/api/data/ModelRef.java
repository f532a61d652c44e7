package org.reason4j.api.data;

import java.util.regex.Pattern;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/** Name of a model of a recipe that a component asks for numbers. Immutable. */
@API(status = Status.EXPERIMENTAL, since = "1.0.0")
public final class ModelRef {

    /** Kinds of model. Constants may be added. */
    @API(status = Status.EXPERIMENTAL, since = "1.0.0")
    public enum Kind {
        /** The policy in training, with its weights of the moment. */
        POLICY,
        /** The model that reinforcement learning starts from, frozen unless {@link org.reason4j.api.model.ReferencePolicy} moves it. */
        REFERENCE,
        /** A Hugging Face directory with the policy's vocabulary, frozen. */
        DIRECTORY,
        /** A Hugging Face directory with a value head beside it, frozen: one number per token. */
        VALUES,
        /** A Hugging Face directory of a reward model, frozen: one number per conversation, read with its own tokenizer. */
        REWARD
    }

    /** The policy in training. */
    public static final ModelRef POLICY = new ModelRef(Kind.POLICY, "");

    /** The reference policy: the model that reinforcement learning starts from, unless a component moves it. */
    public static final ModelRef REFERENCE = new ModelRef(Kind.REFERENCE, "");

    private static final Pattern BLANK = Pattern.compile("\\s*");

    private final Kind kind;
    private final String path;

    private ModelRef(Kind kind, String path) {
        this.kind = kind;
        this.path = path;
    }

    /** A language model in a Hugging Face directory. */
    public static ModelRef directory(String path) {
        return new ModelRef(Kind.DIRECTORY, requirePath(path));
    }

    /** A value model in a Hugging Face directory that holds {@code value_head.safetensors}, too. */
    public static ModelRef values(String path) {
        return new ModelRef(Kind.VALUES, requirePath(path));
    }

    /**
     * A reward model in a Hugging Face directory: one that transformers opens for sequence classification, with one label. Its
     * vocabulary may be another than the policy's.
     */
    public static ModelRef reward(String path) {
        return new ModelRef(Kind.REWARD, requirePath(path));
    }

    private static String requirePath(String path) {
        if (BLANK.matcher(path).matches()) {
            throw new IllegalArgumentException("a model's directory must not be blank");
        }
        return path;
    }

    /** Kind of model. */
    public Kind kind() {
        return kind;
    }

    /** Its directory; empty for the policy and the reference. */
    public String path() {
        return path;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ModelRef ref && ref.kind == kind && ref.path.equals(path);
    }

    @Override
    public int hashCode() {
        return 31 * kind.hashCode() + path.hashCode();
    }

    @Override
    public String toString() {
        return path.isEmpty() ? kind.name() : kind + " " + path;
    }
}
