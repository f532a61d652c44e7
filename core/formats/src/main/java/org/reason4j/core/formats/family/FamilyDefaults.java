package org.reason4j.core.formats.family;

/**
 * Values that transformers takes where {@code config.json} lacks a key.
 *
 * @param keysForEachHead whether there are as many key heads as query heads; otherwise their number is required
 * @param headSize width of a head; 0 for that of the residual stream divided by the number of heads
 * @param normEpsilon epsilon of every norm
 * @param theta base of the rotation's wavelengths
 * @param tiedEmbeddings whether the output projection is the embedding
 */
public record FamilyDefaults(
        boolean keysForEachHead, int headSize, double normEpsilon, double theta, boolean tiedEmbeddings) {

    /** Those of Llama. */
    public static final FamilyDefaults LLAMA = new FamilyDefaults(true, 0, 1e-6, 10_000, false);

    /** With a number of key heads that has to be given. */
    public FamilyDefaults withKeyHeadsRequired() {
        return new FamilyDefaults(false, headSize, normEpsilon, theta, tiedEmbeddings);
    }

    /** With heads of this width. */
    public FamilyDefaults withHeadSize(int size) {
        return new FamilyDefaults(keysForEachHead, size, normEpsilon, theta, tiedEmbeddings);
    }

    /** With another epsilon of every norm. */
    public FamilyDefaults withNormEpsilon(double epsilon) {
        return new FamilyDefaults(keysForEachHead, headSize, epsilon, theta, tiedEmbeddings);
    }

    /** With another base of the wavelengths. */
    public FamilyDefaults withTheta(double base) {
        return new FamilyDefaults(keysForEachHead, headSize, normEpsilon, base, tiedEmbeddings);
    }

    /** With the embedding as output projection. */
    public FamilyDefaults withTiedEmbeddings() {
        return new FamilyDefaults(keysForEachHead, headSize, normEpsilon, theta, true);
    }
}
