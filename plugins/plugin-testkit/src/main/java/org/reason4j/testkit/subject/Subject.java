package org.reason4j.testkit.subject;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A component that rules are tried on: how to make it, and the inputs that it is given.
 *
 * @param <T> its extension point
 */
public final class Subject<T> {

    /**
     * Makes a component.
     *
     * @param <T> its extension point
     */
    @FunctionalInterface
    public interface Maker<T> {

        /** Returns a new component, each time with the same settings. */
        T make() throws Exception;
    }

    private final String name;
    private final Maker<? extends T> maker;
    private final Materials materials;
    private final List<Object> made = new ArrayList<>();

    private Subject(String name, Maker<? extends T> maker, Materials materials) {
        this.name = name;
        this.maker = maker;
        this.materials = materials;
    }

    /**
     * A component and its inputs.
     *
     * @param name for messages, such as {@code the reward 'gsm8k'}
     * @param maker makes a new instance whenever a rule asks for one
     */
    public static <T> Subject<T> of(String name, Maker<? extends T> maker, Materials materials) {
        return new Subject<>(name, maker, materials);
    }

    /** Its name in messages. */
    public String name() {
        return name;
    }

    /** Returns a new instance, with the same settings as every other. */
    public T fresh() throws Exception {
        T component = maker.make();
        synchronized (made) {
            made.add(component);
        }
        return component;
    }

    /** Returns a new instance that the caller closes. */
    public T freshToClose() throws Exception {
        return maker.make();
    }

    /** The inputs of rules. */
    public Materials materials() {
        return materials;
    }

    /** Longest time that a call may take. */
    public Duration patience() {
        return materials.patience();
    }

    /** Closes the instances that were made, the last one first, if they can be closed. */
    public void release() throws Exception {
        List<Object> open;
        synchronized (made) {
            open = new ArrayList<>(made);
            made.clear();
        }
        for (int i = open.size() - 1; i >= 0; i--) {
            if (open.get(i) instanceof AutoCloseable closeable) {
                closeable.close();
            }
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
