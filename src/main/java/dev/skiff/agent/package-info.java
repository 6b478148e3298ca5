/**
 * The first process of a container whose step hands something over: fetches input artifacts, runs the user's command as its child, collects
 * the outputs and reports. Plain Java without a framework and without reflection, built as an executable of its own.
 */
@NullMarked
package dev.skiff.agent;

import org.jspecify.annotations.NullMarked;
