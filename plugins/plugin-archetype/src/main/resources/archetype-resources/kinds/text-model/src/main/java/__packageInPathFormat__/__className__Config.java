package ${package};

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the text model {@code ${artifactId}}.
 *
 * @param phrase text that the last message has to contain
 * @param present answer where it does
 * @param absent answer where it does not
 */
public record ${className}Config(String phrase, String present, String absent) {

    /** Is there a final answer? The verdicts are those that the reward {@code rubric} reads. */
    public static final ${className}Config DEFAULTS =
            new ${className}Config("<answer>", "<verdict>yes</verdict>", "<verdict>no</verdict>");

    public ${className}Config {
        check(!phrase.isEmpty(), "${artifactId}.phrase must not be empty: every message contains nothing");
    }
}
