package org.reason4j.core.template;

import java.util.Map;

/** The one kind of object whose fields a template may assign, so that a loop can hand a value to what follows it. */
record Namespace(Map<Object, Object> fields) {}
