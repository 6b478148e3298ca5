/** The product as a user has it: {@code local-runner/skiff} as a process, real containers. Run by {@code make it}. */
@NullMarked
package dev.skiff.it;

import org.jspecify.annotations.NullMarked;
