package dev.skiff.standalone;

import dev.skiff.port.ExecutorException;
import dev.skiff.port.RunCatalog.Entry;
import dev.skiff.port.RunStore.StoredRun;
import dev.skiff.port.StoreException;
import dev.skiff.port.service.Caller;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.UserInfo;
import dev.skiff.port.service.WorkflowService;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Workflows on one machine. They are the runs that {@code skiff run} keeps, too, also those that other processes drive. What is submitted
 * here is driven by this process; what a process has left that died, this one goes on with when it begins.
 */
public final class StandaloneService implements WorkflowService {
    private static final System.Logger LOG = System.getLogger("dev.skiff.standalone");
    /** Whoever may ask here, in the name of who has begun this process. */
    static final UserInfo NOBODY =
            new UserInfo("skiff", System.getProperty("user.name", "local"), "", "", List.of(), "", "");

    private static final Duration EXPIRY = Duration.ofSeconds(30);

    private final Parts parts;
    private final Drive drive;
    private final Driver driver;
    private final RunResources resources;
    private final Runs runs;
    private final Session session;
    private final CompletableFuture<String> ready = new CompletableFuture<>();
    private final Thread keeper;
    private volatile boolean closed;

    /** Begins at once; see {@link #ready}. */
    public StandaloneService(Parts parts, Drive drive) {
        this.parts = parts;
        this.drive = drive;
        RunResources resources = new RunResources(parts);
        this.driver = new Driver(parts, drive, resources);
        this.runs = new Runs(parts, driver, resources);
        this.resources = resources;
        this.session = as(NOBODY);
        this.keeper = Thread.ofVirtual().name("standalone").start(this::keep);
    }

    /** One line: what is served, once what was left of former processes has been taken up. */
    public CompletableFuture<String> ready() {
        return ready;
    }

    private void keep() {
        try {
            int known = parts.catalog().ready().join();
            int resumed = takeUp();
            ready.complete("running workflows on " + drive.on() + "; " + known + " are kept"
                    + (resumed == 0 ? "" : ", " + resumed + " go on"));
            while (!closed) {
                deleteExpired();
                Thread.sleep(EXPIRY);
            }
        } catch (InterruptedException e) {
            // closed
        } catch (CompletionException | StoreException | ServiceException e) {
            Throwable cause = e instanceof CompletionException c && c.getCause() != null ? c.getCause() : e;
            ready.completeExceptionally(cause);
        }
    }

    /** Goes on with what no living process drives. */
    private int takeUp() {
        List<Entry> unfinished = parts.catalog().page(entry -> !entry.completed(), null, Integer.MAX_VALUE);
        try {
            drive.executor().collectGarbage(unfinished.stream().map(Entry::name).toList());
        } catch (ExecutorException e) {
            LOG.log(System.Logger.Level.WARNING, String.valueOf(e.getMessage()));
        }
        int resumed = 0;
        for (Entry entry : unfinished) {
            resumed += takeUp(entry.name());
        }
        return resumed;
    }

    private int takeUp(String name) {
        try {
            StoredRun run = parts.store().find(name).orElse(null);
            if (run == null || run.live() || run.completed()) {
                return 0;
            }
            String why = driver.resume(run);
            if (why.isEmpty()) {
                return 1;
            }
            LOG.log(System.Logger.Level.WARNING, () -> "run " + name + " is left as it is: " + why);
        } catch (StoreException | ServiceException e) {
            LOG.log(System.Logger.Level.WARNING, () -> "run " + name + " is left as it is: " + e.getMessage());
        }
        return 0;
    }

    /** GC-03. */
    private void deleteExpired() throws InterruptedException {
        try {
            for (String name : parts.store().expired(parts.clock().instant())) {
                StoredRun run = parts.store().find(name).orElse(null);
                if (run != null && run.completed() && !run.live()) {
                    driver.delete(run);
                }
            }
        } catch (StoreException | ServiceException e) {
            LOG.log(System.Logger.Level.WARNING, String.valueOf(e.getMessage()));
        }
    }

    /** How many runs this process drives now. */
    public int driven() {
        return driver.size();
    }

    /** Whoever can reach this service may do everything: the face that is before it asks for a token. */
    @Override
    public Session as(Caller caller) {
        return session;
    }

    /** The same for somebody who is known. */
    Session as(UserInfo user) {
        return new StandaloneSession(parts, runs, resources, user, () -> closed);
    }

    @Override
    public String managedNamespace() {
        return parts.namespaces().size() == 1 ? parts.namespaces().getFirst() : "";
    }

    /** Lets go of the runs: the next process goes on with them. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        keeper.interrupt();
        driver.letGo();
        drive.executor().close();
        parts.catalog().close();
    }
}
