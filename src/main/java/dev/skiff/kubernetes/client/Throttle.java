package dev.skiff.kubernetes.client;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lets so many calls be under way at once, and keeps the others in their order: a server takes only so many streams on one connection. */
final class Throttle {
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int free;
    private boolean handingOut;

    Throttle(int places) {
        this.free = places;
    }

    <T> CompletableFuture<T> enter(Supplier<CompletableFuture<T>> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        synchronized (this) {
            waiting.add(() -> start(call, result));
        }
        handOut();
        return result;
    }

    private <T> void start(Supplier<CompletableFuture<T>> call, CompletableFuture<T> result) {
        CompletableFuture<T> running;
        try {
            running = call.get();
        } catch (RuntimeException | Error e) {
            running = CompletableFuture.failedFuture(e);
        }
        running.whenComplete((value, failure) -> {
            leave();
            if (failure == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(failure);
            }
        });
    }

    private void leave() {
        synchronized (this) {
            free++;
        }
        handOut();
    }

    /** A loop, by one thread at a time: a call that ends at once leaves while it is being started, and there may be thousands of them. */
    private void handOut() {
        synchronized (this) {
            if (handingOut) {
                return;
            }
            handingOut = true;
        }
        for (Runnable next = next(); next != null; next = next()) {
            next.run();
        }
    }

    private synchronized @Nullable Runnable next() {
        Runnable next = free == 0 ? null : waiting.poll();
        if (next == null) {
            handingOut = false;
        } else {
            free--;
        }
        return next;
    }
}
