package dev.skiff.probe;

import dev.skiff.pod.ContainerProbes;
import dev.skiff.pod.ContainerProbes.Action;
import dev.skiff.pod.ContainerProbes.Check;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Asks the containers of one pod what their probes say to ask, for as long as it is open. A kubelet's work, done where there is none: each
 * container has a thread of its own for each of its questions.
 */
public final class PodProbes implements AutoCloseable {

    /** What the place of execution does for the probes. */
    public interface Containers {
        /** Whether the command, run in the container, exits with 0 within the time. */
        boolean succeeds(String container, List<String> command, Duration timeout)
                throws IOException, InterruptedException;

        /** Ends the container as a kubelet does when a probe has failed: SIGTERM, then SIGKILL. */
        void end(String container);
    }

    private final String address;
    private final Containers containers;
    private final Runnable ready;
    private final Set<String> unready = new HashSet<>();
    private final List<Thread> threads = new ArrayList<>();
    private boolean closed;

    /**
     * @param address of the pod
     * @param ready called once, when every readiness probe has passed; never after {@link #close}
     */
    public PodProbes(String address, Containers containers, Runnable ready) {
        this.address = address;
        this.containers = containers;
        this.ready = ready;
    }

    /** Begins to ask; the containers run. */
    public synchronized void start(List<ContainerProbes> probes) {
        probes.stream().filter(p -> p.readiness().isPresent()).forEach(p -> unready.add(p.container()));
        probes.stream().filter(p -> !p.isEmpty()).forEach(p -> run("probes of " + p.container(), () -> begin(p)));
    }

    private interface Asking {
        void run() throws InterruptedException;
    }

    private synchronized void run(String name, Asking asking) {
        if (!closed) {
            threads.add(Thread.ofVirtual().name(name).start(() -> {
                try {
                    asking.run();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
        }
    }

    private void begin(ContainerProbes probes) throws InterruptedException {
        if (probes.startup().isPresent()
                && !passes(probes.container(), probes.startup().get())) {
            end(probes.container());
            return;
        }
        probes.liveness()
                .ifPresent(check -> run("liveness of " + probes.container(), () -> {
                    untilItFails(probes.container(), check);
                    end(probes.container());
                }));
        if (probes.readiness().isPresent()) {
            untilItPasses(probes.container(), probes.readiness().get());
            isReady(probes.container());
        }
    }

    /** False when it has failed as often as it may. */
    private boolean passes(String container, Check check) throws InterruptedException {
        Thread.sleep(check.initialDelay());
        int failures = 0;
        while (!isYes(container, check)) {
            failures++;
            if (failures >= check.failureThreshold()) {
                return false;
            }
            Thread.sleep(check.period());
        }
        return true;
    }

    private void untilItFails(String container, Check check) throws InterruptedException {
        Thread.sleep(check.initialDelay());
        int failures = 0;
        while (failures < check.failureThreshold()) {
            failures = isYes(container, check) ? 0 : failures + 1;
            if (failures < check.failureThreshold()) {
                Thread.sleep(check.period());
            }
        }
    }

    /** A container that is not ready yet is no less ready for failing. */
    private void untilItPasses(String container, Check check) throws InterruptedException {
        Thread.sleep(check.initialDelay());
        int successes = 0;
        while (successes < check.successThreshold()) {
            successes = isYes(container, check) ? successes + 1 : 0;
            if (successes < check.successThreshold()) {
                Thread.sleep(check.period());
            }
        }
    }

    private boolean isYes(String container, Check check) throws InterruptedException {
        return switch (check.action()) {
            case Action.Http http -> NetworkProbe.http(http, address, check.timeout());
            case Action.Tcp tcp -> NetworkProbe.tcp(tcp, address, check.timeout());
            case Action.Exec exec -> {
                try {
                    yield containers.succeeds(container, exec.command(), check.timeout());
                } catch (IOException e) {
                    yield false;
                }
            }
        };
    }

    private synchronized void isReady(String container) {
        if (!closed && unready.remove(container) && unready.isEmpty()) {
            ready.run();
        }
    }

    private void end(String container) {
        synchronized (this) {
            if (closed) {
                return;
            }
        }
        containers.end(container);
    }

    /** Asks no more. */
    @Override
    public synchronized void close() {
        closed = true;
        threads.forEach(Thread::interrupt);
    }
}
