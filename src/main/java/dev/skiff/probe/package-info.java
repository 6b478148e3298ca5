/** Asks running containers what their probes say to ask, as a kubelet does, for places of execution that have no kubelet. */
@NullMarked
package dev.skiff.probe;

import org.jspecify.annotations.NullMarked;
