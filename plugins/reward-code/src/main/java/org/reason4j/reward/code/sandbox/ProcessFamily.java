package org.reason4j.reward.code.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A process and what descends from it, as {@code /proc} shows them. */
final class ProcessFamily {

    private final Process top;

    ProcessFamily(Process top) {
        this.top = top;
    }

    /**
     * Kills the process and its first two descendants, of which one is the first of the process namespace: with it the
     * kernel kills all others.
     */
    void kill() {
        List<Long> children = children(top.pid());
        for (long child : children) {
            children(child).forEach(ProcessFamily::kill);
            kill(child);
        }
        top.toHandle().destroyForcibly(); // unlike that of Process it leaves the pipes, which are still read
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    private static List<Long> children(long pid) {
        List<Long> children = new ArrayList<>();
        String text = read(Path.of("/proc", String.valueOf(pid), "task", String.valueOf(pid), "children"));
        for (String child : text.split(" ", -1)) {
            if (!child.isBlank()) {
                children.add(Long.parseLong(child.strip()));
            }
        }
        return children;
    }

    /** Memory of its own and shared memory of all, in bytes. */
    long residentBytes() {
        long sum = 0;
        Deque<Long> open = new ArrayDeque<>(List.of(top.pid()));
        while (!open.isEmpty()) {
            long pid = open.pop();
            open.addAll(childrenOfThreads(pid));
            sum += resident(pid);
        }
        return sum;
    }

    /** A thread other than the first can have children, too. */
    private static List<Long> childrenOfThreads(long pid) {
        List<Long> all = new ArrayList<>();
        try (var threads = Files.newDirectoryStream(Path.of("/proc", String.valueOf(pid), "task"))) {
            for (Path thread : threads) {
                for (String child : read(thread.resolve("children")).split(" ", -1)) {
                    if (!child.isBlank()) {
                        all.add(Long.parseLong(child.strip()));
                    }
                }
            }
        } catch (IOException e) { // it has ended
            return all;
        }
        return all;
    }

    private static long resident(long pid) {
        long kilobytes = 0;
        for (String line : read(Path.of("/proc", String.valueOf(pid), "status")).split("\n", -1)) {
            if (line.startsWith("RssAnon:") || line.startsWith("RssShmem:")) {
                kilobytes += Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        return kilobytes * 1024;
    }

    /** The text of a file of {@code /proc}; empty for a process that has ended. */
    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
