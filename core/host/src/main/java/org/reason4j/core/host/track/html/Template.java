package org.reason4j.core.host.track.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page template made of fragments, each between {@code <!--fragment NAME-->} and {@code <!--/fragment-->}.
 *
 * <p>A fragment holds places such as {@code {{title}}}. Whatever fills one is escaped, unless it is {@link Html}.
 */
public final class Template {

    private static final Pattern FRAGMENT =
            Pattern.compile("<!--fragment ([\\w-]+)-->\\n?(.*?)\\n?<!--/fragment-->", Pattern.DOTALL);
    private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");

    private final Map<String, String> fragments = new HashMap<>();

    private Template(String text) {
        Matcher matcher = FRAGMENT.matcher(text);
        while (matcher.find()) {
            fragments.put(matcher.group(1), matcher.group(2));
        }
    }

    /**
     * Reads a template.
     *
     * @param beside a class in whose package it is
     */
    public static Template resource(Class<?> beside, String name) {
        return new Template(read(beside, name));
    }

    /** Reads a resource in the package of a class. */
    static String read(Class<?> beside, String name) {
        try (InputStream in = beside.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The resource '" + name + "' is missing beside " + beside);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read the resource '" + name + "'", e);
        }
    }

    /** Fills every place of a fragment; each needs a value. */
    public Html fill(String fragment, Map<String, ?> values) {
        String text = fragments.get(fragment);
        if (text == null) {
            throw new IllegalStateException("No fragment named '" + fragment + "', only " + fragments.keySet());
        }
        return new Html(PLACE.matcher(text).replaceAll(place -> {
            Object value = values.get(place.group(1));
            if (value == null) {
                throw new IllegalStateException("Fragment '" + fragment + "' needs a value for " + place.group());
            }
            return Matcher.quoteReplacement(
                    value instanceof Html html
                            ? html.markup()
                            : Html.text(value).markup());
        }));
    }
}
