/**
 * The worker that compiles and runs Java programs, one after the other, in a virtual machine within a sandbox. It uses the JDK
 * alone: its classes are copied into the sandbox by themselves.
 */
@NullMarked
package org.reason4j.reward.code.worker;

import org.jspecify.annotations.NullMarked;
