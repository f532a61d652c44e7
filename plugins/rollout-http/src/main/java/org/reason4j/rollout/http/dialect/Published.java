package org.reason4j.rollout.http.dialect;

import java.nio.file.Path;
import java.util.List;

/**
 * Weights of one version, as servers get them.
 *
 * @param version number of updates behind them
 * @param run the beginning of every label of this run, which no other run has
 * @param label the version's name on the servers
 * @param path what the servers read
 * @param adapter whether it holds adapters alone
 * @param vocabulary number of token ids that servers may write
 * @param hashes SHA-256 of the weight files as they were written, in lines of {@code sha256sum}; none for servers that don't check it
 */
public record Published(
        long version, String run, String label, Path path, boolean adapter, int vocabulary, List<String> hashes) {

    public Published {
        hashes = List.copyOf(hashes);
    }
}
