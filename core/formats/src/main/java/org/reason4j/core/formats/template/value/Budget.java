package org.reason4j.core.formats.template.value;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one rendering may use, so that it ends soon and in little memory whatever the template says.
 *
 * <p>Three amounts are counted. <i>Work</i> is about one unit per evaluated expression and statement, per item that is drawn,
 * and per 16 characters that are read. <i>Size</i> is one unit per character of every text that is made and {@value #ITEM}
 * per item of every list, whether it is kept or not, so it bounds each value and the output too. A <i>level</i> is an
 * expression inside an expression, a statement inside a statement, a call inside a call, or a list inside a list that is
 * printed or compared. Work and size grow with the conversation; levels do not.
 *
 * <p>Every operation that grows a value, reads one as a whole or descends into one asks here before it does. A rendering runs on
 * one thread, and its budget is found there.
 */
public final class Budget {

    /** Units of work for an empty conversation, and per unit of the conversation's size. */
    static final long WORK = 2_000_000;

    static final long WORK_PER_UNIT = 64;

    /** Units of size for an empty conversation, and per unit of the conversation's size. */
    static final long SIZE = 4_000_000;

    static final long SIZE_PER_UNIT = 256;

    /** Size of a list's item. */
    static final int ITEM = 16;

    /** Levels inside each other. */
    static final int LEVELS = 250;

    private static final ThreadLocal<@Nullable Budget> CURRENT = new ThreadLocal<>();

    private final long allowedWork;
    private final long allowedSize;
    private long work;
    private long size;
    private int levels;

    private Budget(long conversation) {
        allowedWork = WORK + WORK_PER_UNIT * conversation;
        allowedSize = SIZE + SIZE_PER_UNIT * conversation;
    }

    /** Returns what {@code rendering} returns for a conversation of the given size. */
    public static <T> T during(long conversation, Supplier<T> rendering) {
        CURRENT.set(new Budget(conversation));
        try {
            return rendering.get();
        } finally {
            CURRENT.remove();
        }
    }

    /** Returns the budget of this thread's rendering; a new one where nothing is rendered. */
    public static Budget current() {
        Budget budget = CURRENT.get();
        return budget == null ? new Budget(0) : budget;
    }

    public void work(long units) {
        work += units;
        if (work > allowedWork) {
            throw TemplateException.of(
                    "the chat template does not end within %,d steps, the most for this conversation; look for a loop in "
                            + "a loop",
                    allowedWork);
        }
    }

    /** Asks to read so many characters. */
    public void read(long characters) {
        work(1 + (characters >> 4));
    }

    /** Asks to look for a text in another one; the bound is that of comparing them at every place. */
    public void search(String text, String wanted) {
        long places = Math.max(1L, text.length() - (long) wanted.length());
        read(places * Math.max(1, Math.min(wanted.length(), text.length())));
    }

    /** Asks to make a text of so many characters. */
    public void grow(long characters) {
        size += characters;
        if (size > allowedSize) {
            throw TemplateException.of(
                    "the chat template makes texts and lists of more than %,d characters together, the most for this "
                            + "conversation (an item of a list counts as %d); look for a repetition or a width",
                    allowedSize, ITEM);
        }
    }

    /** Asks to make a list of so many items. */
    public void items(long count) {
        grow(ITEM * (1 + count));
        work(count);
    }

    /** Asks to make a dict of so many entries, each of which counts as four items. */
    public void entries(long count) {
        items(4 * count);
    }

    /** Goes one level down. A failure ends the rendering, so only a normal end has to {@link #leave}. */
    public void enter() {
        enter(1);
    }

    /** Goes several levels down at once, where one of the template takes many calls. */
    void enter(int several) {
        work(1);
        levels += several;
        if (levels > LEVELS) {
            throw TemplateException.of(
                    "the chat template goes deeper than %d levels; look for a macro or a loop that calls itself, for a very "
                            + "long expression, or for a list in a list",
                    LEVELS);
        }
    }

    public void leave() {
        leave(1);
    }

    void leave(int several) {
        levels -= several;
    }
}
