package org.reason4j.core.host.plugin.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarCacheTest {

    /** SHA-256 of the three letters "abc": FIPS 180-2, appendix B.1. */
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    Path scratch;

    @Test
    void aCopyIsNamedByItsContent() throws IOException {
        Path jar = Files.writeString(scratch.resolve("one.jar"), "abc");
        JarCache cache = JarCache.in(scratch.resolve("cache/plugins"));
        StoredJar stored = cache.store(jar);
        assertThat(stored.sha256()).isEqualTo(ABC);
        assertThat(stored.copy())
                .isEqualTo(scratch.resolve("cache/plugins").resolve(ABC + ".jar"))
                .hasContent("abc");
        assertThat(stored.name()).isEqualTo("one.jar");
        assertThat(scratch.resolve("cache/plugins")).isDirectoryContaining(file -> file.equals(stored.copy()));
    }

    @Test
    void aCopyStaysWhatItIsWhenItsJarIsOverwritten() throws IOException {
        Path jar = Files.writeString(scratch.resolve("one.jar"), "abc");
        JarCache cache = JarCache.in(scratch.resolve("cache"));
        StoredJar before = cache.store(jar);
        Files.writeString(jar, "def");
        assertThat(cache.store(jar).copy()).isNotEqualTo(before.copy());
        assertThat(before.copy()).hasContent("abc");
    }

    @Test
    void aCopyIsUsedAgainAndADamagedOneIsReplaced() throws IOException {
        Path jar = Files.writeString(scratch.resolve("one.jar"), "abc");
        JarCache cache = JarCache.in(scratch.resolve("cache"));
        Path copy = cache.store(jar).copy();
        FileTime hourAgo = FileTime.from(Instant.now().minus(Duration.ofHours(1)));
        Files.setLastModifiedTime(copy, hourAgo);
        assertThat(Files.getLastModifiedTime(cache.store(jar).copy())).isEqualTo(Files.getLastModifiedTime(copy));
        Files.writeString(copy, "abd");
        assertThat(cache.store(jar).copy()).isEqualTo(copy).hasContent("abc");
    }

    @Test
    void copiesThatNobodyUsedForAMonthAreDeleted() throws IOException {
        JarCache cache = JarCache.in(scratch.resolve("cache"));
        Path old = cache.store(Files.writeString(scratch.resolve("old.jar"), "old"))
                .copy();
        Path used = cache.store(Files.writeString(scratch.resolve("used.jar"), "used"))
                .copy();
        FileTime twoMonthsAgo = FileTime.from(Instant.now().minus(Duration.ofDays(60)));
        Files.setLastModifiedTime(old, twoMonthsAgo);
        Files.setLastModifiedTime(used, twoMonthsAgo);
        cache.store(scratch.resolve("used.jar"));
        JarCache.in(scratch.resolve("cache"));
        assertThat(old).doesNotExist();
        assertThat(used).exists();
    }

    @Test
    void aDirectoryThatCannotBeWrittenIsReplacedByATemporaryOne() throws IOException {
        Path file = Files.writeString(scratch.resolve("file"), "where the directory should be");
        Path jar = Files.writeString(scratch.resolve("one.jar"), "abc");
        JarCache cache = JarCache.in(file.resolve("cache"));
        StoredJar stored = cache.store(jar);
        assertThat(stored.copy()).hasContent("abc");
        assertThat(stored.copy().startsWith(scratch)).isFalse();
        cache.close();
        assertThat(cache.directory()).doesNotExist();
    }

    @Test
    void closingKeepsCopiesThatAreNotTemporary() throws IOException {
        JarCache cache = JarCache.in(scratch.resolve("cache"));
        Path copy = cache.store(Files.writeString(scratch.resolve("one.jar"), "abc"))
                .copy();
        cache.close();
        assertThat(copy).exists();
    }

    @Test
    void aCopyThatCannotBeWrittenNamesTheDirectory() throws IOException {
        Path jar = Files.writeString(scratch.resolve("one.jar"), "abc");
        JarCache cache = JarCache.in(scratch.resolve("cache"));
        Files.delete(scratch.resolve("cache"));
        assertThatThrownBy(() -> cache.store(jar))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContainingAll(
                        "The copy of " + jar, scratch.resolve("cache").toString());
    }
}
