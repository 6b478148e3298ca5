package dev.skiff.api.rest;

import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** What is being answered: a bounded number of requests and of streams, each on a virtual thread that ends with its connection. */
final class InFlight implements AutoCloseable {
    private static final int MOST_REQUESTS = 256;
    private static final int MOST_STREAMS = 2000;

    private final Semaphore requests = new Semaphore(MOST_REQUESTS);
    private final Semaphore streams = new Semaphore(MOST_STREAMS);
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    /**
     * @return not started yet; it must be
     * @throws ServiceException TOO_MANY_REQUESTS
     */
    Thread thread(String name, boolean isStream, Runnable work) {
        Semaphore places = isStream ? streams : requests;
        if (!places.tryAcquire()) {
            throw new ServiceException(
                    Why.TOO_MANY_REQUESTS,
                    "too many " + (isStream ? "streams are open" : "requests are being answered")
                            + ": try again in a second");
        }
        Thread thread = Thread.ofVirtual().name(name).unstarted(() -> {
            try {
                work.run();
            } finally {
                places.release();
                threads.remove(Thread.currentThread());
            }
        });
        threads.add(thread);
        return thread;
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
    }
}
