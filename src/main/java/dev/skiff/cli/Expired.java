package dev.skiff.cli;

import dev.skiff.port.ExecutorException;
import dev.skiff.port.StoreException;
import dev.skiff.runtime.submission.Cleaners;

/** Deletes the runs whose {@code ttlStrategy} says so; what cannot be deleted now is tried again by the next command. */
final class Expired {
    private Expired() {}

    static void delete(CommandContext context) {
        try (Cleaners cleaners = new Cleaners(context.store(), context.executors(), context.artifacts())) {
            for (String name : context.store().expired(context.clock().instant())) {
                var run = context.store().find(name);
                if (run.isPresent() && run.get().completed() && !run.get().live()) {
                    cleaners.delete(run.get());
                }
            }
        } catch (StoreException | ExecutorException e) {
            // of no concern to what was asked for
        }
    }
}
