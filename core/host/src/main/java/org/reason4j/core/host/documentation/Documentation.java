package org.reason4j.core.host.documentation;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Javadoc of a class, or of a constant, as text.
 *
 * @param text what it says, in paragraphs; empty if there is none
 * @param links papers and pages that it refers to
 * @param settings of a record, descriptions of its components by name
 * @param constants of an enum its constants; of a settings record, constants that hold such settings
 */
public record Documentation(
        String text, List<Link> links, Map<String, Setting> settings, Map<String, Documentation> constants) {

    /** Nothing is said. */
    public static final Documentation NONE = new Documentation("", List.of(), Map.of(), Map.of());

    /**
     * A web page.
     *
     * @param title what it is called
     * @param address where it is
     */
    public record Link(String title, String address) {}

    /**
     * Description of one setting.
     *
     * @param text what it does
     * @param range the numbers that the text allows, such as {@code [0, 1)} or {@code (1, inf) or 0}; absent where it says nothing
     */
    public record Setting(String text, Optional<String> range) {}

    /** The first paragraph. */
    public String opening() {
        int end = text.indexOf("\n\n");
        return end < 0 ? text : text.substring(0, end);
    }
}
