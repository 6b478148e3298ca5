/** Tasks as pods: planned and read by pure functions, created, watched and ended by the executor. */
@NullMarked
package dev.skiff.kubernetes.pods;

import org.jspecify.annotations.NullMarked;
