/**
 * Programs as answers: the response's program is executed in a {@linkplain org.reason4j.reward.code.sandbox sandbox} and
 * judged by unit tests outside of it.
 *
 * <p>Choose {@code code-tests} where a task is solved by a program and its examples have tests.
 *
 * @see <a href="https://arxiv.org/abs/2501.12948">DeepSeek-R1, 2.2.2: test cases as rewards of code</a>
 */
@NullMarked
package org.reason4j.reward.code;

import org.jspecify.annotations.NullMarked;
