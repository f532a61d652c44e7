package ${package};

import static org.reason4j.api.plugin.ConfigException.check;

/**
 * Settings of the environment {@code ${artifactId}}.
 *
 * @param handover string with which the policy asks for a hint; it stays in the response
 * @param field field of the example that is the hint
 * @param price taken from the reward of a turn that asks, not negative
 * @param most number of hints in a response, at least 1; a turn that asks for more ends the response
 */
public record ${className}Config(String handover, String field, double price, int most) {

    /** A question mark buys the answer, once, for half of what it usually earns. */
    public static final ${className}Config DEFAULTS = new ${className}Config("?", "answer", 0.5, 1);

    public ${className}Config {
        check(!handover.isEmpty(), "${artifactId}.handover must not be empty");
        check(!field.isEmpty(), "${artifactId}.field must not be empty");
        check(price >= 0 && Double.isFinite(price), "${artifactId}.price must not be negative, got %s", price);
        check(most >= 1, "${artifactId}.most must be at least 1, got %s", most);
    }
}
