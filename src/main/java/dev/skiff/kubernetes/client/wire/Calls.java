package dev.skiff.kubernetes.client.wire;

import dev.skiff.kubernetes.client.wire.Dialer.Origin;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The calls to one server. A few connections take one call after the other: that keeps a server of some cores busy, and each more would
 * cost a handshake. Only when calls wait long, since the server is far or slow, there are more of them; how many calls there are at most
 * is decided by who calls.
 */
final class Calls {
    private static final int USUAL = 8;
    private static final long PATIENCE_NS = 500_000_000;
    private static final long LOOK_MS = 250;
    /** Connections at each look. */
    private static final int MORE = 4;

    private final Dialer dialer;
    private final Origin origin;
    private final Deque<Exchange> waiting = new ArrayDeque<>();
    private final Deque<Worker> idle = new ArrayDeque<>();
    private final Set<Worker> workers = new HashSet<>();
    private boolean watched;
    private boolean closed;

    Calls(Dialer dialer, Origin origin) {
        this.dialer = dialer;
        this.origin = origin;
    }

    Dialer dialer() {
        return dialer;
    }

    Origin origin() {
        return origin;
    }

    /** Its answer comes later, by another thread. */
    void add(Exchange exchange) {
        Worker free;
        synchronized (this) {
            if (closed) {
                free = null;
            } else {
                free = idle.pollLast(); // the one that was busy last: the others may rest, and end
                if (free == null && workers.size() < USUAL) {
                    begin(exchange);
                    return;
                }
                if (free == null) {
                    waiting.add(exchange);
                    return;
                }
            }
        }
        if (free == null) {
            exchange.fail(new IOException("the client is closed"));
        } else {
            free.give(exchange);
        }
    }

    private void begin(Exchange exchange) {
        Worker fresh = new Worker(this, exchange);
        workers.add(fresh);
        Thread.ofPlatform()
                .name("calls " + origin.host() + " " + workers.size())
                .daemon()
                .start(fresh);
        if (!watched) {
            watched = true;
            Thread.ofVirtual().name("watch " + origin.host()).start(this::watch);
        }
    }

    /** @return null when nothing waits: the worker is idle from now on, and is given what comes */
    synchronized @Nullable Exchange next(Worker worker) {
        Exchange next = waiting.poll();
        if (next == null && !closed) {
            idle.addLast(worker);
        }
        return next;
    }

    /** @return whether it may end: nobody has given it anything meanwhile */
    synchronized boolean leave(Worker worker) {
        return idle.remove(worker) || closed;
    }

    synchronized void left(Worker worker) {
        workers.remove(worker);
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** As long as there is anything to look after. */
    private void watch() {
        try {
            do {
                Thread.sleep(LOOK_MS);
            } while (look());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean look() {
        long now = System.nanoTime();
        List<Exchange> late = new ArrayList<>();
        synchronized (this) {
            if (workers.isEmpty() || closed) {
                watched = false;
                return false;
            }
            workers.forEach(w -> w.endIfLate(now));
            while (!waiting.isEmpty() && isLate(waiting.peek(), now)) {
                late.add(waiting.remove());
            }
            for (int more = 0; more < MORE; more++) {
                Exchange first = waiting.peek();
                if (first == null || now - first.asked() < PATIENCE_NS) {
                    break;
                }
                begin(waiting.remove());
            }
        }
        late.forEach(exchange -> exchange.fail(tooLate(exchange)));
        return true;
    }

    static boolean isLate(Exchange exchange, long now) {
        Duration within = exchange.within();
        return within != null && now - exchange.asked() > within.toNanos();
    }

    static IOException tooLate(Exchange exchange) {
        Duration within = exchange.within();
        return new IOException("no answer within " + (within == null ? 0 : within.toSeconds()) + " s");
    }

    void close() {
        List<Exchange> never;
        List<Worker> all;
        synchronized (this) {
            closed = true;
            never = List.copyOf(waiting);
            waiting.clear();
            all = List.copyOf(workers);
            idle.clear();
        }
        all.forEach(Worker::abort);
        never.forEach(exchange -> exchange.fail(new IOException("the client is closed")));
    }
}
