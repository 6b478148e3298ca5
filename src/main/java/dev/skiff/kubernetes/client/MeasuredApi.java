package dev.skiff.kubernetes.client;

import dev.skiff.port.Meter;
import dev.skiff.port.Meters;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** An API whose calls are counted and timed, by kind, verb and status, as Argo does it (features.md 8.1). */
public final class MeasuredApi implements KubeApi {

    private static final Set<String> WRITES = Set.of("Create", "Update", "Patch", "Delete");

    private final KubeApi api;
    private final Meters meters;
    private final InstantSource clock;

    /** @param api closed with this */
    public MeasuredApi(KubeApi api, Meters meters, InstantSource clock) {
        this.api = api;
        this.meters = meters;
        this.clock = clock;
    }

    @Override
    public CompletableFuture<Answer> send(Call call) {
        var begun = clock.instant();
        return api.send(call).whenComplete((answer, failure) -> {
            int status =
                    failure == null ? answer.status() : KubeProblem.in(failure).status();
            Target target = Target.of(call);
            String code = String.valueOf(status);
            meters.count(Meter.REQUESTS, target.kind, target.verb, code);
            meters.took(
                    Meter.REQUEST_SECONDS, Duration.between(begun, clock.instant()), target.kind, target.verb, code);
            if (WRITES.contains(target.verb)) {
                meters.count(Meter.API_WRITES, target.kind, target.verb);
            }
        });
    }

    @Override
    public Stream open(Call call, Consumer<byte[]> lines) {
        return counted(call, api.open(call, lines));
    }

    @Override
    public Stream follow(Call call, Consumer<byte[]> chunks) {
        return counted(call, api.follow(call, chunks));
    }

    @Override
    public Incoming read(Call call) {
        Incoming incoming = api.read(call);
        count(call, incoming.end());
        return incoming;
    }

    private Stream counted(Call call, Stream stream) {
        count(call, stream.end());
        return stream;
    }

    private void count(Call call, CompletableFuture<Void> ending) {
        Target target = Target.of(call);
        var unused = ending.whenComplete((end, failure) -> meters.count(
                Meter.REQUESTS,
                target.kind,
                target.verb,
                failure == null ? "200" : String.valueOf(KubeProblem.in(failure).status())));
    }

    @Override
    public String namespace() {
        return api.namespace();
    }

    @Override
    public void close() {
        api.close();
    }

    /**
     * What a call is about.
     *
     * @param kind the plural, with its subresource if there is one: {@code pods}, {@code pods/log}
     * @param verb as Argo's metrics have it: Get, List, Watch, Create, Update, Patch, Delete
     */
    record Target(String kind, String verb) {

        static Target of(Call call) {
            int query = call.path().indexOf('?');
            String path = query < 0 ? call.path() : call.path().substring(0, query);
            List<String> parts = parts(path);
            // api/v1/… or apis/group/version/…
            int resource = path.startsWith("/apis/") ? 3 : 2;
            boolean inNamespace =
                    parts.size() > resource + 2 && parts.get(resource).equals("namespaces");
            resource += inNamespace ? 2 : 0;
            if (parts.size() <= resource) {
                return new Target(parts.isEmpty() ? "" : parts.getLast(), verb(call, true));
            }
            boolean named = parts.size() > resource + 1;
            String kind = parts.size() > resource + 2
                    ? parts.get(resource) + "/" + parts.get(resource + 2)
                    : parts.get(resource);
            return new Target(kind, verb(call, named));
        }

        /** For each call: no regular expressions. */
        private static List<String> parts(String path) {
            List<String> parts = new ArrayList<>(8);
            int from = 0;
            for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', from)) {
                if (slash > from) {
                    parts.add(path.substring(from, slash));
                }
                from = slash + 1;
            }
            if (from < path.length()) {
                parts.add(path.substring(from));
            }
            return parts;
        }

        private static boolean isWatch(String path) {
            int query = path.indexOf('?');
            return query >= 0
                    && Arrays.stream(path.substring(query + 1).split("&"))
                            .anyMatch(p -> p.equals("watch=1") || p.equals("watch=true"));
        }

        private static String verb(Call call, boolean named) {
            return switch (call.method()) {
                case "GET" -> isWatch(call.path()) ? "Watch" : named ? "Get" : "List";
                case "POST" -> "Create";
                case "PUT" -> "Update";
                case "PATCH" -> "Patch";
                case "DELETE" -> named ? "Delete" : "DeleteCollection";
                default -> call.method();
            };
        }
    }
}
