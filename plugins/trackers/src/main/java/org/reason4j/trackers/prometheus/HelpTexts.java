package org.reason4j.trackers.prometheus;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What metrics mean, from the metrics' reference: a line of the resource is a name, a tab and a text. */
final class HelpTexts {

    private static final String RESOURCE = "metrics.tsv";

    /** Words in names that stand for names. */
    private static final Pattern STAND_IN = Pattern.compile("KEY|NAME|FAMILY|SIGN");

    private final Map<String, String> texts = new LinkedHashMap<>();
    private final Map<Pattern, String> patterns = new LinkedHashMap<>();

    private HelpTexts(List<String> lines) {
        for (String line : lines) {
            String[] entry = line.split("\t", 2);
            if (STAND_IN.matcher(entry[0]).find()) {
                patterns.put(pattern(entry[0]), entry[1]);
            } else {
                texts.put(entry[0], entry[1]);
            }
        }
    }

    /** The texts that are in the plugin's jar. */
    static HelpTexts load() {
        try (InputStream in = HelpTexts.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("The jar lacks " + RESOURCE);
            }
            return new HelpTexts(new ArrayList<>(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Pattern pattern(String name) {
        StringBuilder regex = new StringBuilder();
        int end = 0;
        var matcher = STAND_IN.matcher(name);
        while (matcher.find()) {
            regex.append(Pattern.quote(name.substring(end, matcher.start()))).append("[^/]+");
            end = matcher.end();
        }
        return Pattern.compile(regex.append(Pattern.quote(name.substring(end))).toString());
    }

    /** What a metric means, if it is known. */
    Optional<String> of(String metric) {
        String text = texts.get(metric);
        if (text != null) {
            return Optional.of(text);
        }
        return patterns.entrySet().stream()
                .filter(entry -> entry.getKey().matcher(metric).matches())
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
