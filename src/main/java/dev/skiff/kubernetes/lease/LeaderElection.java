package dev.skiff.kubernetes.lease;

import dev.skiff.kubernetes.client.Answer;
import dev.skiff.kubernetes.client.Call;
import dev.skiff.kubernetes.client.KubeApi;
import dev.skiff.kubernetes.client.KubeProblem;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Takes part in the election for a Lease until it is closed. A leader that cannot renew its lease in time, be it that the server is silent,
 * says so to its listener before anybody else can have taken the lease; then it is a candidate again.
 */
public final class LeaderElection implements AutoCloseable {

    /** The lease of Argo's controller: the two never decide at the same time in one namespace and instance. */
    public static final String NAME = "workflow-controller";

    private final KubeApi api;
    private final String namespace;
    private final String name;
    private final InstantSource clock;
    private final Listener listener;
    private final Thread thread;
    private final LeaseTimes times;
    private volatile boolean closed;
    private volatile boolean leading;
    private Election election;

    /** Hears how the election goes, on the thread of the election; what it does delays the next renewal. */
    public interface Listener {

        /** Decide from now on. */
        void leads();

        /** Decide nothing more from now on. */
        void lost(String why);

        /** A try has failed, and another follows. */
        void troubled(String problem);

        /** Another one leads; told once for each other one. */
        void follows(String leader);
    }

    /**
     * @param namespace where the lease lies, or will
     * @param name of the lease, see {@link #name}
     * @param identity of this process, unlike every other's: a pod's name, or host and random text
     */
    public LeaderElection(
            KubeApi api,
            String namespace,
            String name,
            String identity,
            LeaseTimes times,
            InstantSource clock,
            Listener listener) {
        this.api = api;
        this.namespace = namespace;
        this.name = name;
        this.times = times;
        this.clock = clock;
        this.listener = listener;
        this.election = Election.begin(identity, times);
        this.thread = Thread.ofVirtual().name("leader-election").unstarted(this::run);
    }

    /** The name of the lease of the controller with this instance id, as Argo makes it. */
    public static String name(String instanceId) {
        return instanceId.isEmpty() ? NAME : NAME + "-" + instanceId;
    }

    /** Begins; returns at once. */
    public void start() {
        thread.start();
    }

    /** Whether this process may decide, at this very moment. */
    public boolean leading() {
        return leading;
    }

    /** Gives the lease back, so that the next candidate need not wait for its end. The listener hears that it is lost. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        String leader = "";
        try {
            while (!closed) {
                attempt();
                leader = told(leader);
                pause();
            }
        } catch (InterruptedException e) {
            // closed
        } finally {
            if (leading) {
                leading = false;
                listener.lost("this controller ends");
            }
            release();
        }
    }

    private String told(String leader) {
        Lease seen = election.seen();
        String holder = seen == null ? "" : seen.holder();
        boolean other = !leading && !holder.isEmpty() && !holder.equals(election.identity());
        if (other && !holder.equals(leader)) {
            listener.follows(holder);
        }
        return holder;
    }

    private void pause() throws InterruptedException {
        Duration wait = times.retry();
        if (leading) {
            Duration left = election.deadline()
                    .map(deadline -> Duration.between(clock.instant(), deadline))
                    .orElse(Duration.ZERO);
            wait = left.compareTo(wait) < 0 ? left : wait;
        }
        Thread.sleep(wait.isNegative() ? Duration.ZERO : wait);
        judge("the lease " + namespace + "/" + name + " could not be renewed in time");
    }

    private void attempt() throws InterruptedException {
        try {
            if (!leading) {
                look();
            }
            bid();
        } catch (KubeProblem e) {
            if (e.status() == 409 || e.isNotFound()) {
                again(e);
            } else {
                listener.troubled(String.valueOf(e.getMessage()));
            }
        } catch (TimeoutException e) {
            listener.troubled("no answer for the lease " + namespace + "/" + name + " in time");
        }
        judge("the lease " + namespace + "/" + name + " could not be renewed in time");
    }

    /** Somebody has written in between: look who. */
    private void again(KubeProblem conflict) throws InterruptedException {
        try {
            look();
            if (leading && election.renewed() == null) {
                judge("the lease " + namespace + "/" + name + " " + whose());
            } else if (leading) {
                bid();
            }
        } catch (KubeProblem | TimeoutException e) {
            listener.troubled(conflict.getMessage() + "; then: " + e.getMessage());
        }
    }

    private String whose() {
        Lease seen = election.seen();
        return seen == null ? "has been deleted" : "has been taken by " + seen.holder();
    }

    private void look() throws InterruptedException, TimeoutException {
        Lease found;
        try {
            found = Lease.read(send(Call.get(path(name))).json());
        } catch (KubeProblem e) {
            if (!e.isNotFound()) {
                throw e;
            }
            found = null;
        }
        election = election.saw(found, clock.instant());
    }

    private void bid() throws InterruptedException, TimeoutException {
        Instant begun = clock.instant();
        Lease bid = election.bid(begun).orElse(null);
        if (bid == null) {
            return;
        }
        var object = bid.json(namespace, name);
        Answer answer = send(bid.version().isEmpty() ? Call.post(path(null), object) : Call.put(path(name), object));
        election = election.wrote(Lease.read(answer.json()), begun);
        judge("the lease " + namespace + "/" + name + " was renewed too late");
    }

    private void judge(String why) {
        boolean now = election.leads(clock.instant());
        if (now && !leading) {
            leading = true;
            listener.leads();
        } else if (!now && leading) {
            leading = false;
            listener.lost(why);
        }
    }

    /** No answer counts that comes after the deadline. */
    private Answer send(Call call) throws InterruptedException, TimeoutException {
        Duration patience = times.renew();
        if (leading) {
            patience = election.deadline()
                    .map(deadline -> Duration.between(clock.instant(), deadline))
                    .orElse(patience);
        }
        try {
            return api.send(call).get(Math.max(1, patience.toMillis()), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw KubeProblem.in(e);
        }
    }

    private String path(@Nullable String lease) {
        String leases = "/apis/coordination.k8s.io/v1/namespaces/" + Call.encoded(namespace) + "/leases";
        return lease == null ? leases : leases + "/" + Call.encoded(lease);
    }

    private void release() {
        election.release(clock.instant()).ifPresent(lease -> {
            try {
                api.send(Call.put(path(name), lease.json(namespace, name)))
                        .get(times.retry().toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException | ExecutionException | TimeoutException e) {
                // it ends by itself, a little later
                listener.troubled("the lease " + namespace + "/" + name + " could not be given back: " + e);
            }
        });
    }
}
