/** Runs without a controller: what a process finds out about the Job or pod that it runs in. */
@NullMarked
package dev.skiff.kubernetes.jobs;

import org.jspecify.annotations.NullMarked;
