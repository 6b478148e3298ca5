package dev.skiff.controller;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.kubernetes.client.Call;
import dev.skiff.kubernetes.client.KubeApi;
import dev.skiff.kubernetes.client.KubeProblem;
import dev.skiff.kubernetes.workflows.WorkflowReader;
import dev.skiff.kubernetes.workflows.WorkflowView;
import dev.skiff.model.Labels;
import dev.skiff.port.WorkflowArchive;
import dev.skiff.port.service.ServiceException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Archives the workflows that have ended (GC-04). The label on the object is the queue: it says {@code Pending} from the moment that the end
 * is written, and {@code Archived} once the archive has the workflow, whatever happens to this process or the database meanwhile. What is
 * known here of those that wait is only a hint which to look at first; when there is more than fits, or something fails, the objects that
 * wait are listed.
 */
final class Archivist implements AutoCloseable {
    static final String PENDING = "Pending";
    private static final String ARCHIVED = "Archived";

    private static final System.Logger LOG = System.getLogger("dev.skiff.controller");
    private static final JsonFactory JSON = new JsonFactory();
    private static final int MOST_KNOWN = 1000;
    private static final int AT_ONCE = 4;
    private static final int PAGE = 200;
    private static final int TRIES = 3;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(10);

    private final KubeApi api;
    private final List<String> collections;
    private final Archiving archiving;
    private final Consumer<WorkflowView> archived;
    private final BlockingQueue<WorkflowView.Identity> known = new ArrayBlockingQueue<>(MOST_KNOWN);
    private final ExecutorService workers = Executors.newFixedThreadPool(
            AT_ONCE, Thread.ofVirtual().name("archive-", 0).factory());
    /** Uids of those that the archive does not take; told once. */
    private final Map<String, Boolean> refused = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST_KNOWN;
        }
    });

    private volatile boolean overlooked = true;
    private volatile boolean closed;
    private String trouble = "";
    private Thread thread = Thread.ofVirtual().unstarted(() -> {});

    /**
     * @param collections paths of what has ended, each with a label selector that more can be added to
     * @param archived hears of each that the archive has got
     */
    Archivist(KubeApi api, List<String> collections, Archiving archiving, Consumer<WorkflowView> archived) {
        this.api = api;
        this.collections = List.copyOf(collections);
        this.archiving = archiving;
        this.archived = archived;
    }

    void start() {
        thread = Thread.ofVirtual().name("archivist").start(this::work);
    }

    /** Whether it is waited for before an object is deleted. */
    boolean waitsFor(WorkflowView view) {
        return PENDING.equals(view.labels().get(Labels.ARCHIVING_STATUS)) && archiving.isOn();
    }

    /** Its object says that it is to be archived. */
    void ended(WorkflowView.Identity id) {
        if (!known.offer(id)) {
            overlooked = true;
        }
    }

    private void work() {
        Duration pause = FIRST_PAUSE;
        long lookAgain = System.nanoTime();
        try {
            while (!closed) {
                if (!archiving.isOn()) {
                    // those that wait are found when there is an archive again
                    known.clear();
                    overlooked = true;
                    Thread.sleep(FIRST_PAUSE);
                    continue;
                }
                try {
                    if (overlooked || System.nanoTime() - lookAgain > 0) {
                        overlooked = false;
                        lookAgain = System.nanoTime() + LOOK_AGAIN.toNanos();
                        for (String collection : collections) {
                            archiveAll(collection);
                        }
                    } else {
                        archiveSome();
                    }
                    recovered();
                    pause = FIRST_PAUSE;
                } catch (ServiceException | KubeProblem e) {
                    overlooked = true;
                    troubled(e);
                    Thread.sleep(pause);
                    pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
                }
            }
        } catch (InterruptedException e) {
            // this process ends: the labels say what is left
        }
    }

    private void troubled(RuntimeException problem) {
        String now = String.valueOf(problem.getMessage());
        if (!now.equals(trouble)) {
            trouble = now;
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> "workflows that have ended cannot be archived now; they keep the label "
                            + Labels.ARCHIVING_STATUS + "=" + PENDING + ", are not deleted, and it is tried again: "
                            + now);
        }
    }

    private void recovered() {
        if (!trouble.isEmpty()) {
            trouble = "";
            LOG.log(System.Logger.Level.INFO, "workflows are archived again");
        }
    }

    private void archiveSome() throws InterruptedException {
        WorkflowView.Identity first = known.poll(FIRST_PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        if (first != null) {
            List<WorkflowView.Identity> some = new ArrayList<>();
            some.add(first);
            known.drainTo(some, PAGE - 1);
            archive(some);
        }
    }

    private void archiveAll(String collection) throws InterruptedException {
        String next = "";
        do {
            String path = collection + Call.encoded("," + Labels.ARCHIVING_STATUS + "=" + PENDING) + "&limit=" + PAGE
                    + (next.isEmpty() ? "" : "&continue=" + Call.encoded(next));
            JsonNode page = api.await(Call.get(path).forMetadataList()).json();
            List<WorkflowView.Identity> some = new ArrayList<>();
            page.path("items").forEach(item -> some.add(identity(item.path("metadata"))));
            archive(some);
            next = page.path("metadata").path("continue").asText("");
        } while (!next.isEmpty() && !closed);
    }

    private static WorkflowView.Identity identity(JsonNode metadata) {
        return new WorkflowView.Identity(
                metadata.path("namespace").asText(""),
                metadata.path("name").asText(""),
                metadata.path("uid").asText(""));
    }

    /** @throws ServiceException | KubeProblem when it is no use to go on at the moment */
    private void archive(List<WorkflowView.Identity> some) throws InterruptedException {
        List<Callable<Boolean>> tasks = new ArrayList<>();
        some.forEach(id -> tasks.add(() -> archive(id)));
        for (Future<Boolean> done : workers.invokeAll(tasks)) {
            try {
                done.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException problem) {
                    throw problem;
                }
                throw new InterruptedException(String.valueOf(e.getMessage()));
            }
        }
    }

    private boolean archive(WorkflowView.Identity id) throws InterruptedException {
        WorkflowArchive archive = archiving.archive().get();
        for (int attempt = 1; archive != null && attempt <= TRIES; attempt++) {
            try {
                byte[] object = api.await(Call.get(id.path())).body();
                WorkflowView view = read(object);
                if (!view.id().equals(id) || !waitsFor(view)) {
                    return false;
                }
                archive.keep(object);
                api.await(Call.merge(id.path(), label(view)).forMetadata());
                refused.remove(id.uid());
                archived.accept(view);
                return true;
            } catch (KubeProblem e) {
                if (e.isNotFound()) {
                    return false;
                }
                if (!e.isConflict()) {
                    throw e;
                }
            } catch (ServiceException e) {
                if (e.why() == ServiceException.Why.UNAVAILABLE) {
                    throw e;
                }
                refuse(id, String.valueOf(e.getMessage()));
                return false;
            } catch (IOException e) {
                refuse(id, "it is no JSON: " + e.getMessage());
                return false;
            }
        }
        return false;
    }

    private void refuse(WorkflowView.Identity id, String why) {
        if (refused.put(id.uid(), true) == null) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> "workflow " + id + " cannot be archived, and is kept until somebody deletes it: " + why);
        }
    }

    private static WorkflowView read(byte[] object) throws IOException {
        try (JsonParser parser = JSON.createParser(object)) {
            parser.nextToken();
            return new WorkflowReader().read(parser, object);
        }
    }

    /** For this version alone: what somebody has retried meanwhile is not archived. */
    private static ObjectNode label(WorkflowView view) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("metadata")
                .put("uid", view.id().uid())
                .put("resourceVersion", view.version())
                .putObject("labels")
                .put(Labels.ARCHIVING_STATUS, ARCHIVED);
        return patch;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        workers.shutdownNow();
    }
}
