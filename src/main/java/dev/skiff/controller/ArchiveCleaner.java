package dev.skiff.controller;

import dev.skiff.port.WorkflowArchive;
import dev.skiff.port.service.ServiceException;
import java.time.Duration;
import java.time.InstantSource;

/** Has the archive forget what has outlived {@code archiveTTL}: soon after the start, and again in the interval of the configuration. */
final class ArchiveCleaner implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.skiff.controller");
    private static final Duration SOON = Duration.ofMinutes(1);

    private final Archiving archiving;
    private final InstantSource clock;
    private Thread thread = Thread.ofVirtual().unstarted(() -> {});

    ArchiveCleaner(Archiving archiving, InstantSource clock) {
        this.archiving = archiving;
        this.clock = clock;
    }

    void start() {
        thread = Thread.ofVirtual().name("archive-cleaner").start(() -> {
            try {
                Thread.sleep(SOON.compareTo(archiving.cleaning()) < 0 ? SOON : archiving.cleaning());
                while (true) {
                    clean();
                    Thread.sleep(archiving.cleaning());
                }
            } catch (InterruptedException e) {
                // this process ends
            }
        });
    }

    private void clean() throws InterruptedException {
        WorkflowArchive archive = archiving.archive().get();
        Duration timeToLive = archiving.timeToLive().get();
        if (archive == null || !timeToLive.isPositive()) {
            return;
        }
        try {
            int gone = archive.forgetEndedBefore(clock.instant().minus(timeToLive));
            LOG.log(
                    System.Logger.Level.INFO,
                    () -> gone + " workflows of the archive have outlived its archiveTTL and are gone");
        } catch (ServiceException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> "what has outlived archiveTTL stays in the archive until the next try: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
