/**
 * What the controller and the agent in a user's pod say to each other: the plan that the agent finds in its environment, the report that it
 * hands over, and how both are written. JSON is read and written by streaming, since the agent's executable has no reflection.
 */
@NullMarked
package dev.skiff.handover;

import org.jspecify.annotations.NullMarked;
