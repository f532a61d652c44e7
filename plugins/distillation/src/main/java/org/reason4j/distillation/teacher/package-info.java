/** Teachers: models that score responses they did not write, one for each example, and what is told about it. */
@NullMarked
package org.reason4j.distillation.teacher;

import org.jspecify.annotations.NullMarked;
