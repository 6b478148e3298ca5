package dev.skiff.kubernetes.pods;

import dev.skiff.kubernetes.client.Call;
import dev.skiff.kubernetes.client.KubeApi;
import dev.skiff.kubernetes.client.KubeProblem;
import dev.skiff.pod.OutputText;
import dev.skiff.port.TaskRef;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The output of one pod's containers, from its kubelet. */
final class PodLogs {
    /** Far more than a kubelet keeps of a container, which is 10 MiB by default. */
    private static final int MOST = 64 << 20;

    /** When a log's file has about so many bytes, the kubelet may have begun another: what is read anew does not begin at the beginning. */
    private static final long ONE_FILE = 9 << 20;
    /** What a file has for each line beside the line. */
    private static final int LINE_OVERHEAD = 46;

    private static final long FIRST_PAUSE_MS = 100;
    private static final long LONGEST_PAUSE_MS = 5_000;
    private static final int MOST_TRIES = 30;
    private static final int UNPROCESSABLE = 422;

    private final PodServices services;
    private final TaskRef task;
    private final String pod;
    private final Map<String, Follower> followers = new ConcurrentHashMap<>();

    PodLogs(PodServices services, TaskRef task, String pod) {
        this.services = services;
        this.task = task;
        this.pod = pod;
    }

    private Call log(String container, String query) {
        return new Call(
                "GET", services.pod(pod) + "/log?container=" + Call.encoded(container) + query, null, "", "*/*");
    }

    /** Gives the container's output to the listener from now on; does nothing the second time. */
    void follow(String container) {
        followers.computeIfAbsent(container, Follower::new).begin();
    }

    /** The containers have ended: completes when the listener has all that they wrote. */
    CompletableFuture<Void> finish() {
        return CompletableFuture.allOf(
                followers.values().stream().map(Follower::finish).toArray(CompletableFuture[]::new));
    }

    void close() {
        followers.values().forEach(Follower::close);
    }

    /**
     * The end of what an ended container wrote to standard output (OUT-05). Servers that cannot tell it apart give standard error with it,
     * in the order in which both were written; whether they can is found out once.
     */
    CompletableFuture<String> tail(String container) {
        return stdout(container, 1);
    }

    private CompletableFuture<String> stdout(String container, int attempt) {
        if (services.mixedLogs().get()) {
            return tail(container, OutputText.MAX_RESULT, 1);
        }
        Call call = log(container, "&stream=Stdout&limitBytes=" + MOST);
        return services.api()
                .send(call)
                .handle((answer, failure) -> {
                    if (failure == null && answer.body().length < MOST) {
                        return CompletableFuture.completedFuture(lastPart(answer.body()));
                    }
                    KubeProblem problem = failure == null ? null : KubeProblem.in(failure);
                    if (problem != null && problem.status() == UNPROCESSABLE) {
                        services.mixedLogs().set(true);
                    } else if (problem != null) {
                        // with standard error in it, it would be another result
                        return again(attempt, problem, next -> stdout(container, next));
                    }
                    return tail(container, OutputText.MAX_RESULT, 1);
                })
                .thenCompose(f -> f);
    }

    private CompletableFuture<String> tail(String container, int lines, int attempt) {
        Call call = log(container, "&tailLines=" + lines + "&limitBytes=" + MOST);
        return services.api()
                .send(call)
                .handle((answer, failure) -> {
                    if (failure != null) {
                        return again(attempt, KubeProblem.in(failure), next -> tail(container, lines, next));
                    }
                    byte[] body = answer.body();
                    if (body.length >= MOST && lines > 1) {
                        return tail(container, lines / 16, attempt); // cut at the wrong end: ask for fewer lines
                    }
                    return CompletableFuture.completedFuture(lastPart(body));
                })
                .thenCompose(f -> f);
    }

    private static CompletableFuture<String> again(
            int attempt, KubeProblem problem, IntFunction<CompletableFuture<String>> call) {
        if (attempt >= MOST_TRIES || !mayPass(problem)) {
            return CompletableFuture.failedFuture(problem);
        }
        CompletableFuture<String> result = new CompletableFuture<>();
        PodServices.later(
                pause(attempt),
                () -> call.apply(attempt + 1).whenComplete((text, failure) -> {
                    if (failure == null) {
                        result.complete(text);
                    } else {
                        result.completeExceptionally(failure);
                    }
                }));
        return result;
    }

    /** 400 says that the container has not come so far yet. */
    private static boolean mayPass(KubeProblem problem) {
        return problem.isTransient() || problem.status() == 400;
    }

    private static long pause(int attempt) {
        return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS << Math.min(10, attempt - 1));
    }

    /** Bytes that were the half of a character become the sign for such. */
    static String lastPart(byte[] log) {
        int from = Math.max(0, log.length - OutputText.MAX_RESULT);
        return new String(Arrays.copyOfRange(log, from, log.length), StandardCharsets.UTF_8);
    }

    /** One container's output: followed while it runs, and read once more to its end then. */
    private final class Follower {
        private final String container;
        private KubeApi.@Nullable Stream stream;
        private @Nullable CompletableFuture<Void> finished;
        private long delivered;
        private long lines;
        private long seen;
        private int number;
        private boolean closed;

        Follower(String container) {
            this.container = container;
        }

        synchronized void begin() {
            if (stream == null && finished == null && !closed) {
                open(1);
            }
        }

        private synchronized void open(int attempt) {
            if (finished != null || closed) {
                return;
            }
            int mine = restart();
            KubeApi.Stream opened =
                    services.api().follow(log(container, "&follow=true"), bytes -> deliver(mine, bytes));
            stream = opened;
            opened.end().whenComplete((_, _) -> PodServices.later(pause(attempt), () -> open(attempt + 1)));
        }

        /** What is read now begins at the beginning; what was delivered is passed over. */
        private int restart() {
            seen = 0;
            return ++number;
        }

        private synchronized void deliver(int from, byte[] bytes) {
            if (from != number || closed) {
                return; // the last words of a stream that was given up
            }
            long before = seen;
            seen += bytes.length;
            if (seen > delivered) {
                int skip = (int) Math.max(0, delivered - before);
                delivered = seen;
                for (int i = skip; i < bytes.length; i++) {
                    lines += bytes[i] == '\n' ? 1 : 0;
                }
                services.listener()
                        .output(
                                task,
                                container,
                                false,
                                skip == 0 ? bytes : Arrays.copyOfRange(bytes, skip, bytes.length));
            }
        }

        synchronized CompletableFuture<Void> finish() {
            CompletableFuture<Void> end = finished;
            if (end == null) {
                end = new CompletableFuture<>();
                KubeApi.Stream open = stream;
                finished = end;
                if (open == null) {
                    readOnce(1, end);
                } else if (delivered + lines * LINE_OVERHEAD < ONE_FILE) {
                    // the stream itself ends a second or more after the container
                    open.close();
                    readOnce(1, end);
                } else {
                    CompletableFuture<Void> last = end;
                    open.end().whenComplete((_, _) -> last.complete(null));
                }
            }
            return end;
        }

        private synchronized void readOnce(int attempt, CompletableFuture<Void> end) {
            int mine = restart();
            services.api()
                    .follow(log(container, ""), bytes -> deliver(mine, bytes))
                    .end()
                    .whenComplete((_, failure) -> {
                        KubeProblem problem = failure == null ? null : KubeProblem.in(failure);
                        if (problem == null || closed || attempt >= MOST_TRIES || problem.isNotFound()) {
                            end.complete(null);
                        } else {
                            PodServices.later(pause(attempt), () -> readOnce(attempt + 1, end));
                        }
                    });
        }

        synchronized void close() {
            closed = true;
            if (stream != null) {
                stream.close();
            }
        }
    }
}
