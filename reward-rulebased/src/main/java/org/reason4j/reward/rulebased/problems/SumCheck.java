package org.reason4j.reward.rulebased.problems;

import java.util.List;

/**
 * A judgment of a claimed sum: the sum computed again, a comparison symbol by symbol, and a verdict.
 *
 * <p>For {@code 47+85} and the claims {@code 132}, {@code 122} and none:
 *
 * <pre>
 * &lt;think&gt;47+85:7+5+0=12,4+8+1=13,132?1=1y,3=3y,2=2y,.=.y&lt;/think&gt;&lt;verdict&gt;yes&lt;/verdict&gt;
 * &lt;think&gt;47+85:7+5+0=12,4+8+1=13,132?1=1y,3=2n&lt;/think&gt;&lt;verdict&gt;no&lt;/verdict&gt;
 * &lt;think&gt;47+85:7+5+0=12,4+8+1=13,132?1=.n&lt;/think&gt;&lt;verdict&gt;no&lt;/verdict&gt;
 * </pre>
 *
 * <p>The sum is worked {@linkplain ColumnAddition carefully}, whatever the response did. Then come pairs from the first
 * digit on, the sum's before the claim's, each with {@code y} or {@code n}; a full stop stands for a number's end. The
 * first {@code n} ends the comparison.
 */
final class SumCheck {

    private SumCheck() {}

    /**
     * Writes the judgment.
     *
     * @param claim the digits of the claimed sum; empty where a response has no answer
     */
    static String judgment(List<Long> terms, String claim) {
        boolean same = claim.equals(
                String.valueOf(terms.stream().mapToLong(Long::longValue).sum()));
        return reasoning(terms, claim) + "<verdict>" + (same ? "yes" : "no") + "</verdict>";
    }

    /** Writes the reasoning about several claims: the sum once, then a comparison with each of them. */
    static String reasoning(List<Long> terms, String... claims) {
        ColumnAddition again = ColumnAddition.careful(terms);
        StringBuilder text = new StringBuilder("<think>").append(again.working());
        for (String claim : claims) {
            compare(again.sum() + ".", claim + ".", text.append('?'));
        }
        return text.append("</think>").toString();
    }

    /** Compares two texts that end with a full stop, which they have nowhere else. */
    private static void compare(String sum, String claim, StringBuilder text) {
        boolean same = true;
        for (int i = 0; same && i < sum.length(); i++) {
            same = sum.charAt(i) == claim.charAt(i);
            text.append(i > 0 ? "," : "")
                    .append(sum.charAt(i))
                    .append('=')
                    .append(claim.charAt(i))
                    .append(same ? 'y' : 'n');
        }
    }
}
