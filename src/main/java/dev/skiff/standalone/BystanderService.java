package dev.skiff.standalone;

import dev.skiff.port.service.Caller;
import dev.skiff.port.service.WorkflowService;

/**
 * The runs of this machine for whoever looks at them and asks something of them: nothing is driven by this process, and nothing is done
 * before it is asked for. Any number of processes may have one, beside those that drive runs.
 */
public final class BystanderService implements WorkflowService {
    private final Parts parts;
    private final Bystander bystander;
    private final Session session;
    private volatile boolean closed;

    public BystanderService(Parts parts) {
        this.parts = parts;
        this.bystander = new Bystander(parts);
        RunResources resources = new RunResources(parts);
        this.session = new StandaloneSession(
                parts, new Runs(parts, bystander, resources), resources, StandaloneService.NOBODY, () -> closed);
    }

    /** Whose files they are may do everything. */
    @Override
    public Session as(Caller caller) {
        return session;
    }

    @Override
    public String managedNamespace() {
        return parts.namespaces().size() == 1 ? parts.namespaces().getFirst() : "";
    }

    @Override
    public void close() {
        closed = true;
        bystander.close();
        parts.catalog().close();
    }
}
