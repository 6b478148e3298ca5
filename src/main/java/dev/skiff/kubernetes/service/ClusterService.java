package dev.skiff.kubernetes.service;

import dev.skiff.port.service.Caller;
import dev.skiff.port.service.WorkflowService;

/**
 * The workflows of a cluster. Whatever is asked for is asked of the API server as the one who asks here, so that it is the API server which
 * says what that one may do; the rights of this process are used for nothing, unless it was begun to act with them.
 */
public final class ClusterService implements WorkflowService {
    private final Callers callers;
    private final ServiceSettings settings;
    private final AccessReviews reviews;

    /** @param callers closed with this */
    public ClusterService(Callers callers, ServiceSettings settings) {
        this.callers = callers;
        this.settings = settings;
        this.reviews = new AccessReviews(settings.clock());
    }

    @Override
    public Session as(Caller caller) {
        return new ClusterSession(callers.known(caller), settings, reviews);
    }

    @Override
    public String managedNamespace() {
        return settings.managedNamespace();
    }

    @Override
    public void close() {
        callers.close();
    }
}
