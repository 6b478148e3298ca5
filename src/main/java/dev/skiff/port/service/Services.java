package dev.skiff.port.service;

import dev.skiff.port.ClusterAccess;
import org.jspecify.annotations.Nullable;

/** Opens what commands may speak to. */
public interface Services {

    /** What is spoken to. */
    interface Opened extends AutoCloseable {

        WorkflowService.Session session();

        /** Of workflows when nobody names one. */
        String namespace() throws InterruptedException;

        @Override
        void close();
    }

    /** The runs of this machine, whatever drives them; nothing of them is driven by this process. Nothing is read yet. */
    Opened here();

    /** A server. Nothing is sent yet. @throws ServiceException when what is given cannot be: INVALID, UNAUTHENTICATED */
    Opened server(ServerAccess access);

    /**
     * The API server of a cluster, with this user's own rights.
     *
     * @param access null for the usual one, as kubectl finds it
     * @throws dev.skiff.port.ExecutorException when there is none
     */
    Opened cluster(@Nullable ClusterAccess access);
}
