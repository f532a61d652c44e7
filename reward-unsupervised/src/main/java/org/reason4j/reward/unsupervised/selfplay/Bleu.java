package org.reason4j.reward.unsupervised.selfplay;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Likeness of two questions: sentence BLEU, {@code BP * exp(1/n sum_k ln p_k)} with the clipped precision {@code p_k} of runs of
 * {@code k} words and the brevity penalty {@code BP = exp(1 - r/c)} where the candidate's {@code c} words are fewer than the
 * reference's {@code r}. A run length without a match counts 0.1 matches, as NLTK's first smoothing does.
 *
 * <p>Words are runs of letters, single digits and single signs. Runs are of up to 4 words, or as many as the shorter question
 * has, so that equal questions have 1 however short they are.
 *
 * @see <a href="https://aclanthology.org/P02-1040/">BLEU, section 2.3</a>
 */
final class Bleu {

    private static final Pattern WORD = Pattern.compile("\\p{L}+|\\S");
    private static final int LONGEST = 4;
    private static final double SMOOTHING = 0.1;

    private Bleu() {}

    static double of(String reference, String candidate) {
        List<String> right = words(reference);
        List<String> said = words(candidate);
        int order = Math.min(LONGEST, Math.min(right.size(), said.size()));
        if (order == 0) {
            return right.equals(said) ? 1 : 0;
        }
        double sum = 0;
        for (int k = 1; k <= order; k++) {
            sum += Math.log(precision(right, said, k)) / order;
        }
        double brevity = said.size() >= right.size() ? 0 : 1 - (double) right.size() / said.size();
        return Math.exp(brevity + sum);
    }

    private static double precision(List<String> right, List<String> said, int k) {
        Map<List<String>, Integer> known = runs(right, k);
        double matches = 0;
        for (Map.Entry<List<String>, Integer> run : runs(said, k).entrySet()) {
            matches += Math.min(run.getValue(), known.getOrDefault(run.getKey(), 0));
        }
        return (matches == 0 ? SMOOTHING : matches) / (said.size() - k + 1);
    }

    private static Map<List<String>, Integer> runs(List<String> words, int k) {
        Map<List<String>, Integer> runs = new HashMap<>();
        for (int i = 0; i + k <= words.size(); i++) {
            runs.merge(List.copyOf(words.subList(i, i + k)), 1, Integer::sum);
        }
        return runs;
    }

    private static List<String> words(String text) {
        return new ArrayList<>(
                WORD.matcher(text).results().map(MatchResult::group).toList());
    }
}
