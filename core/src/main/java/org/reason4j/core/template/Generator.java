package org.reason4j.core.template;

import java.util.Iterator;

/** A sequence that can be run through once. */
record Generator(Iterator<Object> elements) {}
