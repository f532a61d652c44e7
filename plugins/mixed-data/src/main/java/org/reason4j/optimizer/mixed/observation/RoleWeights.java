package org.reason4j.optimizer.mixed.observation;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.reason4j.api.model.Tokenizer;

/**
 * Weights of an observation's tokens by the roles that its text has. Roles are read from left to right and do not nest. A token
 * that holds both a mark and text counts as a mark.
 */
final class RoleWeights {

    private final Tokenizer tokenizer;
    private final int[] tokens;
    private final String text;

    RoleWeights(Tokenizer tokenizer, int[] tokens) {
        this.tokenizer = tokenizer;
        this.tokens = tokens;
        text = tokenizer.decode(tokens, false);
    }

    /** The weight of each token, {@code [n]}; 0 outside of the roles. */
    float[] of(Collection<Role> roles) {
        float[] weights = new float[tokens.length];
        int at = 0;
        for (Optional<Role> next = next(roles, at); next.isPresent(); next = next(roles, at)) {
            Role role = next.get();
            int from = text.indexOf(role.open(), at) + role.open().length();
            int closing = role.close().isEmpty() ? -1 : text.indexOf(role.close(), from);
            int to = closing < 0 ? text.length() : closing;
            int first = tokensBefore(from);
            first += length(first) < from ? 1 : 0;
            Arrays.fill(weights, first, Math.max(first, tokensBefore(to)), (float) role.weight());
            at = closing < 0 ? text.length() : closing + role.close().length();
        }
        return weights;
    }

    /** The role whose mark comes first; of several there, that of the longest mark. */
    private Optional<Role> next(Collection<Role> roles, int at) {
        return roles.stream()
                .filter(role -> text.indexOf(role.open(), at) >= 0)
                .min(Comparator.<Role>comparingInt(role -> text.indexOf(role.open(), at))
                        .thenComparingInt(role -> -role.open().length()));
    }

    /** The largest number of first tokens whose text has at most so many characters. */
    private int tokensBefore(int characters) {
        int low = 0;
        int high = tokens.length;
        while (low < high) {
            int middle = (low + high + 1) / 2;
            if (length(middle) <= characters) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private int length(int count) {
        return tokenizer.decode(Arrays.copyOf(tokens, count), false).length();
    }
}
