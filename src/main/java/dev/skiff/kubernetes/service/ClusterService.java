package dev.skiff.kubernetes.service;

import dev.skiff.kubernetes.client.KubeApi;
import dev.skiff.port.service.Caller;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.WorkflowService;
import java.util.regex.Pattern;

/**
 * The workflows of a cluster. Each caller's bearer token is handed on to the API server, so that it is the API server which says who that
 * is and what it may do; the rights of this process are used for nothing, unless it was begun to act with them ({@code argo server
 * --auth-mode server}).
 */
public final class ClusterService implements WorkflowService {
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]{1,16384}");

    private final KubeApi api;
    private final Rights rights;
    private final ServiceSettings settings;

    /** Whose rights callers act with. */
    public enum Rights {
        /** Their own; the API that the service is given must have no identity itself. */
        CALLERS,
        /** Those of the API that the service is given. */
        SERVERS
    }

    /** @param api closed with this */
    public ClusterService(KubeApi api, Rights rights, ServiceSettings settings) {
        this.api = api;
        this.rights = rights;
        this.settings = settings;
    }

    @Override
    public Session as(Caller caller) {
        if (rights == Rights.SERVERS) {
            return new ClusterSession(new CallerApi(api, ""), "", settings);
        }
        if (!TOKEN.matcher(caller.token()).matches()) {
            throw new ServiceException(
                    ServiceException.Why.UNAUTHENTICATED,
                    caller.token().isEmpty()
                            ? "say who you are: the header 'Authorization: Bearer TOKEN' is missing; a token is what"
                                    + " 'kubectl create token NAME' prints"
                            : "what follows 'Bearer' in the header Authorization is no token");
        }
        return new ClusterSession(new CallerApi(api, "Bearer " + caller.token()), caller.token(), settings);
    }

    @Override
    public String managedNamespace() {
        return settings.managedNamespace();
    }

    @Override
    public void close() {
        api.close();
    }
}
