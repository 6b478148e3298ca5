package dev.skiff.kubernetes.client.wire;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A connection for calls and its thread, which also runs what follows from an answer. It ends when nothing is asked of it for a while. */
final class Worker implements Runnable {
    /** Shorter than servers keep a connection on which nothing happens. */
    private static final long REST_NS = TimeUnit.SECONDS.toNanos(30);

    private final Calls calls;
    private volatile @Nullable Exchange given;
    private volatile @Nullable Thread thread;
    private volatile @Nullable Connection connection;
    private volatile boolean late;

    Worker(Calls calls, Exchange first) {
        this.calls = calls;
        this.given = first;
    }

    /** To one that is idle. */
    void give(Exchange exchange) {
        given = exchange;
        LockSupport.unpark(thread);
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        try {
            for (Exchange next = given; next != null; next = next()) {
                given = next;
                late = false;
                exchange(next);
                given = null;
            }
        } finally {
            calls.left(this);
            drop();
        }
    }

    private @Nullable Exchange next() {
        Exchange next = calls.next(this);
        if (next != null) {
            return next;
        }
        long until = System.nanoTime() + REST_NS;
        for (next = given; next == null; next = given) {
            long rest = until - System.nanoTime();
            if (rest <= 0 || calls.isClosed()) {
                if (calls.leave(this)) {
                    return null;
                }
                until = System.nanoTime() + REST_NS; // something is being given just now
            } else {
                LockSupport.parkNanos(this, rest);
            }
        }
        return next;
    }

    private void exchange(Exchange exchange) {
        Answered answer;
        try {
            answer = answer(exchange);
        } catch (IOException | RuntimeException e) {
            drop();
            exchange.fail(late ? Calls.tooLate(exchange) : e);
            return;
        }
        exchange.response().complete(answer);
    }

    private Answered answer(Exchange exchange) throws IOException {
        Connection known = connection;
        if (known != null) {
            try {
                return answer(known, exchange);
            } catch (IOException e) {
                drop();
                // a server may close what has been idle at the very moment in which something is asked
                if (known.hasHeard() || !exchange.isRepeatable() || late) {
                    throw e;
                }
            }
        }
        Connection fresh = calls.dialer().connect(calls.origin());
        connection = fresh;
        if (calls.isClosed()) {
            throw new IOException("the client is closed");
        }
        return answer(fresh, exchange);
    }

    private Answered answer(Connection over, Exchange exchange) throws IOException {
        Head head = over.send(exchange);
        byte[] body = over.body();
        if (!over.isReusable()) {
            drop();
        }
        return new Answered(exchange.request(), head, new WholeBody(body, exchange.consumer()));
    }

    private void drop() {
        Connection dropped = connection;
        connection = null;
        if (dropped != null) {
            dropped.close();
        }
    }

    /** By another thread. */
    void endIfLate(long now) {
        Exchange current = given;
        if (current != null && Calls.isLate(current, now)) {
            late = true;
            abort();
        }
    }

    /** By another thread. */
    void abort() {
        Connection aborted = connection;
        if (aborted != null) {
            aborted.abort();
        }
        LockSupport.unpark(thread);
    }
}
