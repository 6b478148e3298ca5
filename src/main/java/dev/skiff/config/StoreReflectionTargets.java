package dev.skiff.config;

import dev.skiff.model.Bundle;
import dev.skiff.port.ClusterAccess;
import dev.skiff.port.Origin;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** What the run store reads and writes with Jackson beside Argo's own kinds. */
@RegisterForReflection(targets = {Bundle.class, ClusterAccess.class, Origin.class})
public final class StoreReflectionTargets {

    private StoreReflectionTargets() {}
}
