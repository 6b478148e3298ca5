package dev.skiff.kubernetes.registry;

import dev.skiff.kubernetes.pods.ImageStarts;
import dev.skiff.kubernetes.pods.PodSettings.Entrypoint;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What images start, asked of their registries without credentials and remembered for a while. Each image is asked for once at a time, and
 * few at once.
 */
public final class RegistryStarts implements ImageStarts {
    /** Names registries that have no TLS, as images name them, separated by commas. */
    public static final String PLAIN = "SKIFF_INSECURE_REGISTRIES";

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long KEPT = Duration.ofMinutes(10).toNanos();
    private static final long KEPT_FAILURE = Duration.ofMinutes(1).toNanos();
    private static final int IMAGES = 500;
    private static final int AT_ONCE = 4;

    private final Set<String> plain;
    private final Duration patience;
    private final LongSupplier nanos;
    private final String architecture;
    private final Semaphore turns = new Semaphore(AT_ONCE);
    private final LinkedHashMap<String, Asked> known = new LinkedHashMap<>(16, 0.75f, true);
    private @Nullable RegistryHttp http;

    private record Asked(CompletableFuture<Entrypoint> answer, long at, boolean byDigest) {
        boolean holds(long now) {
            if (!answer.isDone()) {
                return true;
            }
            if (answer.isCompletedExceptionally()) {
                return now - at < KEPT_FAILURE;
            }
            return byDigest || now - at < KEPT;
        }
    }

    private RegistryStarts(Set<String> plain, Duration patience, LongSupplier nanos) {
        this.plain = plain;
        this.patience = patience;
        this.nanos = nanos;
        // nodes are taken to be what this machine is: agents are
        this.architecture = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    }

    /** @param environment says which registries are excepted from encryption: {@link #PLAIN} */
    public static RegistryStarts of(Map<String, String> environment) {
        Set<String> plain = Arrays.stream(environment.getOrDefault(PLAIN, "").split(","))
                .map(String::strip)
                .filter(r -> !r.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
        return new RegistryStarts(plain, PATIENCE, System::nanoTime);
    }

    /**
     * @param plain registries without TLS
     * @param patience for one request
     * @param nanos as {@link System#nanoTime}
     */
    static RegistryStarts of(Set<String> plain, Duration patience, LongSupplier nanos) {
        return new RegistryStarts(plain, patience, nanos);
    }

    @Override
    public CompletableFuture<Entrypoint> of(String image) {
        ImageReference reference;
        try {
            reference = ImageReference.of(image);
        } catch (UnknownImageException e) {
            return CompletableFuture.failedFuture(e);
        }
        synchronized (this) {
            Asked before = known.get(image);
            long now = nanos.getAsLong();
            if (before != null && before.holds(now)) {
                return before.answer();
            }
            CompletableFuture<Entrypoint> answer = new CompletableFuture<>();
            known.put(image, new Asked(answer, now, reference.isByDigest()));
            if (known.size() > IMAGES) {
                known.pollFirstEntry();
            }
            RegistryHttp client = client();
            Thread.ofVirtual().name("registry-" + reference.registry()).start(() -> answer(reference, client, answer));
            return answer;
        }
    }

    private RegistryHttp client() {
        if (http == null) {
            http = new RegistryHttp(plain, patience);
        }
        return http;
    }

    private void answer(ImageReference reference, RegistryHttp client, CompletableFuture<Entrypoint> answer) {
        turns.acquireUninterruptibly();
        try {
            answer.complete(new RegistryReader(client, reference, architecture).read());
        } catch (RuntimeException e) {
            answer.completeExceptionally(e);
        } finally {
            turns.release();
        }
    }
}
