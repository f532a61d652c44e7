package org.reason4j.cli.benchmark;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.reason4j.api.plugin.ConfigException;

/** The rows of the suite: short and long responses, few and many slots, shared and mixed prompts, a large vocabulary. */
final class SuiteRows {

    private static final List<String> ALL = List.of(
            "rollout:small:256x26+64",
            "rollout:small:64x26+64",
            "rollout:small:64x26+256",
            "rollout:small:64x26+512",
            "rollout:small:64x26+1024",
            "rollout:small:64x26+2048",
            "rollout:small:1x26+64",
            "rollout:small:8x26+64",
            "rollout:small:1x512x64+64",
            "rollout:small:1x1024x64+64",
            "rollout:small:1x2048x64+64",
            "rollout:small:1x2048/63x26+64",
            "rollout:qwen2.5-0.5b:8x64+24",
            "rollout:qwen2.5-0.5b:32x64+24",
            "rollout:qwen2.5-0.5b:8x64+24:top-p=0.95",
            "rollout:qwen2.5-0.5b:32x64+24:top-p=0.95",
            "train:small:16x26+64",
            "train:small:4x64+448",
            "train:small:8x64+512",
            "train:small:16x64+512",
            "train:small:4x64+1024",
            "train:small:1x512x8+64",
            "train:hidden-512:16x26+64",
            "train:hidden-512:4x64+960",
            "train:hidden-1024:16x26+64",
            "train:qwen2.5-0.5b:4x64+192",
            "train:qwen2.5-0.5b:1x64+960",
            "train:qwen2.5-0.5b:4x64+192:lora=16",
            "train:qwen2.5-0.5b:1x64+960:lora=16");

    private SuiteRows() {}

    /**
     * Rows by name or by pattern; all of the suite's where none is asked for.
     *
     * @param wanted rows of the suite, patterns of those with {@code *} for any characters, or rows of one's own
     * @throws ConfigException if a pattern fits no row, or a row can't be read
     */
    static List<Work> select(List<String> wanted) {
        Map<String, Work> selected = new LinkedHashMap<>();
        for (String each : wanted.isEmpty() ? List.of("*") : wanted) {
            if (!each.contains("*")) {
                selected.put(each, Work.parse(each));
                continue;
            }
            List<String> fitting =
                    ALL.stream().filter(pattern(each).asMatchPredicate()).toList();
            ConfigException.check(
                    !fitting.isEmpty(),
                    "--rows: '%s' fits no row of the suite. Expected one or several of %s",
                    each,
                    String.join(", ", ALL));
            fitting.forEach(row -> selected.put(row, Work.parse(row)));
        }
        return List.copyOf(selected.values());
    }

    private static Pattern pattern(String glob) {
        return Pattern.compile(
                Pattern.compile("\\*").splitAsStream(glob).map(Pattern::quote).collect(Collectors.joining(".*"))
                        + (glob.endsWith("*") ? ".*" : ""));
    }
}
