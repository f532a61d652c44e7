/** What recipes use: datasets of problems, the reward that checks answers, and the curriculum over levels. */
@NullMarked
package org.reason4j.gym.recipe;

import org.jspecify.annotations.NullMarked;
