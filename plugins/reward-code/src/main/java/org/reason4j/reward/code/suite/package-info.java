/** Tests of a program: the shapes in which datasets hold them, and how results are compared. */
@NullMarked
package org.reason4j.reward.code.suite;

import org.jspecify.annotations.NullMarked;
