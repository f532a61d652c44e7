package org.reason4j.core.engine.model.decoding;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The prefix of each slot, if it has one; an entry is a reference. */
final class SlotPrefixes {

    private List<Optional<SharedPrefix>> bySlot;

    SlotPrefixes(int slots) {
        bySlot = none(slots);
    }

    private static List<Optional<SharedPrefix>> none(int slots) {
        return new ArrayList<>(Collections.nCopies(slots, Optional.empty()));
    }

    Optional<SharedPrefix> of(int slot) {
        return bySlot.get(slot);
    }

    /** The position of the slot's first own column. */
    int first(int slot) {
        return of(slot).map(SharedPrefix::columns).orElse(0);
    }

    List<Optional<SharedPrefix>> part(int from, int count) {
        return bySlot.subList(from, from + count);
    }

    /** Replaces the prefix of a slot by one more reference to another, or by none. */
    void set(int slot, Optional<SharedPrefix> prefix) {
        prefix.ifPresent(SharedPrefix::retain);
        bySlot.set(slot, prefix).ifPresent(SharedPrefix::release);
    }

    /** Renumbers slots: {@code kept[i]} becomes i; the others have no prefix any more. */
    void resize(int[] kept, int slots) {
        List<Optional<SharedPrefix>> old = bySlot;
        bySlot = none(slots);
        for (int i = 0; i < kept.length; i++) {
            set(i, old.get(kept[i]));
        }
        old.forEach(each -> each.ifPresent(SharedPrefix::release));
    }
}
