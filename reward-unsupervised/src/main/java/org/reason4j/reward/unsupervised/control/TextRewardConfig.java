package org.reason4j.reward.unsupervised.control;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.List;

/**
 * Settings of a reward for a text that a response contains.
 *
 * @param texts a response with one of them gets 1; none of them may be empty
 * @param ignoreCase true to take capital and small letters for the same
 */
public record TextRewardConfig(List<String> texts, boolean ignoreCase) {

    /** Responses that mention Python. */
    public static final TextRewardConfig PYTHON = new TextRewardConfig(List.of("python"), true);

    /** Responses that give their answer a place: a box, or the tags of an answer. */
    public static final TextRewardConfig FORMAT = new TextRewardConfig(List.of("\\boxed{", "</answer>"), false);

    public TextRewardConfig {
        texts = List.copyOf(texts);
        check(!texts.isEmpty() && texts.stream().noneMatch(String::isEmpty), "texts must name texts, got %s", texts);
    }
}
