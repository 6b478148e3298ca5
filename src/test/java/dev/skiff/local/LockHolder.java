package dev.skiff.local;

import dev.skiff.engine.Lock;
import dev.skiff.port.Locks.Holder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** A process that takes a mutex, says so, and keeps it until it is killed. Arguments: data directory, key. */
final class LockHolder {
    private LockHolder() {}

    public static void main(String[] arguments) throws InterruptedException {
        var locks = new FileLocks(Path.of(arguments[0]));
        locks.acquire(
                new Holder("default", "other-process", ""),
                List.of(new Lock(arguments[1], 1)),
                0,
                Instant.EPOCH,
                answer -> System.out.println(answer.granted() ? "held" : answer.message()));
        Thread.sleep(Long.MAX_VALUE);
    }
}
