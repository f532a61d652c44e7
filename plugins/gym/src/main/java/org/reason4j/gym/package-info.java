/**
 * Families of reasoning problems that are made from a seed, each with an exact verifier and levels from easy to hard.
 *
 * <p>A family is a {@link org.reason4j.gym.Problem} and its {@link org.reason4j.gym.Generator} in the package of its theme, and a
 * line in the theme's list; {@link org.reason4j.gym.Families} collects the themes.
 */
@NullMarked
package org.reason4j.gym;

import org.jspecify.annotations.NullMarked;
