package org.reason4j.reward.rulebased.text;

import java.lang.Character.UnicodeScript;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.reason4j.api.data.Group;
import org.reason4j.api.data.Score;
import org.reason4j.api.reward.Reward;

/**
 * The share of letters that belong to the wanted scripts; 1 for a text without letters.
 *
 * <p>Scripts tell Chinese from English, not English from French. DeepSeek-R1 takes the share of words; letters need no rule
 * for words in scripts without blanks.
 *
 * @see <a href="https://arxiv.org/abs/2501.12948">DeepSeek-R1, section 2.3.2</a>
 */
public record LanguageMix(LanguageMixConfig config) implements Reward {

    private static final Pattern FORMULA = Pattern.compile("\\$\\$[^$]*+\\$\\$|\\$[^$\\n"
            + "]*+\\$|\\\\\\((?:[^\\\\]|\\\\[^)])*+\\\\\\)|\\\\\\[(?:[^\\\\]|\\\\[^\\]])*+\\\\\\]|\\\\[A-Za-z]++");

    @Override
    public List<Score> score(Group group) {
        return Reward.perTrajectory(group, one -> Score.of(value(one.text())));
    }

    double value(String text) {
        Set<UnicodeScript> scripts =
                config.scripts().stream().map(LanguageMixConfig::script).collect(Collectors.toSet());
        String prose = config.skipFormulas() ? FORMULA.matcher(text).replaceAll(" ") : text;
        long letters = 0;
        long wanted = 0;
        for (int i = 0; i < prose.length(); i += Character.charCount(prose.codePointAt(i))) {
            int letter = prose.codePointAt(i);
            if (Character.isLetter(letter)) {
                letters++;
                wanted += scripts.contains(UnicodeScript.of(letter)) ? 1 : 0;
            }
        }
        return letters == 0 ? 1 : (double) wanted / letters;
    }
}
