/** Teachers that are the policy itself, reading more than the student: a sibling's success, feedback, or a demonstration. */
@NullMarked
package org.reason4j.distillation.self;

import org.jspecify.annotations.NullMarked;
