/** What contract rules are tried on: components, how they are made, and the inputs that they are given. */
@NullMarked
package org.reason4j.testkit.subject;

import org.jspecify.annotations.NullMarked;
