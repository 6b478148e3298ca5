package dev.skiff.controller;

import dev.skiff.kubernetes.workflows.WorkflowEvents;
import dev.skiff.port.Alarms;
import dev.skiff.port.Caches;
import dev.skiff.port.Feed;
import dev.skiff.port.Locks;
import dev.skiff.port.Meters;
import dev.skiff.port.TaskExecutor;
import dev.skiff.port.Traces;
import java.time.InstantSource;
import java.util.function.Function;

/**
 * What a controller works with.
 *
 * @param executors opens the executor of a namespace
 * @param events opens what tells of the workflows of a namespace
 * @param feeds opens what hears of the workflows of a namespace, too
 */
public record Parts(
        Function<String, TaskExecutor> executors,
        Function<String, WorkflowEvents> events,
        Function<String, Feed> feeds,
        Alarms alarms,
        Locks locks,
        Caches caches,
        Meters meters,
        Traces traces,
        InstantSource clock) {}
