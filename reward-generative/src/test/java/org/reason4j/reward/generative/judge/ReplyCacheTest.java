package org.reason4j.reward.generative.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reason4j.api.data.Message;
import org.reason4j.api.data.SamplingParams;
import org.reason4j.api.plugin.ConfigException;
import org.reason4j.api.text.TextModel.Request;

class ReplyCacheTest {

    @TempDir
    private Path directory;

    @Test
    void everythingThatMakesAnAnswerIsInItsKey() {
        List<String> keys = List.of(
                ReplyCache.key("v1", "m", request("hi", 1, 8)),
                ReplyCache.key("v2", "m", request("hi", 1, 8)),
                ReplyCache.key("v1", "n", request("hi", 1, 8)),
                ReplyCache.key("v1", "m", request("ho", 1, 8)),
                ReplyCache.key("v1", "m", request("hi", 2, 8)),
                ReplyCache.key("v1", "m", request("hi", 1, 9)),
                ReplyCache.key("v", "1m", request("hi", 1, 8)));
        assertThat(keys).doesNotHaveDuplicates();
        assertThat(ReplyCache.key("v1", "m", request("hi", 1, 8))).isEqualTo(keys.get(0));
    }

    @Test
    void aDamagedFileIsNoAnswerAndIsReplaced() throws IOException {
        ReplyCache cache = new ReplyCache(directory, "rubric.cachePath");
        String key = ReplyCache.key("v", "m", request("hi", 1, 8));
        cache.put(key, "yes");
        Path file = directory.resolve(key.substring(0, 2)).resolve(key + ".json");
        Files.writeString(file, Files.readString(file).substring(0, 5));
        assertThat(cache.get(key)).isEmpty();
        cache.put(key, "no");
        assertThat(cache.get(key)).contains("no");
    }

    @Test
    void readersNeverSeeHalfAFileWhileOthersWriteIt() throws Exception {
        ReplyCache cache = new ReplyCache(directory, "rubric.cachePath");
        String key = ReplyCache.key("v", "m", request("hi", 1, 8));
        String text = "long ".repeat(20_000);
        cache.put(key, text);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Boolean>> work = IntStream.range(0, 400)
                    .<Callable<Boolean>>mapToObj(i -> () -> {
                        if (i % 4 == 0) {
                            new ReplyCache(directory, "rubric.cachePath").put(key, text);
                        }
                        return cache.get(key).orElseThrow().equals(text);
                    })
                    .toList();
            for (Future<Boolean> whole : threads.invokeAll(work, 2, TimeUnit.MINUTES)) {
                assertThat(whole.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(1);
        }
    }

    @Test
    void aPlaceWhereNoDirectoryCanBeIsTold() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        assertThatThrownBy(() -> new ReplyCache(file, "rubric.cachePath"))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("rubric.cachePath: cannot create the directory " + file);
    }

    private static Request request(String text, long seed, int maxTokens) {
        return Request.of(List.of(Message.user(text)), SamplingParams.greedy(maxTokens), seed);
    }
}
