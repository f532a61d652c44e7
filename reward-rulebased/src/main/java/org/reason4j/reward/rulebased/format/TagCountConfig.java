package org.reason4j.reward.rulebased.format;

import static org.reason4j.api.plugin.ConfigException.check;

import java.util.List;

/**
 * Settings of the tag-count reward.
 *
 * @param tags texts that a response should contain exactly once each
 */
public record TagCountConfig(List<String> tags) {

    /** The four tags of open-r1, without their line breaks. */
    public static final TagCountConfig DEFAULTS =
            new TagCountConfig(List.of("<think>", "</think>", "<answer>", "</answer>"));

    public TagCountConfig {
        tags = List.copyOf(tags);
        check(
                !tags.isEmpty() && tags.stream().noneMatch(String::isEmpty),
                "tag-count.tags must be one or more texts, none of them empty, got %s",
                tags);
    }
}
