package org.reason4j.core.formats.template.value;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A running {@code for} loop, and the {@code loop} variable of its body. Items are drawn one at a time, as late as possible. */
public final class Loop {

    private final Optional<TemplateFunction> recursion;
    private final long depth0;
    private Iterator<Object> items;
    private long length;
    private long index0 = -1;
    private @Nullable Object previous;
    private @Nullable Object current;
    private @Nullable Object following;
    private List<Object> lastChanged = List.of(new Object());

    /** @param length how many items there are, negative where only drawing them can tell */
    public Loop(Iterator<Object> items, long length, long depth0, Optional<TemplateFunction> recursion) {
        this.items = items;
        this.length = length;
        this.depth0 = depth0;
        this.recursion = recursion;
    }

    long depth0() {
        return depth0;
    }

    public boolean hasNext() {
        return following != null || items.hasNext();
    }

    public Object next() {
        Object item = peek().orElseThrow();
        following = null;
        previous = current;
        current = item;
        index0++;
        return item;
    }

    private Optional<Object> peek() {
        if (following == null && items.hasNext()) {
            following = items.next();
        }
        return Optional.ofNullable(following);
    }

    long length() {
        if (length < 0) {
            List<Object> rest = new ArrayList<>();
            items.forEachRemaining(item -> {
                Budget.current().grow(Budget.ITEM);
                rest.add(item);
            });
            items = rest.iterator();
            length = index0 + 1 + rest.size() + (following == null ? 0 : 1);
        }
        return length;
    }

    public Object attribute(String name) {
        return switch (name) {
            case "index0" -> index0;
            case "index" -> index0 + 1;
            case "length" -> length();
            case "revindex0" -> length() - index0 - 1;
            case "revindex" -> length() - index0;
            case "first" -> index0 == 0;
            case "last" -> peek().isEmpty();
            case "previtem" -> previous != null ? previous : new Undefined("there is no previous item");
            case "nextitem" -> peek().orElseGet(() -> new Undefined("there is no next item"));
            case "depth0" -> depth0;
            case "depth" -> depth0 + 1;
            case "cycle" -> (TemplateFunction) this::cycle;
            case "changed" -> (TemplateFunction) arguments -> changed(arguments.positional());
            default -> Undefined.member(this, name);
        };
    }

    private Object cycle(Arguments arguments) {
        List<Object> choices = arguments.positional();
        if (choices.isEmpty()) {
            throw new TemplateException("no items for cycling given");
        }
        return choices.get((int) (index0 % choices.size()));
    }

    private boolean changed(List<Object> values) {
        boolean changed = !Values.equal(values, lastChanged);
        lastChanged = values;
        return changed;
    }

    /** Renders the body of a recursive loop for other items. */
    public Object call(Arguments arguments) {
        return recursion
                .orElseThrow(() ->
                        new TemplateException("The loop must have the 'recursive' marker to be called recursively."))
                .call(arguments);
    }

    String described() {
        return "<LoopContext " + (index0 + 1) + "/" + length() + ">";
    }
}
