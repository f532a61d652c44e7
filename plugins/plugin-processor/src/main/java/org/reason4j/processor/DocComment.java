package org.reason4j.processor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A documentation comment, read as text.
 *
 * @param text what precedes the block tags; paragraphs are separated by an empty line
 * @param params descriptions by name, of the tags {@code @param}; those of type parameters are left out
 * @param links web pages that the tags {@code @see} name
 */
record DocComment(String text, Map<String, String> params, List<Link> links) {

    private static final Pattern BLOCK_TAG = Pattern.compile("(?m)^[ \\t]*@(?=[a-z])");
    private static final Pattern PARAM = Pattern.compile("param\\s+(\\w+)\\s*(.*)", Pattern.DOTALL);
    private static final Pattern SEE = Pattern.compile(
            "see\\s+<a\\s+href=\"([^\"]+)\"\\s*>(.*?)</a>.*", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

    /**
     * A web page.
     *
     * @param title what it is called
     * @param address where it is
     */
    record Link(String title, String address) {}

    /** Reads a comment as {@code Elements.getDocComment} returns it. */
    static DocComment of(String comment) {
        List<String> parts = parts(comment);
        Map<String, String> params = new LinkedHashMap<>();
        List<Link> links = new ArrayList<>();
        for (String tag : parts.subList(1, parts.size())) {
            Matcher param = PARAM.matcher(tag);
            if (param.matches()) {
                params.put(param.group(1), Markup.text(param.group(2)));
            }
            Matcher see = SEE.matcher(tag);
            if (see.matches()) {
                links.add(new Link(Markup.text(see.group(2)), see.group(1)));
            }
        }
        return new DocComment(Markup.text(parts.get(0)), params, links);
    }

    /** The body, then each block tag without its sign. A sign within an inline tag, such as code, begins no block. */
    private static List<String> parts(String comment) {
        List<String> parts = new ArrayList<>();
        int begin = 0;
        Matcher tag = BLOCK_TAG.matcher(comment);
        while (tag.find()) {
            if (Markup.depth(comment, tag.start()) == 0) {
                parts.add(comment.substring(begin, tag.start()));
                begin = tag.end();
            }
        }
        parts.add(comment.substring(begin));
        return parts;
    }
}
