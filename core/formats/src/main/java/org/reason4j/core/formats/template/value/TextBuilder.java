package org.reason4j.core.formats.template.value;

/** A text that asks the {@link Budget} before it grows. */
public final class TextBuilder {

    private final Budget budget = Budget.current();
    private final StringBuilder text = new StringBuilder();

    public TextBuilder append(String part) {
        budget.grow(part.length());
        text.append(part);
        return this;
    }

    public TextBuilder append(String whole, int start, int end) {
        budget.grow(end - start);
        text.append(whole, start, end);
        return this;
    }

    public TextBuilder append(char character) {
        budget.grow(1);
        text.append(character);
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
