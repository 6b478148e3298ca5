package dev.skiff.api;

import dev.skiff.port.Vitals;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** {@code /q/health/ready}: whether the process knows what is in the cluster, and decides or stands by. */
@Readiness
@Singleton
final class ReadinessProbe implements HealthCheck {
    private final Vitals vitals;

    @Inject
    ReadinessProbe(Vitals vitals) {
        this.vitals = vitals;
    }

    @Override
    public HealthCheckResponse call() {
        return Parts.response("parts", vitals.ready());
    }
}
