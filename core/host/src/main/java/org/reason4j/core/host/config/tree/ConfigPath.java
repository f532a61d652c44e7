package org.reason4j.core.host.config.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.reason4j.api.plugin.ConfigException;

/** Paths such as {@code rewards[0].config.weights["a.b"]}; a step is a {@code String} key or an {@code Integer} index. */
public final class ConfigPath {

    public static final String ENVIRONMENT_PREFIX = "REASON4J__";

    private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z0-9_@-]+");
    private static final Pattern STEP = Pattern.compile(
            "\\G(?:(?<dot>\\.)?(?<key>[A-Za-z0-9_@-]+)|\\[(?<index>\\d{1,9})]|\\[\"(?<quoted>[^\"]*)\"])");

    /** Characters of the longest path, which so has at most half as many steps. */
    private static final int LONGEST = 500;

    private ConfigPath() {}

    public static String child(String parent, String key) {
        if (!PLAIN_KEY.matcher(key).matches()) {
            return parent + "[\"" + key + "\"]";
        }
        return parent.isEmpty() ? key : parent + "." + key;
    }

    public static String child(String parent, int index) {
        return parent + "[" + index + "]";
    }

    public static List<Object> parse(String path) {
        checkLength(path);
        List<Object> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(path);
        int end = 0;
        while (matcher.find()) {
            boolean dotted = matcher.group("dot") != null;
            if (matcher.group("key") != null) {
                if (dotted == steps.isEmpty()) {
                    break;
                }
                steps.add(matcher.group("key"));
            } else if (matcher.group("index") != null) {
                steps.add(Integer.valueOf(matcher.group("index")));
            } else {
                steps.add(matcher.group("quoted"));
            }
            end = matcher.end();
        }
        if (end < path.length() || steps.isEmpty() || !(steps.get(0) instanceof String)) {
            throw new ConfigException("'" + path + "' is not a path; write it as training.steps or rewards[0].weight");
        }
        return steps;
    }

    private static void checkLength(String path) {
        if (path.length() > LONGEST) {
            throw new ConfigException(
                    "'" + Excerpt.of(path) + "' is not a path; the longest has " + LONGEST + " characters");
        }
    }

    /** {@code REASON4J__REWARDS__0__ON_FAILURE} becomes {@code rewards}, 0, {@code onFailure}. */
    public static List<Object> ofVariable(String variable) {
        checkLength(variable);
        List<Object> steps = new ArrayList<>();
        for (String part : variable.substring(ENVIRONMENT_PREFIX.length()).split("__", -1)) {
            if (part.isEmpty()) {
                throw new ConfigException("'" + variable + "' has an empty part; "
                        + "write it as REASON4J__TRAINING__LEARNING_RATE or REASON4J__REWARDS__0__WEIGHT");
            }
            boolean index = part.length() < 10 && part.chars().allMatch(c -> c >= '0' && c <= '9');
            steps.add(index ? Integer.valueOf(part) : SettingNames.camelCase(part.toLowerCase(Locale.ROOT)));
        }
        return steps;
    }
}
