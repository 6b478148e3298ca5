package dev.skiff.remote;

import dev.skiff.port.service.Caller;
import dev.skiff.port.service.ServerAccess;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.WorkflowService;
import java.util.function.Supplier;

/** The workflows of a server. Nothing is sent before something is asked for. */
public final class RemoteService implements WorkflowService {
    private final Transport transport;

    /**
     * @param access its token is not used: that of a {@link Caller} is
     * @throws ServiceException INVALID when a file of authorities cannot be read
     */
    public RemoteService(ServerAccess access) {
        this(access, Patience.USUAL);
    }

    RemoteService(ServerAccess access, Patience patience) {
        this.transport = new Transport(access, patience);
    }

    @Override
    public Session as(Caller caller) {
        return new RemoteSession(transport.as(caller));
    }

    /** The same for whoever this is at each request, so that streams go on with another token. */
    public Session as(Supplier<Caller> caller) {
        return new RemoteSession(transport.as(caller));
    }

    /** As the server tells everybody; empty also when it tells nobody without a token. */
    @Override
    public String managedNamespace() {
        try {
            return managedNamespace(Caller.NOBODY);
        } catch (ServiceException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    /** As the server tells this caller; empty when it serves more than one. */
    public String managedNamespace(Caller caller) throws InterruptedException {
        return transport
                .as(caller)
                .json("GET", "/api/v1/info", null)
                .path("managedNamespace")
                .asText("");
    }

    @Override
    public void close() {
        transport.close();
    }
}
