package org.reason4j.reward.unsupervised.vote;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The answer that most responses gave, {@code y = argmax_a #{i: a_i = a}}; of several equally frequent ones that of the
 * earliest response. A response without a readable answer does not vote, but counts in {@code share}.
 *
 * @param label the elected answer
 * @param share of all responses that gave it, in (0, 1]
 * @see <a href="https://arxiv.org/abs/2504.16084">TTRL, section 2</a>
 */
public record Vote(String label, double share) {

    /** Counts the answers of a group, {@code [G]}; empty if the group has no readable answer. */
    public static Optional<Vote> of(List<Optional<String>> answers) {
        Map<String, Integer> votes = new LinkedHashMap<>();
        answers.forEach(answer -> answer.ifPresent(given -> votes.merge(given, 1, Integer::sum)));
        return votes.entrySet().stream()
                .filter(counted -> counted.getValue().equals(Collections.max(votes.values())))
                .findFirst()
                .map(most -> new Vote(most.getKey(), (double) most.getValue() / answers.size()));
    }

    /** 1 for a response that gave the elected answer, else 0. */
    public double reward(Optional<String> answer) {
        return answer.filter(label::equals).isPresent() ? 1 : 0;
    }
}
