/**
 * Steps as plain processes of this machine: for demos, tests and machines without a container engine; only on request.
 *
 * <p>{@link dev.skiff.host.TaskPlanner} says what a task needs (pure but for looking at this machine's directories),
 * {@link dev.skiff.host.HostTask} carries it out. All state of a process is in files, written by the small shell script around it: a
 * skiff that was killed is replaced by one that reads them.
 */
@NullMarked
package dev.skiff.host;

import org.jspecify.annotations.NullMarked;
