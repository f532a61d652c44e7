package org.reason4j.core.formats.template.value;

import java.util.Iterator;

/** A sequence that can be run through once. */
public record Generator(Iterator<Object> elements) {}
