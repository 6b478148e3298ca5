package dev.skiff.runtime;

import dev.skiff.port.Alarms;
import dev.skiff.port.Caches;
import dev.skiff.port.Feed;
import dev.skiff.port.Locks;
import dev.skiff.port.TaskExecutor;
import java.time.InstantSource;

/** What all runs of this process share. */
record Shell(TaskExecutor executor, Admission admission, Ports ports, Feed feed) {

    Alarms alarms() {
        return ports.alarms();
    }

    Locks locks() {
        return ports.locks();
    }

    Caches caches() {
        return ports.caches();
    }

    InstantSource clock() {
        return ports.clock();
    }
}
