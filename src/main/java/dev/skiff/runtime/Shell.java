package dev.skiff.runtime;

import dev.skiff.port.Alarms;
import dev.skiff.port.Feed;
import dev.skiff.port.TaskExecutor;
import java.time.InstantSource;

/** What all runs of this process share. */
record Shell(TaskExecutor executor, Admission admission, Alarms alarms, Feed feed, InstantSource clock) {}
