package org.reason4j.core.template;

import java.util.List;

/** The keys, values or items of a dict: countable and iterable, but not indexable. */
record DictView(String kind, List<Object> elements) {}
