package org.reason4j.core.host.track.html;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * A page of sections with a table of contents. It needs nothing else: no network and no other files.
 *
 * <p>Its script shows the numbers behind curves and tokens to whoever points, taps or presses keys. No other script can run in
 * it, and without any the page is still complete.
 *
 * @param title what it is about
 * @param status in which state that is, in a line
 * @param above a link to the page above it; empty without one
 * @param sections in their order; those without content are left out
 * @param live whether it asks its server for what is new
 */
public record Page(String title, String status, Html above, List<Section> sections, boolean live) {

    private static final Template TEMPLATE = Template.resource(Page.class, "page.html");
    private static final String VALUES = Template.read(Page.class, "values.js");
    private static final String ONCE = VALUES + "\nshowValues(document);\n";
    private static final String LIVE = VALUES + "\n" + Template.read(Page.class, "live.js");

    /**
     * A part of a page with a heading.
     *
     * @param id by which the table of contents finds it
     * @param title its heading
     * @param content what stands below that
     */
    public record Section(String id, String title, Html content) {}

    public Page {
        sections = sections.stream()
                .filter(section -> !section.content().equals(Html.NONE))
                .toList();
    }

    /** A link to a page. */
    public static Html link(String place, String name) {
        return TEMPLATE.fill("link", Map.of("place", place, "name", name));
    }

    /** The whole page. */
    public Html html() {
        String script = live ? LIVE : ONCE;
        return TEMPLATE.fill(
                "page",
                Map.of(
                        "title",
                        title,
                        "status",
                        status,
                        "above",
                        above,
                        "policy",
                        policy(script),
                        "contents",
                        Html.join(sections.stream().map(Page::entry).toList()),
                        "sections",
                        Html.join(sections.stream().map(Page::section).toList()),
                        "script",
                        new Html(script)));
    }

    /** The content security policy: a browser may show the page and run its one script. */
    private String policy(String script) {
        byte[] hash =
                Hashing.sha256().hashString(script, StandardCharsets.UTF_8).asBytes();
        return "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-"
                + Base64.getEncoder().encodeToString(hash)
                + "'; base-uri 'none'; form-action 'none'" + (live ? "; connect-src 'self'" : "");
    }

    private static Html entry(Section section) {
        return TEMPLATE.fill("entry", Map.of("id", section.id(), "title", section.title()));
    }

    private static Html section(Section section) {
        return TEMPLATE.fill(
                "section", Map.of("id", section.id(), "title", section.title(), "content", section.content()));
    }
}
