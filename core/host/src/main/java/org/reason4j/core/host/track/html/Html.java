package org.reason4j.core.host.track.html;

import java.util.Collection;
import java.util.stream.Collectors;

/** Markup that is safe to put into a page. */
public record Html(String markup) {

    public static final Html NONE = new Html("");

    /** Text in which nothing is taken for markup; control characters become visible. */
    public static Html text(Object value) {
        String text = String.valueOf(value);
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                case '\n', '\t' -> out.append(c);
                case '\u007f' -> out.append('\u2421');
                default -> out.append(c < 0x20 ? (char) (0x2400 + c) : c);
            }
        }
        return new Html(out.toString());
    }

    public static Html join(Collection<Html> parts) {
        return new Html(parts.stream().map(Html::markup).collect(Collectors.joining("\n")));
    }
}
