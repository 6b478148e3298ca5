package dev.skiff.kubernetes.client;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** The API server of one cluster. Thread-safe; nothing blocks. */
public interface KubeApi extends AutoCloseable {

    /**
     * Sends a request. Passing trouble (no answer, 429, 5xx) is tried again for a while, so a create may find what an earlier try has made.
     *
     * @return fails with a {@link KubeProblem}, see {@link KubeProblem#in}
     */
    CompletableFuture<Answer> send(Call call);

    /**
     * Opens an endless answer: a watch, or a log that is followed. It is not tried again.
     *
     * @param lines gets each line without its end, one after the other; nothing more is read while it works. The array is the callee's.
     */
    Stream open(Call call, Consumer<byte[]> lines);

    /**
     * The same for text whose bytes matter, line ends included.
     *
     * @param chunks gets the bytes as they come; the arrays are the callee's. Who has only lines gives each an end.
     */
    default Stream follow(Call call, Consumer<byte[]> chunks) {
        return open(call, line -> {
            byte[] whole = Arrays.copyOf(line, line.length + 1);
            whole[line.length] = '\n';
            chunks.accept(whole);
        });
    }

    /**
     * The same for a thread that may block, which reads when it has the time. Without a connection of its own, as here, what it does not
     * read waits in memory; who speaks to a real server has it wait there.
     */
    default Incoming read(Call call) {
        return Incoming.of(chunks -> follow(call, chunks));
    }

    /** Where objects go that do not say it: the context's namespace, or that of the pod that this process runs in. */
    String namespace();

    @Override
    void close();

    /** An answer that is still being read. */
    interface Stream {

        /** Completes when the answer has ended; fails with a {@link KubeProblem} when it was refused or broke off. */
        CompletableFuture<Void> end();

        /** Lets go of it; {@link #end} completes. */
        void close();
    }

    /**
     * Waits for a call; for threads that may block.
     *
     * @throws KubeProblem when it failed
     * @throws InterruptedException when the thread was
     */
    default Answer await(Call call) throws InterruptedException {
        try {
            return send(call).get();
        } catch (java.util.concurrent.ExecutionException e) {
            throw KubeProblem.in(e);
        }
    }
}
