package dev.skiff.runtime;

import dev.skiff.port.Alarms;
import dev.skiff.port.Caches;
import dev.skiff.port.Locks;
import dev.skiff.port.Meters;
import dev.skiff.port.RunRecords;
import dev.skiff.port.Traces;
import java.time.InstantSource;

/** What runs need beside an executor. */
public record Ports(
        RunRecords store,
        Alarms alarms,
        Locks locks,
        Caches caches,
        InstantSource clock,
        Meters meters,
        Estimates estimates,
        Traces traces) {

    /** Nothing is measured or traced, and nothing known of earlier runs. */
    public Ports(RunRecords store, Alarms alarms, Locks locks, Caches caches, InstantSource clock) {
        this(store, alarms, locks, caches, clock, Meters.NONE, new Estimates(), Traces.NONE);
    }
}
