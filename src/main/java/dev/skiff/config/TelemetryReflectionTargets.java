package dev.skiff.config;

import io.opentelemetry.exporter.sender.jdk.internal.JdkHttpSenderProvider;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** What the exporter of traces finds as a service. */
@RegisterForReflection(targets = JdkHttpSenderProvider.class)
public final class TelemetryReflectionTargets {

    private TelemetryReflectionTargets() {}
}
