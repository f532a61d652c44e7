package org.reason4j.core.formats.template.value;

import java.util.AbstractList;
import java.util.List;
import java.util.Optional;

/** A Python tuple, which differs from a list in how it prints and in what it equals. */
public final class Tuple extends AbstractList<Object> {

    private final List<Object> items;
    private final List<String> names;

    public Tuple(List<Object> items) {
        this(items, List.of());
    }

    /** A tuple whose first items can be read by name too. */
    public Tuple(List<Object> items, List<String> names) {
        this.items = items;
        this.names = names;
    }

    public static Tuple of(Object... items) {
        return new Tuple(List.of(items));
    }

    public Optional<Object> field(String name) {
        int index = names.indexOf(name);
        return index < 0 ? Optional.empty() : Optional.of(items.get(index));
    }

    @Override
    public Object get(int index) {
        return items.get(index);
    }

    @Override
    public int size() {
        return items.size();
    }
}
