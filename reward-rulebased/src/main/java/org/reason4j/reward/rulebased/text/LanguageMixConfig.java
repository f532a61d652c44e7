package org.reason4j.reward.rulebased.text;

import static org.reason4j.api.plugin.ConfigException.check;

import java.lang.Character.UnicodeScript;
import java.util.List;
import org.reason4j.api.plugin.ConfigException;

/**
 * Settings of the language-mix reward.
 *
 * @param scripts the scripts that are wanted, one or more: {@code LATIN}, {@code HAN}, {@code CYRILLIC} and so on, as Unicode
 *     names them
 * @param skipFormulas true to leave out what stands between dollar signs or LaTeX brackets, and the names of LaTeX commands
 */
public record LanguageMixConfig(List<String> scripts, boolean skipFormulas) {

    /** Latin letters outside of formulas. */
    public static final LanguageMixConfig DEFAULTS = new LanguageMixConfig(List.of("LATIN"), true);

    public LanguageMixConfig {
        scripts = List.copyOf(scripts);
        check(!scripts.isEmpty(), "language-mix.scripts is empty; name one or more scripts, such as [LATIN]");
        scripts.forEach(LanguageMixConfig::script);
    }

    /** The script of a name, in any case of letters. */
    static UnicodeScript script(String name) {
        try {
            return UnicodeScript.forName(name);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(
                    "language-mix.scripts names '" + name + "', which is no script of Unicode; it knows LATIN, HAN, "
                            + "HIRAGANA, HANGUL, CYRILLIC, ARABIC, DEVANAGARI and others",
                    e);
        }
    }
}
