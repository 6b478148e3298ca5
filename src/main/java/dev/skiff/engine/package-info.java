/**
 * Decisions, pure: events in, commands out. No clock, no randomness, no I/O, no threads; time and identity arrive in the event.
 *
 * <p>{@link dev.skiff.engine.Engine#decide} is the only door. A {@link dev.skiff.engine.Run} is owned by one mailbox; the cost of an
 * event is the nodes that it touches, never the size of the workflow.
 */
@NullMarked
package dev.skiff.engine;

import org.jspecify.annotations.NullMarked;
