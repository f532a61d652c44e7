package org.reason4j.reward.rulebased.text;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Score;
import org.reason4j.api.reward.Reward;

/**
 * 1 for a response that a regular expression matches, else 0. A match that takes too long, or that goes too deep for the
 * stack, is unscorable.
 */
public final class RegexMatch implements Reward {

    private final RegexConfig config;
    private final Pattern pattern;

    public RegexMatch(RegexConfig config) {
        this.config = config;
        this.pattern = Pattern.compile(config.pattern());
    }

    @Override
    public List<Score> score(Group group) {
        return Reward.perTrajectory(group, one -> score(one.text()));
    }

    private Score score(String text) {
        if (text.length() > config.longest()) {
            return Score.unscorable(
                    "the response has " + text.length() + " characters, more than regex.longest " + config.longest());
        }
        Matcher matcher = pattern.matcher(TimedText.within(text, Duration.ofMillis(config.deadlineMillis())));
        try {
            return Score.of((config.whole() ? matcher.matches() : matcher.find()) ? 1 : 0);
        } catch (TimedText.Expired e) { // backtracks without end: the pattern can't tell
            return Score.unscorable("regex.pattern took more than " + config.deadlineMillis() + " ms");
        } catch (StackOverflowError e) { // the matcher recurses; the pattern can't tell
            return Score.unscorable("regex.pattern recurses too deeply for a response of " + text.length()
                    + " characters; use possessive quantifiers such as *+");
        }
    }
}
