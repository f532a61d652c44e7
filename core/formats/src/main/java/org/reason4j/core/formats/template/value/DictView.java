package org.reason4j.core.formats.template.value;

import java.util.List;

/** The keys, values or items of a dict: countable and iterable, but not indexable. */
public record DictView(String kind, List<Object> elements) {}
