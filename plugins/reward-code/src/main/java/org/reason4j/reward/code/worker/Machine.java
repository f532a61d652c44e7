package org.reason4j.reward.code.worker;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TimeZone;

/** What a program can leave behind in the virtual machine: threads and settings that all programs share. */
final class Machine {

    private final Set<Thread> threads;
    private final List<Object> settings;

    private Machine(Set<Thread> threads, List<Object> settings) {
        this.threads = threads;
        this.settings = settings;
    }

    static Machine now() {
        return new Machine(threads(), settings());
    }

    private static Set<Thread> threads() {
        ThreadGroup top = Thread.currentThread().getThreadGroup();
        while (top.getParent() != null) {
            top = top.getParent();
        }
        Thread[] all = new Thread[top.activeCount() + 16];
        int count = top.enumerate(all);
        return new HashSet<>(Arrays.asList(all).subList(0, count));
    }

    private static List<Object> settings() {
        Properties properties = (Properties) System.getProperties().clone();
        return List.of(
                properties,
                Locale.getDefault(),
                TimeZone.getDefault(),
                String.valueOf(Thread.getDefaultUncaughtExceptionHandler()));
    }

    /** True if there is no thread more than before, and no setting differs. */
    boolean isAsBefore() {
        try {
            return threads.containsAll(threads()) && Objects.equals(settings, settings());
        } catch (RuntimeException e) { // a program has put something of its own in their place
            return false;
        }
    }
}
