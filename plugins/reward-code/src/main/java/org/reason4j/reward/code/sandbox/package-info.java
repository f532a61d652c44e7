/**
 * Rooms for programs that nobody has read: own namespaces, no network, nothing of the machine but its read-only programs,
 * bounds on time, memory, processes, files and output.
 *
 * <p>A {@link org.reason4j.reward.code.sandbox.Mechanism} makes the command that starts a program in such a room; {@link
 * org.reason4j.reward.code.sandbox.Mechanisms} finds one and tries it before anything runs in it, and there is none that
 * protects less. {@link org.reason4j.reward.code.sandbox.Sandboxes} starts and ends them.
 */
@NullMarked
package org.reason4j.reward.code.sandbox;

import org.jspecify.annotations.NullMarked;
