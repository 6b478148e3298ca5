package dev.skiff.engine;

import org.jspecify.annotations.Nullable;

/**
 * What goes on inside a composite node, and who is told when a node in it is fulfilled. A frame keeps counters, so that an event costs
 * what it touches.
 */
sealed interface Frame permits RootFrame, StepsFrame, DagFrame, TaskGroupFrame, RetryFrame, HookFrame, WorkflowHooks {

    /** A node that this frame started is fulfilled. Called once per node. */
    void childFulfilled(Machine machine, Node child);

    /** The variables {@code steps.*} or {@code tasks.*} of the template that this frame executes. */
    default @Nullable NodeReferences references() {
        return null;
    }
}
