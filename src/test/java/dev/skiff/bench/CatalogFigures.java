package dev.skiff.bench;

import dev.skiff.local.FileCaches;
import dev.skiff.local.FileLocks;
import dev.skiff.local.FileObjectStore;
import dev.skiff.local.FileRunCatalog;
import dev.skiff.local.FileRunStore;
import dev.skiff.local.TimerAlarms;
import dev.skiff.port.Executors;
import dev.skiff.port.FakeExecutor;
import dev.skiff.port.FakeExecutor.Fate;
import dev.skiff.port.Feed;
import dev.skiff.port.LocalTree;
import dev.skiff.port.MemoryArtifacts;
import dev.skiff.port.Origin;
import dev.skiff.port.TaskExecutor;
import dev.skiff.port.service.Caller;
import dev.skiff.port.service.ListQuery;
import dev.skiff.port.service.Listing;
import dev.skiff.port.service.ResourceKind;
import dev.skiff.port.service.WorkflowService.Session;
import dev.skiff.runtime.Ports;
import dev.skiff.runtime.Runner;
import dev.skiff.runtime.Yaml;
import dev.skiff.standalone.Drive;
import dev.skiff.standalone.NoExecutors;
import dev.skiff.standalone.Parts;
import dev.skiff.standalone.StandaloneService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * How long lists take where a hundred thousand runs are kept, and what knowing them costs. Goal: 100 ms a page.
 *
 * <p>Argument: how many runs; 100,000 without one.
 */
public final class CatalogFigures {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
    private static final int TIMES = 40;
    private static final int EACH_FAILED = 100;
    private static final int EACH_RARE = 10_000;

    private CatalogFigures() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        int runs = args.length == 0 ? 100_000 : Integer.parseInt(args[0]);
        Path data = Files.createTempDirectory("catalog-figures");
        try {
            generate(data, runs);
            started("cold start, nothing known (each run is read)", data, false);
            started("cold start, catalog kept (each run is looked at)", data, true);
        } finally {
            LocalTree.delete(data);
        }
    }

    /** As {@link FileRunStore} would have left them, without its care for crashes of the machine. */
    private static void generate(Path data, int count) throws IOException {
        Path sample = data.resolve("sample");
        var executor = FakeExecutor.immediate(t -> Fate.succeeds(), CLOCK);
        new Runner(executor, 0, ports(sample), Feed.NONE)
                .start(Yaml.workflow("sample-name", Yaml.THREE_STEPS), Yaml.NOTHING, origin())
                .end()
                .join();
        Path run = sample.resolve("runs/sample-name");
        String workflow = Files.readString(run.resolve("workflow.json"));
        String status = Files.readString(run.resolve("status.json"));
        System.out.printf(
                Locale.ROOT, "%,d runs, each with 6 nodes and a status of %,d bytes%n", count, status.length());
        Path runs = Files.createDirectories(data.resolve("runs"));
        for (int i = 0; i < count; i++) {
            String name = "backfill-%06d-of-a-team".formatted(i);
            Path directory = Files.createDirectory(runs.resolve(name));
            Files.writeString(directory.resolve("workflow.json"), named(workflow, name, i));
            String phase = i % EACH_FAILED == 0 ? "Failed" : "Succeeded";
            int last = status.lastIndexOf("\"phase\":\"Succeeded\"");
            String its = status.substring(0, last) + status.substring(last).replace("Succeeded", phase);
            Files.writeString(directory.resolve("status.json"), named(its, name, i));
            Files.createFile(directory.resolve("ended"));
        }
        LocalTree.delete(sample);
    }

    private static String named(String json, String name, int number) {
        String labels = "\"labels\":{\"team\":\"t%d\",\"rare\":\"%s\"},".formatted(number % 7, number % EACH_RARE == 0);
        return json.replace("sample-name", name)
                .replace("uid-1", "00000000-0000-4000-8000-%012d".formatted(number))
                .replaceFirst("\"metadata\":\\{", "\"metadata\":{" + labels)
                .replaceFirst(
                        "\"creationTimestamp\":\"[^\"]*\"",
                        "\"creationTimestamp\":\"" + FIRST.plusSeconds(number) + "\"");
    }

    private static void started(String how, Path data, boolean measure) throws InterruptedException {
        long before = heap();
        long begin = System.nanoTime();
        StandaloneService service = service(data);
        String line = service.ready().join();
        System.out.printf(Locale.ROOT, "%-60s %,9.0f ms   (%s)%n", how, (System.nanoTime() - begin) / 1e6, line);
        if (measure) {
            System.out.printf(Locale.ROOT, "%-60s %,9.1f MB%n", "memory of the catalog", (heap() - before) / 1e6);
            Session session = service.as(Caller.NOBODY);
            page(session, "page of 50", ListQuery.ALL.page(50, ""));
            page(session, "page of 500", ListQuery.ALL.page(500, ""));
            page(session, "page of 50 by phase=Failed (1 of 100)", labels("workflows.argoproj.io/phase=Failed", 50));
            page(session, "page of 50 by a label of 1 of 10,000 (all are looked at)", labels("rare=true", 50));
            page(session, "page of 50 by a label that none has", labels("rare=never", 50));
            page(session, "page of 50 by a part of a name", contains("0999"));
            deep(session);
        }
        service.close();
    }

    private static ListQuery labels(String selector, int limit) {
        return ListQuery.ALL.withLabels(selector).page(limit, "");
    }

    private static ListQuery contains(String part) {
        return new ListQuery("", "", ListQuery.NameFilter.CONTAINS, part, null, null, 50, "", "");
    }

    private static void page(Session session, String what, ListQuery query) throws InterruptedException {
        double[] millis = new double[TIMES];
        int items = 0;
        for (int i = 0; i < TIMES; i++) {
            long begin = System.nanoTime();
            items = session.list(ResourceKind.WORKFLOW, "", query).items().size();
            millis[i] = (System.nanoTime() - begin) / 1e6;
        }
        double first = millis[0];
        Arrays.sort(millis);
        System.out.printf(
                Locale.ROOT,
                "%-60s %,9.1f ms median, %,.1f ms worst, %,.1f ms the first time, %d items%n",
                what,
                millis[TIMES / 2],
                millis[TIMES - 1],
                first,
                items);
    }

    /** Half-way down the list. */
    private static void deep(Session session) throws InterruptedException {
        String token = "";
        for (int i = 0; i < 100; i++) {
            Listing page = session.list(ResourceKind.WORKFLOW, "", ListQuery.ALL.page(500, token));
            token = page.continueToken();
        }
        page(session, "page of 50 after 50,000", ListQuery.ALL.page(50, token));
    }

    private static long heap() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(50);
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static StandaloneService service(Path data) {
        TaskExecutor executor = FakeExecutor.immediate(t -> Fate.succeeds(), CLOCK);
        return new StandaloneService(
                new Parts(
                        new NoExecutors(),
                        new FileRunStore(data),
                        new FileRunCatalog(data, CLOCK),
                        new FileObjectStore(data, CLOCK),
                        new MemoryArtifacts(),
                        Yaml.NOTHING,
                        List.of(),
                        CLOCK,
                        new Random(1)),
                new Drive("fake", executor, new Executors.Settings(false, null, true), ports(data)));
    }

    private static Ports ports(Path data) {
        return new Ports(
                new FileRunStore(data),
                new TimerAlarms(CLOCK),
                new FileLocks(data),
                new FileCaches(data, CLOCK),
                CLOCK);
    }

    private static Origin origin() {
        return new Origin("fake", List.of(), List.of(), List.of(), false, 0);
    }
}
