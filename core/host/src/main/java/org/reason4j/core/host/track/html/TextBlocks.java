package org.reason4j.core.host.track.html;

import java.util.Locale;
import java.util.Map;

/** Long text that folds away. */
public final class TextBlocks {

    private static final int SHORT = 900;
    private static final int SHORT_LINES = 16;
    private static final int PREVIEW = 420;
    private static final int PREVIEW_LINES = 8;

    private static final Template TEMPLATE = Template.resource(TextBlocks.class, "page.html");

    private TextBlocks() {}

    /** The whole text, behind a preview if it is long. */
    public static Html of(String text) {
        if (text.isBlank()) {
            return TEMPLATE.fill("emptyText", Map.of());
        }
        if (text.length() <= SHORT && text.lines().count() <= SHORT_LINES) {
            return TEMPLATE.fill("text", Map.of("text", text));
        }
        return TEMPLATE.fill(
                "longText",
                Map.of(
                        "preview", preview(text),
                        "text", text,
                        "size", String.format(Locale.ROOT, "%,d", text.length())));
    }

    private static String preview(String text) {
        int end = Math.min(PREVIEW, text.length());
        int line = -1;
        for (int lines = 0; lines < PREVIEW_LINES; lines++) {
            line = text.indexOf('\n', line + 1);
            if (line < 0) {
                break;
            }
        }
        end = line < 0 ? end : Math.min(end, line);
        if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end).stripTrailing() + " …";
    }
}
