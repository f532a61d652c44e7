package org.reason4j.core.host.plugin.jar;

import java.nio.file.Path;

/**
 * Something in a plugin directory that does not look like a plugin.
 *
 * @param path the file or the folder
 * @param reason why it was not looked into
 */
public record PassedOver(Path path, String reason) {}
