package dev.skiff.remote;

import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import java.time.Duration;

/** When a stream may be begun again. */
final class Reconnecting {
    private final Patience patience;
    private final boolean renewed;
    private long heardAt;
    private boolean begun;
    private Duration pause;

    Reconnecting(Transport transport) {
        this.patience = transport.patience;
        this.renewed = transport.renewed;
        this.pause = patience.firstPause();
    }

    /** The server is there. */
    void heard() {
        begun = true;
        heardAt = System.nanoTime();
        pause = patience.firstPause();
    }

    /**
     * Waits a moment before another try.
     *
     * @throws ServiceException the same when another try is of no use: the first one failed, or it has been tried for too long
     */
    void after(ServiceException failure) throws InterruptedException {
        if (!begun
                || !passes(failure.why())
                || System.nanoTime() - heardAt > patience.longest().toNanos()) {
            throw failure;
        }
        pause();
    }

    /** Waits a moment: twice as long each time, until something is heard. */
    void pause() throws InterruptedException {
        Thread.sleep(pause);
        Duration longer = pause.multipliedBy(2);
        pause = longer.compareTo(patience.longestPause()) > 0 ? patience.longestPause() : longer;
    }

    private boolean passes(Why why) {
        return switch (why) {
            case UNAUTHENTICATED -> renewed;
            case UNAVAILABLE, GONE, TOO_MANY_REQUESTS, INTERNAL -> true;
            case INVALID, FORBIDDEN, NOT_FOUND, ALREADY_EXISTS, CONFLICT, TOO_LARGE, NOT_IMPLEMENTED -> false;
        };
    }
}
