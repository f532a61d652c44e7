package org.reason4j.optimizer.mixed.observation;

/**
 * A kind of text in what an environment says, found by the marks around it, such as those of a chat template or of a tool's
 * result. The marks themselves are not learned.
 *
 * @param open mark that the text follows
 * @param close mark that ends it; empty for the end of the observation, which ends it in any case
 * @param weight factor of its tokens' cross entropy, at least 0; 0 for text that is not learned
 */
public record Role(String open, String close, double weight) {

    /** Counts once; its marks must be given. */
    public static final Role DEFAULTS = new Role("", "", 1);
}
