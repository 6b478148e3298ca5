/** Tests of workflows: what is played, and what must have come of it. */
@NullMarked
package dev.skiff.rehearsal.suite;

import org.jspecify.annotations.NullMarked;
