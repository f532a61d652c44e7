package org.reason4j.core.formats.template.value;

import java.util.Map;

/** The one kind of object whose fields a template may assign, so that a loop can hand a value to what follows it. */
public record Namespace(Map<Object, Object> fields) {}
