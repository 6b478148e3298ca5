package dev.skiff.api;

import dev.skiff.port.Vitals;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** {@code /q/health/live}: whether every loop of the process turns. A kubelet starts the process anew when not. */
@Liveness
@Singleton
final class LivenessProbe implements HealthCheck {
    private final Vitals vitals;

    @Inject
    LivenessProbe(Vitals vitals) {
        this.vitals = vitals;
    }

    @Override
    public HealthCheckResponse call() {
        return Parts.response("loops", vitals.alive());
    }
}
