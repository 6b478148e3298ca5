package dev.skiff.controller;

import dev.skiff.kubernetes.client.Call;
import dev.skiff.kubernetes.client.KubeApi;
import dev.skiff.kubernetes.client.KubeProblem;
import dev.skiff.kubernetes.client.MissingRight;
import dev.skiff.kubernetes.client.Reflector;
import dev.skiff.kubernetes.workflows.EndedWorkflows;
import dev.skiff.kubernetes.workflows.MetadataReader;
import dev.skiff.kubernetes.workflows.TemplateReader;
import dev.skiff.kubernetes.workflows.TemplateShelf;
import dev.skiff.kubernetes.workflows.WorkflowReader;
import dev.skiff.model.ArgoObject;
import dev.skiff.model.Labels;
import dev.skiff.model.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs the Workflow objects of a cluster, of one namespace or of several. */
public final class Controller implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("dev.skiff.controller");
    private static final Duration LAST_WRITES = Duration.ofSeconds(20);

    /**
     * What this controller is to care for.
     *
     * @param namespaces empty for all
     * @param instanceId of the workflows, as their label says (MET-07); empty for those that have none
     */
    public record Scope(List<String> namespaces, String instanceId) {
        public Scope {
            namespaces = List.copyOf(namespaces);
        }

        private List<String> prefixes() {
            String all = "/apis/" + ArgoObject.API_VERSION;
            return namespaces.isEmpty()
                    ? List.of(all)
                    : namespaces.stream()
                            .map(n -> all + "/namespaces/" + Call.encoded(n))
                            .toList();
        }

        /** @param ended whether of those that have ended, or of the others */
        private String selector(boolean ended) {
            String instance = instanceId.isEmpty() ? "!" + Labels.INSTANCE_ID : Labels.INSTANCE_ID + "=" + instanceId;
            String completed = Labels.COMPLETED + (ended ? "=true," : "!=true,");
            return "?labelSelector=" + Call.encoded(completed + instance);
        }
    }

    /**
     * What is to hold for all workflows; asked again whenever it matters.
     *
     * @param defaults what lies under every workflow; gives null for nothing
     * @param byTemplateAlone whether a workflow has to refer to a template as a whole ({@code workflowRestrictions})
     * @param initialDelay how long after its creation a workflow is left alone
     * @param kept how many workflows that have ended in a phase are kept; gives null for all; null for all of all
     * @param archiving which workflows are archived
     */
    public record Rules(
            Supplier<@Nullable Workflow> defaults,
            BooleanSupplier byTemplateAlone,
            Supplier<Duration> initialDelay,
            @Nullable Function<String, @Nullable Integer> kept,
            Limits limits,
            Archiving archiving) {}

    private final KubeApi api;
    private final Scope scope;
    private final Rules rules;
    private final Places places;
    private final Care care;
    private final Archivist archivist;
    private final ArchiveCleaner archiveCleaner;
    private final TemplateShelf templates =
            new TemplateShelf("WorkflowTemplate", p -> troubled("WorkflowTemplates", p));
    private final TemplateShelf clusterTemplates =
            new TemplateShelf("ClusterWorkflowTemplate", p -> troubled("ClusterWorkflowTemplates", p));
    private final Set<String> unreadable = ConcurrentHashMap.newKeySet();
    private final List<Conductor> conductors = new CopyOnWriteArrayList<>();
    private final List<Reflector<?>> reflectors = new CopyOnWriteArrayList<>();

    /** @param api not closed with this */
    public Controller(KubeApi api, Scope scope, Rules rules, Parts parts) {
        this.api = api;
        this.scope = scope;
        this.rules = rules;
        this.places = new Places(parts);
        Expiry expiry = new Expiry(api, parts.alarms(), rules.defaults(), parts.meters());
        List<String> ended = scope.prefixes().stream()
                .map(prefix -> prefix + "/workflows" + scope.selector(true))
                .toList();
        this.archivist = new Archivist(api, ended, rules.archiving(), expiry::found);
        this.archiveCleaner = new ArchiveCleaner(rules.archiving(), parts.clock());
        this.care = new Care(
                api,
                new Drafts(api, templates, clusterTemplates, rules),
                places,
                new Throttle(rules.limits().all(), rules.limits().each()),
                expiry,
                archivist,
                rules.archiving(),
                rules.initialDelay(),
                parts.meters(),
                parts.clock());
    }

    /** Begins; completes when what there is has been seen. */
    public CompletableFuture<Void> start() {
        List<CompletableFuture<Void>> shelves = new ArrayList<>();
        for (String prefix : scope.prefixes()) {
            shelves.add(filled(prefix + "/workflowtemplates", "WorkflowTemplate", templates));
        }
        shelves.add(filled(
                "/apis/" + ArgoObject.API_VERSION + "/clusterworkflowtemplates",
                "ClusterWorkflowTemplate",
                clusterTemplates));
        return all(shelves).thenCompose(done -> watched());
    }

    private CompletableFuture<Void> filled(String collection, String kind, TemplateShelf shelf) {
        Reflector<TemplateReader.Document> reflector =
                new Reflector<>(api, collection, Call.JSON, new TemplateReader(kind), shelf);
        reflectors.add(reflector);
        // without the right to read templates, workflows that need none are run all the same
        return CompletableFuture.anyOf(reflector.start(), shelf.inTrouble()).thenApply(any -> null);
    }

    private CompletableFuture<Void> watched() {
        List<CompletableFuture<Void>> seen = new ArrayList<>();
        for (String prefix : scope.prefixes()) {
            Conductor conductor = new Conductor(care);
            conductors.add(conductor);
            Reflector<?> reflector = new Reflector<>(
                    api, prefix + "/workflows" + scope.selector(false), Call.JSON, new WorkflowReader(), conductor);
            reflectors.add(reflector);
            seen.add(reflector.start());
        }
        keepSoMany();
        archivist.start();
        archiveCleaner.start();
        return all(seen)
                .thenRun(() -> Thread.ofVirtual().name("ended-workflows").start(this::findEnded));
    }

    private void keepSoMany() {
        Function<String, @Nullable Integer> kept = rules.kept();
        if (kept == null) {
            return;
        }
        for (String prefix : scope.prefixes()) {
            Retention retention = new Retention(kept, archivist::waitsFor, care.expiry()::deleteNow);
            Reflector<?> reflector = new Reflector<>(
                    api, prefix + "/workflows" + scope.selector(true), Call.METADATA, new MetadataReader(), retention);
            reflectors.add(reflector);
            var unused = reflector.start();
        }
    }

    /** Those that ended before this process began may have to be deleted one day. */
    private void findEnded() {
        try {
            for (String prefix : scope.prefixes()) {
                new EndedWorkflows(api, prefix + "/workflows" + scope.selector(true)).each(view -> {
                    if (!archivist.waitsFor(view)) {
                        care.expiry().found(view);
                    }
                });
            }
        } catch (KubeProblem e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> "workflows that have ended cannot be listed; those with a ttlStrategy are kept until the"
                            + " next start: " + e.getMessage());
        } catch (InterruptedException e) {
            // this process ends
        }
    }

    /** How many workflows have not ended. Returns only if what hears of them can still be entered. */
    public int size() {
        return List.copyOf(conductors).stream().mapToInt(Conductor::size).sum();
    }

    /** The limits may be others now. */
    public void limitsChanged() {
        care.throttle().changed();
    }

    private static CompletableFuture<Void> all(List<CompletableFuture<Void>> futures) {
        return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new));
    }

    /** A right that is missing is told of once: it may be meant so. */
    private void troubled(String what, KubeProblem problem) {
        Optional<MissingRight> missing = MissingRight.of(problem);
        if (missing.isPresent()) {
            if (unreadable.add(what)) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        () -> what + " cannot be read, and workflows that refer to one fail: "
                                + missing.get().sentence());
            }
        } else if (!problem.isGone()) {
            LOG.log(System.Logger.Level.WARNING, () -> what + " cannot be read now: " + problem.getMessage());
        }
    }

    /** Lets go of all workflows: what is known of them is written, and their pods go on. */
    @Override
    public void close() {
        reflectors.forEach(Reflector::close);
        archivist.close();
        archiveCleaner.close();
        try {
            all(conductors.stream().map(Conductor::close).toList()).get(LAST_WRITES.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "not everything could be written; the next controller finds it on the pods");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        places.close();
    }
}
