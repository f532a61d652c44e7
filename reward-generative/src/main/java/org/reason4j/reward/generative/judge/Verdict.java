package org.reason4j.reward.generative.judge;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.reason4j.reward.generative.client.StrictJson;

/**
 * Reads the content of a judgment's only {@code <verdict>} tag. A second tag makes the judgment unreadable, so a quoted
 * response cannot inject a verdict.
 */
public final class Verdict {

    private static final Pattern TAG = Pattern.compile("<verdict>(.*?)</verdict>", Pattern.DOTALL);
    private static final Pattern SCORE = Pattern.compile("<score>([^<>]{0,20})</score>");
    private static final String OPENING = "<verdict>";

    private Verdict() {}

    /** 1 for yes, 0 for no. */
    public static double[] yesOrNo(String reply) throws Unreadable {
        return switch (content(reply).toLowerCase(Locale.ROOT)) {
            case "yes" -> new double[] {1};
            case "no" -> new double[] {0};
            default -> throw new Unreadable("the verdict is neither yes nor no", reply);
        };
    }

    /** A rating between the bounds, mapped to [0, 1]. */
    public static double[] rating(String reply, int lowest, int highest) throws Unreadable {
        String content = content(reply);
        int rating = content.matches("-?\\d{1,9}") ? Integer.parseInt(content) : Integer.MIN_VALUE;
        if (rating < lowest || rating > highest) {
            throw new Unreadable("the verdict is not a whole number from " + lowest + " to " + highest, reply);
        }
        return new double[] {(double) (rating - lowest) / (highest - lowest)};
    }

    /**
     * The whole number in the last {@code <score>} tag, mapped from the bounds to [0, 1]; earlier ones may be quoted.
     *
     * @throws Unreadable if there is none, or it is out of bounds
     */
    public static double lastScore(String reply, int lowest, int highest) throws Unreadable {
        String last = SCORE.matcher(reply)
                .results()
                .map(match -> match.group(1).strip())
                .reduce("", (first, second) -> second);
        int score = last.matches("-?\\d{1,9}") ? Integer.parseInt(last) : Integer.MIN_VALUE;
        if (score < lowest || score > highest) {
            throw new Unreadable("the last score is not a whole number from " + lowest + " to " + highest, reply);
        }
        return (double) (score - lowest) / (highest - lowest);
    }

    /** {@code {"1": true, "2": false}}: each of the criteria once, as {@code [C]}. */
    public static double[] checklist(String reply, int criteria) throws Unreadable {
        double[] met = new double[criteria];
        Arrays.fill(met, Double.NaN);
        try (JsonReader json = StrictJson.reader(content(reply))) {
            json.beginObject();
            while (json.hasNext()) {
                int criterion = Integer.parseInt(json.nextName()) - 1;
                if (criterion < 0 || criterion >= criteria || !Double.isNaN(met[criterion])) {
                    throw new Unreadable("the verdict names a criterion twice, or an unknown one", reply);
                }
                met[criterion] = json.nextBoolean() ? 1 : 0;
            }
            json.endObject();
            if (json.peek() != JsonToken.END_DOCUMENT) {
                throw new Unreadable("the verdict has text after its object", reply);
            }
        } catch (IOException | IllegalStateException | NumberFormatException e) {
            throw new Unreadable("the verdict is not a JSON object of criteria with true or false", reply);
        }
        if (Arrays.stream(met).anyMatch(Double::isNaN)) {
            throw new Unreadable("the verdict misses a criterion", reply);
        }
        return met;
    }

    /**
     * The content of the only verdict.
     *
     * @throws Unreadable if there is none, or more than one
     */
    public static String content(String reply) throws Unreadable {
        Matcher tag = TAG.matcher(reply);
        if (!tag.find() || reply.indexOf(OPENING) != reply.lastIndexOf(OPENING)) {
            throw new Unreadable("not exactly one <verdict> tag", reply);
        }
        return tag.group(1).strip();
    }
}
