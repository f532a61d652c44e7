/**
 * Trainers in a program. {@link org.reason4j.core.trainer.Trainer} is the door for everybody, the command line included; the
 * packages below are its rooms.
 */
@NullMarked
package org.reason4j.core.trainer;

import org.jspecify.annotations.NullMarked;
