package dev.skiff.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.model.Labels;
import dev.skiff.port.service.ListQuery;
import dev.skiff.port.service.Listing;
import dev.skiff.port.service.Projection;
import dev.skiff.port.service.ResourceKind;
import dev.skiff.port.service.Services;
import dev.skiff.port.service.Sink;
import dev.skiff.port.service.WorkflowService;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The workflows and templates of a server, of a cluster or of this machine, as a command works with them. */
final class Served implements AutoCloseable {
    private static final int PAGE = 500;

    /** What workflows are chosen by; this machine's index has all of it. */
    static final Projection OUTLINE = Projection.of("metadata.name,metadata.namespace,metadata.creationTimestamp,"
            + "metadata.labels,status.phase,status.finishedAt");

    private final CommandContext context;
    private final Services.Opened opened;
    private final boolean here;
    private final String asked;
    private final String instance;
    private String usual = "";

    /**
     * @param here whether these are the runs of this machine, which has each name once, whatever its namespace
     * @param namespace empty for what the environment or the place says
     * @param instance of the controller whose workflows are listed; empty for all
     */
    private Served(CommandContext context, Services.Opened opened, boolean here, String namespace, String instance) {
        this.context = context;
        this.opened = opened;
        this.here = here;
        this.asked = namespace;
        this.instance = instance;
    }

    /** Of somebody else. */
    Served(CommandContext context, Services.Opened opened, String namespace, String instance) {
        this(context, opened, false, namespace, instance);
    }

    /** The runs of this machine. @param namespace empty for all of them */
    static Served here(CommandContext context, String namespace, String instance) {
        return new Served(context, context.services().here(), true, namespace, instance);
    }

    /** The same for another namespace; closed with this. */
    Served in(String other) {
        return new Served(context, opened, here, other, instance);
    }

    /** Whether these are the runs of this machine: what is to run can be run by this process. */
    boolean isHere() {
        return here;
    }

    WorkflowService.Session session() {
        return opened.session();
    }

    /** Of workflows; empty for all of this machine. */
    String namespace() throws InterruptedException {
        return here ? asked : usual();
    }

    /** Where objects of a kind are. */
    String place(ResourceKind kind) throws InterruptedException {
        return kind == ResourceKind.WORKFLOW ? namespace() : kind.namespaced() ? usual() : "";
    }

    private String usual() throws InterruptedException {
        if (usual.isEmpty()) {
            usual = asked.isEmpty() ? context.environment().getOrDefault("ARGO_NAMESPACE", "") : asked;
        }
        if (usual.isEmpty()) {
            usual = opened.namespace();
        }
        return usual;
    }

    /** A name, or that of the workflow which was made last. @throws UserError when there is none at all, or none here of this name */
    String known(String name) throws InterruptedException {
        if (here) {
            return new RunNames(context.store()).known(name);
        }
        if (!name.equals(RunNames.LATEST)) {
            return name;
        }
        String[] last = {"", ""};
        each(ResourceKind.WORKFLOW, namespace(), ListQuery.ALL.showing(OUTLINE), PAGE, one -> {
            String created = ServedWorkflow.created(one);
            if (last[1].isEmpty() || created.compareTo(last[0]) > 0) {
                last[0] = created;
                last[1] = one.at("/metadata/name").asText();
            }
        });
        if (last[1].isEmpty()) {
            throw new UserError("there are no workflows in the namespace " + namespace());
        }
        return last[1];
    }

    JsonNode workflow(String name) throws InterruptedException {
        return session().get(ResourceKind.WORKFLOW, namespace(), known(name));
    }

    /** All that match, page after page. @param namespace empty for all @param page objects of one, 0 for the usual number */
    void each(ResourceKind kind, String namespace, ListQuery query, int page, Sink<JsonNode> sink)
            throws InterruptedException {
        ListQuery chosen =
                kind == ResourceKind.WORKFLOW && !instance.isEmpty() ? query.withLabels(ofInstance(query)) : query;
        String token = "";
        do {
            Listing listing = session().list(kind, namespace, chosen.page(page > 0 ? page : PAGE, token));
            for (JsonNode one : listing.items()) {
                sink.take(one);
            }
            token = listing.continueToken();
        } while (!token.isEmpty());
    }

    private String ofInstance(ListQuery query) {
        return (query.labels().isBlank() ? "" : query.labels() + ",") + Labels.INSTANCE_ID + "=" + instance;
    }

    /** Of what was made, by name and {@code creationTimestamp}; of two that were made in the same second this machine knows the later. */
    Comparator<Made> lastFirst() {
        Comparator<Made> byTime = Comparator.comparing(Made::created).reversed();
        if (!here) {
            return byTime;
        }
        Map<String, Integer> order = new HashMap<>();
        List<String> names = context.store().names();
        names.forEach(name -> order.put(name, order.size()));
        return byTime.thenComparing(
                made -> order.getOrDefault(made.name(), Integer.MAX_VALUE), Comparator.reverseOrder());
    }

    /** A workflow, as far as lists are ordered by it. */
    interface Made {
        String name();

        String created();
    }

    CommandContext context() {
        return context;
    }

    @Override
    public void close() {
        opened.close();
    }
}
