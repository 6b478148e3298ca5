package dev.skiff.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.port.service.ListQuery;
import dev.skiff.port.service.Listing;
import dev.skiff.port.service.ResourceKind;
import dev.skiff.port.service.Services;
import dev.skiff.port.service.Sink;
import dev.skiff.port.service.WorkflowService;

/** The workflows and templates of a server or a cluster, as a command works with them. */
final class Served implements AutoCloseable {
    private static final int PAGE = 500;

    private final CommandContext context;
    private final Services.Opened opened;
    private String namespace;

    /** @param namespace empty for what the environment or the place says */
    Served(CommandContext context, Services.Opened opened, String namespace) {
        this.context = context;
        this.opened = opened;
        this.namespace = namespace.isEmpty() ? context.environment().getOrDefault("ARGO_NAMESPACE", "") : namespace;
    }

    /** The same for another namespace; closed with this. */
    Served in(String other) {
        return new Served(context, opened, other);
    }

    WorkflowService.Session session() {
        return opened.session();
    }

    String namespace() throws InterruptedException {
        if (namespace.isEmpty()) {
            namespace = opened.namespace();
        }
        return namespace;
    }

    /** Where objects of a kind are. */
    String place(ResourceKind kind) throws InterruptedException {
        return kind.namespaced() ? namespace() : "";
    }

    /** A name, or that of the workflow which was made last. @throws UserError when there is none at all */
    String known(String name) throws InterruptedException {
        if (!name.equals(RunNames.LATEST)) {
            return name;
        }
        String[] last = {"", ""};
        each(ResourceKind.WORKFLOW, namespace(), ListQuery.ALL, PAGE, one -> {
            String created = one.at("/metadata/creationTimestamp").asText("");
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
        String token = "";
        do {
            Listing listing = session().list(kind, namespace, query.page(page > 0 ? page : PAGE, token));
            for (JsonNode one : listing.items()) {
                sink.take(one);
            }
            token = listing.continueToken();
        } while (!token.isEmpty());
    }

    CommandContext context() {
        return context;
    }

    @Override
    public void close() {
        opened.close();
    }
}
